package app.rostrum.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

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

  /** Whoever reacted longest ago is forgotten, and has a full burst again. */
  static final int MOST_PEOPLE = 20_000;

  private static final class Bucket {
    private final int burst;
    private final double perSecond;
    private double left;
    private Instant counted;

    Bucket(int burst, double perSecond, Instant now) {
      this.burst = burst;
      this.perSecond = perSecond;
      left = burst;
      counted = now;
    }

    boolean take(Instant now) {
      double seconds = Math.max(0, Duration.between(counted, now).toMillis() / 1000.0);
      left = Math.min(burst, left + seconds * perSecond);
      counted = now;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }

  private final Clock clock;
  private final SequencedMap<String, Bucket> people = new LinkedHashMap<>();
  private final Bucket house;

  ReactionLimits(Clock clock) {
    this.clock = clock;
    house = new Bucket(HOUSE_BURST, HOUSE_PER_SECOND, clock.instant());
  }

  /**
   * Counts a reaction.
   *
   * @param person whose it is
   * @throws ApiRefusal if it is one too many
   */
  synchronized void take(String person) {
    Instant now = clock.instant();
    Bucket bucket = people.remove(person);
    if (bucket == null) {
      bucket = new Bucket(BURST, PER_SECOND, now);
    }
    people.putLast(person, bucket);
    if (people.size() > MOST_PEOPLE) {
      people.pollFirstEntry();
    }
    if (!bucket.take(now)) {
      throw ApiRefusal.tooManyReactions("You react very often. Wait a second.");
    }
    if (!house.take(now)) {
      throw ApiRefusal.tooManyReactions("Too many people react at once. Wait a second.");
    }
  }

  synchronized int remembered() {
    return people.size();
  }
}
