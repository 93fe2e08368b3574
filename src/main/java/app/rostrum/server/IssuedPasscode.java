package app.rostrum.server;

import java.time.Duration;
import java.time.Instant;

/**
 * A passcode that this backend has issued.
 *
 * @param digits {@code PPPPPPAAAASSSS}: random digits, application ID, serverless ID
 */
public record IssuedPasscode(String digits, Instant issuedAt) {
  /** The time for which a passcode is valid. */
  public static final Duration LIFETIME = Duration.ofDays(7);

  public IssuedPasscode {
    if (!digits.matches("\\d{14,32}")) {
      throw new IllegalArgumentException("not a passcode");
    }
  }

  public Instant expiresAt() {
    return issuedAt.plus(LIFETIME);
  }

  /** Returns the application ID and serverless ID, which stay the same when it is renewed. */
  public String deployment() {
    return digits.substring(6);
  }

  /** Leaves out the digits, which are secret. */
  @Override
  public String toString() {
    return "IssuedPasscode[until " + expiresAt() + "]";
  }
}
