package app.rostrum.rtc.sctp;

/** The congestion window (RFC 9260, section 7.2), in bytes of payload. */
final class Congestion {
  private static final int INITIAL_PACKETS = 10;
  private static final int LEAST_PACKETS = 4;
  private static final long MOST = 4 << 20;
  private static final long NOT_RECOVERING = -1;

  private final int packet;
  private long window;
  private long threshold = MOST;
  private long partial;
  private long recoveryEnds = NOT_RECOVERING;
  private long fastCredit;

  Congestion(int packet) {
    this.packet = packet;
    this.window = (long) INITIAL_PACKETS * packet;
  }

  long window() {
    return window;
  }

  boolean isRecovering() {
    return recoveryEnds != NOT_RECOVERING;
  }

  /**
   * Returns whether a retransmission may be sent; the first one of a fast retransmission always
   * may.
   */
  boolean allowsRetransmission(long flight, int length) {
    if (flight == 0 || flight + length <= window) {
      return true;
    }
    if (fastCredit >= length) {
      fastCredit -= length;
      return true;
    }
    return false;
  }

  void acknowledged(boolean advanced, long bytes, long flightBefore, long cumulative) {
    if (isRecovering()) {
      if (cumulative >= recoveryEnds) {
        recoveryEnds = NOT_RECOVERING;
      }
      return;
    }
    boolean used = flightBefore + packet > window;
    if (!advanced || !used || window >= MOST) {
      return;
    }
    if (window <= threshold) {
      window += Math.min(bytes, packet);
    } else {
      partial += bytes;
      if (partial >= window) {
        partial -= window;
        window += packet;
      }
    }
  }

  /**
   * Reduces the window because a later chunk has overtaken an earlier one.
   *
   * @param highest the last number sent: one reduction for everything up to it
   */
  void lost(long highest) {
    if (isRecovering()) {
      return;
    }
    threshold = Math.max(window / 2, (long) LEAST_PACKETS * packet);
    window = threshold;
    partial = 0;
    recoveryEnds = highest;
    fastCredit = packet;
  }

  void timedOut() {
    threshold = Math.max(window / 2, (long) LEAST_PACKETS * packet);
    window = packet;
    partial = 0;
    recoveryEnds = NOT_RECOVERING;
  }
}
