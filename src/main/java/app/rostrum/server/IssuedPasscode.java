package app.rostrum.server;

import java.time.Duration;
import java.time.Instant;

/**
 * A passcode that this backend has issued.
 *
 * @param digits random, in the shape {@code PPPPPPAAAASSSS} of the reference's passcodes
 */
public record IssuedPasscode(String digits, Instant issuedAt) {
  /** The time for which a passcode is valid. */
  public static final Duration LIFETIME = Duration.ofDays(7);

  /** The time before its end at which the next passcode is issued. */
  public static final Duration NOTICE = Duration.ofDays(1);

  public IssuedPasscode {
    if (!digits.matches("\\d{14,32}")) {
      throw new IllegalArgumentException("not a passcode");
    }
  }

  public Instant expiresAt() {
    return issuedAt.plus(LIFETIME);
  }

  /** Returns when the next passcode is due. */
  Instant renewedAt() {
    return expiresAt().minus(NOTICE);
  }

  /** Returns this passcode, ending at a moment unless it ends earlier anyway. */
  IssuedPasscode endingBy(Instant moment) {
    return expiresAt().isAfter(moment) ? new IssuedPasscode(digits, moment.minus(LIFETIME)) : this;
  }

  /** Leaves out the digits, which are secret. */
  @Override
  public String toString() {
    return "IssuedPasscode[until " + expiresAt() + "]";
  }
}
