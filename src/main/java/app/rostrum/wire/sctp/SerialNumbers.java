package app.rostrum.wire.sctp;

/** Comparison of numbers that wrap (RFC 1982), for TSNs and reset requests. */
public final class SerialNumbers {
  private SerialNumbers() {}

  /** Whether a stands after b. */
  public static boolean after(int a, int b) {
    return a - b > 0;
  }

  /**
   * The number near a known one, without wrapping.
   *
   * @param near an unwrapped number less than 2^31 away
   * @param value 32 bits
   */
  public static long unwrap(int value, long near) {
    return near + (value - (int) near);
  }

  /**
   * The same for 16 bits.
   *
   * @param near less than 2^15 away
   */
  public static long unwrap16(int value, long near) {
    return near + (short) (value - (int) near);
  }
}
