package app.rostrum.server;

import java.time.Duration;
import java.time.Instant;

/**
 * A passcode as this backend issued it.
 *
 * @param digits {@code PPPPPPAAAASSSS}: random digits, application ID, serverless ID
 */
public record IssuedPasscode(String digits, Instant issuedAt) {
  /** How long a passcode opens the door. */
  public static final Duration LIFETIME = Duration.ofDays(7);

  public IssuedPasscode {
    if (!digits.matches("\\d{14,32}")) {
      throw new IllegalArgumentException("not a passcode");
    }
  }

  public Instant expiresAt() {
    return issuedAt.plus(LIFETIME);
  }

  /** Application ID and serverless ID: which backend this is, whatever the random digits are. */
  public String deployment() {
    return digits.substring(6);
  }

  /** Says nothing: a passcode is a secret. */
  @Override
  public String toString() {
    return "IssuedPasscode[until " + expiresAt() + "]";
  }
}
