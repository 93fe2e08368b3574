package app.rostrum.rtc.stats;

/**
 * The relation of a stream's timestamps to this machine's time: one moment in both.
 *
 * @param rtpTimestamp the moment in the stream's units
 * @param ntp the same moment, 32.32 fixed point seconds since 1900
 */
public record StreamClock(long rtpTimestamp, long ntp, int clockRate) {
  /** Returns the stream's timestamp at a time of this machine, not reduced to 32 bits. */
  public long timestampAt(long ntpTime) {
    long elapsed = ntpTime - ntp;
    long seconds = elapsed >> 32;
    long fraction = elapsed & 0xFFFFFFFFL;
    return rtpTimestamp + seconds * clockRate + ((fraction * clockRate) >> 32);
  }
}
