package app.rostrum.cloud.conversations;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A conversation at one moment.
 *
 * @param sid {@code CH…}
 * @param attributes JSON as text
 * @param state the state last stored; {@link #stateAt} applies the timers to it
 * @param inactiveAfter the time from {@code active} until the conversation becomes inactive
 * @param closedAfter the time from {@code active} until the conversation is closed
 * @param owner the identity of the client that created it; empty if the backend did
 * @param active the time of the last change or the last message, whichever is later
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

  /** The states of a conversation. A message makes an inactive one active; closed is final. */
  public enum State {
    ACTIVE,
    INACTIVE,
    CLOSED
  }

  /** Returns the creator's name, as clients are told. */
  public String createdBy() {
    return owner.orElse("system");
  }

  /** Returns the state after applying the timers that have run out by then. */
  public State stateAt(Instant now) {
    if (state == State.CLOSED || isPast(closedAt(), now)) {
      return State.CLOSED;
    }
    return state == State.ACTIVE && isPast(inactiveAt(), now) ? State.INACTIVE : state;
  }

  /** Returns when the timer closes the conversation, if it has one. */
  public Optional<Instant> closedAt() {
    return closedAfter.map(active::plus);
  }

  /** Returns when the timer makes the conversation inactive, if it has one. */
  public Optional<Instant> inactiveAt() {
    return inactiveAfter.map(active::plus);
  }

  /** The same conversation in another state. The timers are not restarted. */
  ConversationRecord withState(State next, Instant since) {
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

  /** The same conversation after a message of that time, which restarts the timers. */
  ConversationRecord withMessageAt(Instant time) {
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
