package app.rostrum.rtc.stats;

/**
 * The last packets of a stream, kept encrypted for retransmission: encrypting twice under one
 * number would need the very same plaintext (RFC 3711, section 9.1). Not thread-safe.
 */
public final class SentPackets {
  private static final int GRANULE = 256;
  private static final int MAX_REPEATS = 8;
  private static final long INTERVAL_NANOS = 10_000_000;

  /** The bytes that may be sent again at once, however little was sent before. */
  private static final int BURST = 16 * 1024;

  private static final int MAX_ALLOWANCE = 512 * 1024;

  private final byte[][] packets;
  private final int[] lengths;
  private final int[] numbers;
  private final int[] times;
  private final long[] lastAt;
  private long allowance = BURST;

  /**
   * @param capacity the number of packets kept, a power of two
   */
  public SentPackets(int capacity) {
    packets = new byte[capacity][];
    lengths = new int[capacity];
    numbers = new int[capacity];
    times = new int[capacity];
    lastAt = new long[capacity];
  }

  /** Keeps a copy of a packet that was sent. */
  public void keep(int number, byte[] data, int offset, int length) {
    int slot = number & (packets.length - 1);
    byte[] to = packets[slot];
    if (to == null || to.length < length) {
      to = new byte[(length + GRANULE - 1) / GRANULE * GRANULE];
      packets[slot] = to;
    }
    System.arraycopy(data, offset, to, 0, length);
    lengths[slot] = length;
    numbers[slot] = number;
    times[slot] = 0;
    allowance = Math.min(allowance + length, MAX_ALLOWANCE);
  }

  /** Sends an encrypted packet. */
  @FunctionalInterface
  public interface Output {
    void send(byte[] data, int length);
  }

  /**
   * Sends a packet again, unless it is too old, was repeated just now or too often, or the bytes
   * repeated would exceed the bytes sent.
   *
   * @return whether it was sent
   */
  public boolean sendAgain(int number, long nowNanos, Output output) {
    int slot = number & (packets.length - 1);
    byte[] data = packets[slot];
    if (data == null
        || numbers[slot] != number
        || times[slot] >= MAX_REPEATS
        || times[slot] > 0 && nowNanos - lastAt[slot] < INTERVAL_NANOS
        || allowance < lengths[slot]) {
      return false;
    }
    allowance -= lengths[slot];
    times[slot]++;
    lastAt[slot] = nowNanos;
    output.send(data, lengths[slot]);
    return true;
  }
}
