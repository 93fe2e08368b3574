package app.rostrum.server;

import java.time.Clock;

/**
 * Limits how often a person reacts, and how often all people of this backend do together. Beyond
 * that, reactions are refused. Thread-safe.
 */
final class ReactionLimits {
  /** Reactions that a person may send in a row. */
  static final int BURST = 6;

  static final int PER_SECOND = 2;
  static final int HOUSE_BURST = 4_000;
  static final int HOUSE_PER_SECOND = 2_000;

  private final Clock clock;
  private final CallLimits people;
  private final CallLimits.Bucket house;

  ReactionLimits(Clock clock) {
    this.clock = clock;
    people = new CallLimits(clock, BURST, PER_SECOND);
    house = new CallLimits.Bucket(HOUSE_BURST, HOUSE_PER_SECOND, clock.instant());
  }

  /**
   * Counts a reaction.
   *
   * @param person whose it is
   * @throws ApiRefusal if it is one too many
   */
  synchronized void take(String person) {
    if (!people.take(person)) {
      throw ApiRefusal.tooMany("reactions", "You react very often. Wait a second.");
    }
    if (!house.take(clock.instant())) {
      throw ApiRefusal.tooMany("reactions", "Too many people react at once. Wait a second.");
    }
  }

  int remembered() {
    return people.remembered();
  }
}
