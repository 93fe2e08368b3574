package app.rostrum.backend;

import java.net.URI;
import java.util.Optional;

/**
 * A passcode: six random digits, four of the application ID, then the serverless ID of four digits
 * or more (protocol notes: the passcode).
 *
 * @param digits at least 14, no spaces
 */
public record Passcode(String digits) {
  /** The smallest number of digits in a passcode. */
  public static final int MIN_LENGTH = 14;

  private static final int MAX_LENGTH = 32;

  public Passcode {
    if (!isValid(digits)) {
      throw new IllegalArgumentException("not a passcode");
    }
  }

  /** Reads what a person typed or pasted; spaces and dashes are ignored. */
  public static Optional<Passcode> parse(String text) {
    if (text.length() > 4 * MAX_LENGTH) {
      return Optional.empty();
    }
    String digits = text.replaceAll("[\\s\\u00a0-]", "");
    return isValid(digits) ? Optional.of(new Passcode(digits)) : Optional.empty();
  }

  private static boolean isValid(String digits) {
    return digits.length() >= MIN_LENGTH
        && digits.length() <= MAX_LENGTH
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  public String applicationId() {
    return digits.substring(6, 10);
  }

  public String serverlessId() {
    return digits.substring(10);
  }

  /** Returns the address of the reference deployment of this passcode. */
  public URI referenceDeployment() {
    return URI.create(
        "https://twilio-live-interactive-video-%s-%s-dev.twil.io"
            .formatted(applicationId(), serverlessId()));
  }

  /** Leaves out the digits, which are secret. */
  @Override
  public String toString() {
    return "Passcode[…]";
  }
}
