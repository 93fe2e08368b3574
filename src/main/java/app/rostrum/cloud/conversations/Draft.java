package app.rostrum.cloud.conversations;

import java.util.Optional;

/**
 * A message that has been checked and is not yet sent.
 *
 * @param attributes JSON as text
 * @param mutation the mark of the command, if it has one
 */
public record Draft(
    String body, String attributes, Optional<String> subject, Optional<String> mutation) {

  /** Checks against Twilio's limits; refuses with a {@link ConversationRefusal}. */
  public static Draft of(
      Optional<String> body,
      Optional<String> attributes,
      Optional<String> subject,
      Optional<String> mutation) {
    attributes.ifPresent(ChatLimits::attributes);
    subject.ifPresent(ChatLimits::friendlyName);
    return new Draft(ChatLimits.body(body.orElse("")), attributes.orElse("{}"), subject, mutation);
  }
}
