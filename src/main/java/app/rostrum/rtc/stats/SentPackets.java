package app.rostrum.rtc.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The last packets of a stream, kept encrypted for retransmission: encrypting twice under one
 * number would need the very same plaintext (RFC 3711, section 9.1). Not thread-safe.
 */
public final class SentPackets {
  /** Room for a packet grows by this many bytes: most packets of sound need no more. */
  private static final int GRANULE = 256;

  /**
   * Before each packet stand its number and length, 16 bits each, and how often it was repeated.
   */
  private static final int HEADER = 5;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int MAX_REPEATS = 8;
  private static final long INTERVAL_NANOS = 10_000_000;

  /** The bytes that may be sent again at once, however little was sent before. */
  private static final int BURST = 16 * 1024;

  private static final int MAX_ALLOWANCE = 512 * 1024;

  private final int capacity;
  private final long[] lastAt;
  private byte[] packets; // One place after the other: what is close together is fetched quickly.
  private int room = GRANULE;
  private long allowance = BURST;

  /**
   * @param capacity the number of packets kept, a power of two
   */
  public SentPackets(int capacity) {
    this.capacity = capacity;
    lastAt = new long[capacity];
    packets = new byte[capacity * room];
  }

  /** Keeps a copy of a packet that was sent: 1 to 65,535 bytes. */
  public void keep(int number, byte[] data, int offset, int length) {
    if (length > room - HEADER) {
      grow(length);
    }
    int at = place(number);
    INT.set(packets, at, number << 16 | length);
    packets[at + 4] = 0;
    System.arraycopy(data, offset, packets, at + HEADER, length);
    allowance = Math.min(allowance + length, MAX_ALLOWANCE);
  }

  private int place(int number) {
    return (number & (capacity - 1)) * room;
  }

  private void grow(int length) {
    int wider = (length + HEADER + GRANULE - 1) / GRANULE * GRANULE;
    byte[] moved = new byte[capacity * wider];
    for (int i = 0; i < capacity; i++) {
      System.arraycopy(packets, i * room, moved, i * wider, room);
    }
    packets = moved;
    room = wider;
  }

  /** Sends an encrypted packet. */
  @FunctionalInterface
  public interface Output {
    void send(byte[] data, int offset, int length);
  }

  /**
   * Sends a packet again, unless it is too old, was repeated just now or too often, or the bytes
   * repeated would exceed the bytes sent.
   *
   * @return whether it was sent
   */
  public boolean sendAgain(int number, long nowNanos, Output output) {
    int at = place(number);
    int kept = (int) INT.get(packets, at);
    int length = kept & 0xFFFF;
    int slot = number & (capacity - 1);
    int times = packets[at + 4];
    if (length == 0
        || kept >>> 16 != number
        || times >= MAX_REPEATS
        || times > 0 && nowNanos - lastAt[slot] < INTERVAL_NANOS
        || allowance < length) {
      return false;
    }
    allowance -= length;
    packets[at + 4]++;
    lastAt[slot] = nowNanos;
    output.send(packets, at + HEADER, length);
    return true;
  }
}
