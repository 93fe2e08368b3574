package app.rostrum.cloud.conversations;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A chat.
 *
 * @param sid {@code CH…}
 * @param attributes a JSON object as text
 * @param state as last set; {@link #stateAt} says what it is
 * @param inactiveAfter how long after its last change it falls asleep
 * @param closedAfter how long after its last change it is closed for good
 */
public record Conversation(
    String sid,
    String serviceSid,
    Optional<String> uniqueName,
    Optional<String> friendlyName,
    String attributes,
    State state,
    Optional<Duration> inactiveAfter,
    Optional<Duration> closedAfter,
    Instant created,
    Instant updated) {

  /** Whether people may write. Closed is final. */
  public enum State {
    ACTIVE,
    INACTIVE,
    CLOSED
  }

  /** The state with what the timers have done to it by then. */
  public State stateAt(Instant now) {
    if (state == State.CLOSED || isPast(closedAt(), now)) {
      return State.CLOSED;
    }
    return state == State.ACTIVE && isPast(inactiveAt(), now) ? State.INACTIVE : state;
  }

  public Optional<Instant> closedAt() {
    return closedAfter.map(updated::plus);
  }

  public Optional<Instant> inactiveAt() {
    return inactiveAfter.map(updated::plus);
  }

  private static boolean isPast(Optional<Instant> time, Instant now) {
    return time.isPresent() && !now.isBefore(time.get());
  }
}
