package app.rostrum.rtc.stats;

import java.time.Instant;

/**
 * A timestamp in NTP format, as RTCP has it (RFC 3550, section 4).
 *
 * @param value 32.32 fixed point seconds since 1900
 */
public record NtpTime(long value) {
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  public static NtpTime of(Instant time) {
    long seconds = time.getEpochSecond() + SECONDS_1900_TO_1970;
    long fraction = ((long) time.getNano() << 32) / 1_000_000_000L;
    return new NtpTime((seconds << 32) | fraction);
  }

  /** Returns the middle 32 bits: the time in units of 1/65536 s. */
  public long middle() {
    return (value >>> 16) & 0xFFFFFFFFL;
  }
}
