package app.rostrum.cloud.conversations;

import java.util.Optional;

/**
 * A message that has been checked and not been sent yet.
 *
 * @param attributes JSON as text
 * @param mutation the id of the command that sends it, if it has one
 */
public record Draft(
    String body, String attributes, Optional<String> subject, Optional<String> mutation) {

  /**
   * Checks a message against Twilio's limits.
   *
   * @throws app.rostrum.cloud.Refusal if it exceeds them
   */
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
