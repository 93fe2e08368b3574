package app.rostrum.backend;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

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
  private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Z}\\p{Pd}\\u2212\\p{Cf}]");

  public Passcode {
    if (!isValid(digits)) {
      throw new IllegalArgumentException("not a passcode");
    }
  }

  /** Reads what a person typed or pasted; spaces, dashes and invisible characters are ignored. */
  public static Optional<Passcode> parse(String text) {
    if (text.length() > 4 * MAX_LENGTH) {
      return Optional.empty();
    }
    String digits = digits(text);
    return isValid(digits) ? Optional.of(new Passcode(digits)) : Optional.empty();
  }

  /** Drops what may stand between digits and reads digits of any script as ASCII's. */
  public static String digits(String text) {
    var digits = new StringBuilder();
    BETWEEN
        .matcher(text)
        .replaceAll("")
        .codePoints()
        .forEach(
            c -> {
              int digit =
                  Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                      ? Character.digit(c, 10)
                      : -1;
              digits.appendCodePoint(digit < 0 ? c : '0' + digit);
            });
    return digits.toString();
  }

  /**
   * Groups the digits of a passcode as people read them to each other: three, three, four and the
   * rest.
   */
  public static String grouped(String digits) {
    return digits.length() < MIN_LENGTH
        ? digits
        : digits.substring(0, 3)
            + " "
            + digits.substring(3, 6)
            + " "
            + digits.substring(6, 10)
            + " "
            + digits.substring(10);
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
