package app.rostrum.cloud.conversations;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A chat at one moment.
 *
 * @param sid {@code CH…}
 * @param attributes JSON as text
 * @param state as last set; {@link #stateAt} says what it is
 * @param inactiveAfter how long after its last change or message it falls asleep
 * @param closedAfter how long after its last change or message it is closed for good
 * @param owner the client who made it; empty if the backend did
 * @param active its last change or message, whichever is later
 */
public record ConversationRecord(
    String sid,
    String serviceSid,
    Optional<String> uniqueName,
    Optional<String> friendlyName,
    String attributes,
    State state,
    Instant stateUpdated,
    Optional<Duration> inactiveAfter,
    Optional<Duration> closedAfter,
    Optional<String> owner,
    Instant created,
    Instant updated,
    Instant active) {

  /** Whether people may write. Closed is final. */
  public enum State {
    ACTIVE,
    INACTIVE,
    CLOSED
  }

  /** Who made it, as clients are told. */
  public String createdBy() {
    return owner.orElse("system");
  }

  /** The state with what the timers have done to it by then. */
  public State stateAt(Instant now) {
    if (state == State.CLOSED || isPast(closedAt(), now)) {
      return State.CLOSED;
    }
    return state == State.ACTIVE && isPast(inactiveAt(), now) ? State.INACTIVE : state;
  }

  public Optional<Instant> closedAt() {
    return closedAfter.map(active::plus);
  }

  public Optional<Instant> inactiveAt() {
    return inactiveAfter.map(active::plus);
  }

  /** The same in another state; changes nothing else, the timers' beginning included. */
  ConversationRecord in(State next, Instant since) {
    return new ConversationRecord(
        sid,
        serviceSid,
        uniqueName,
        friendlyName,
        attributes,
        next,
        next == state ? stateUpdated : since,
        inactiveAfter,
        closedAfter,
        owner,
        created,
        updated,
        active);
  }

  /** The same after a message of that time. */
  ConversationRecord heard(Instant time) {
    return new ConversationRecord(
        sid,
        serviceSid,
        uniqueName,
        friendlyName,
        attributes,
        state,
        stateUpdated,
        inactiveAfter,
        closedAfter,
        owner,
        created,
        updated,
        time.isAfter(active) ? time : active);
  }

  private static boolean isPast(Optional<Instant> time, Instant now) {
    return time.isPresent() && !now.isBefore(time.get());
  }
}
