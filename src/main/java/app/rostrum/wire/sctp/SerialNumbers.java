package app.rostrum.wire.sctp;

/** Compares numbers that wrap around (RFC 1982): TSNs and numbers of reset requests. */
public final class SerialNumbers {
  private SerialNumbers() {}

  /** Returns whether a comes after b. */
  public static boolean after(int a, int b) {
    return a - b > 0;
  }

  /**
   * Returns the unwrapped number closest to a known one.
   *
   * @param near an unwrapped number less than 2^31 away
   * @param value 32 bits
   */
  public static long unwrap(int value, long near) {
    return near + (value - (int) near);
  }

  /**
   * Returns the unwrapped number closest to a known one, for 16 bits.
   *
   * @param near less than 2^15 away
   */
  public static long unwrap16(int value, long near) {
    return near + (short) (value - (int) near);
  }
}
