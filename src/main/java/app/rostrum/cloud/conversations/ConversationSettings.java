package app.rostrum.cloud.conversations;

import app.rostrum.cloud.conversations.ConversationRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A request to create or change a conversation. Empty fields stay as they are.
 *
 * @param uniqueName the empty text removes the name
 * @param attributes JSON as text
 * @param inactiveAfter zero switches the timer off
 * @param closedAfter zero switches the timer off
 */
public record ConversationSettings(
    Optional<String> uniqueName,
    Optional<String> friendlyName,
    Optional<String> attributes,
    Optional<State> state,
    Optional<Duration> inactiveAfter,
    Optional<Duration> closedAfter) {

  /** Checks the settings against Twilio's limits; throws a refusal. */
  void check() {
    uniqueName.ifPresent(ChatLimits::uniqueName);
    friendlyName.ifPresent(ChatLimits::friendlyName);
    attributes.ifPresent(ChatLimits::attributes);
    check(inactiveAfter, ChatLimits.SHORTEST_INACTIVE, "Timers.Inactive");
    check(closedAfter, ChatLimits.SHORTEST_CLOSED, "Timers.Closed");
  }

  private static void check(Optional<Duration> time, Duration shortest, String parameter) {
    if (time.isPresent() && !time.get().isZero() && time.get().compareTo(shortest) < 0) {
      throw ChatRefusals.invalid(parameter);
    }
  }

  /** Applies the settings to a conversation, which restarts its timers. */
  ConversationRecord applyTo(ConversationRecord old, State next, Instant nextSince, Instant now) {
    return new ConversationRecord(
        old.sid(),
        old.serviceSid(),
        uniqueNameOr(old.uniqueName()),
        friendlyName.or(old::friendlyName),
        attributes.orElse(old.attributes()),
        next,
        nextSince,
        inactiveAfterOr(old.inactiveAfter()),
        closedAfterOr(old.closedAfter()),
        old.owner(),
        old.created(),
        now,
        now);
  }

  Optional<String> uniqueNameOr(Optional<String> before) {
    return uniqueName.or(() -> before).filter(name -> !name.isEmpty());
  }

  Optional<Duration> inactiveAfterOr(Optional<Duration> before) {
    return inactiveAfter.or(() -> before).filter(time -> !time.isZero());
  }

  Optional<Duration> closedAfterOr(Optional<Duration> before) {
    return closedAfter.or(() -> before).filter(time -> !time.isZero());
  }

  /** Returns whether nothing but the state is to change. */
  boolean onlyState() {
    return uniqueName.isEmpty()
        && friendlyName.isEmpty()
        && attributes.isEmpty()
        && inactiveAfter.isEmpty()
        && closedAfter.isEmpty();
  }
}
