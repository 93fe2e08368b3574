package app.rostrum.rtc.dtls;

import java.nio.ByteBuffer;
import org.jitsi.utils.ByteArrayBuffer;

/** A packet in a reused array, in the form that the SRTP library takes. Not thread-safe. */
public final class PacketBuffer implements ByteArrayBuffer {
  public static final int CAPACITY = 2048;

  private final byte[] bytes;
  private final ByteBuffer view;
  private int offset;
  private int length;

  public PacketBuffer() {
    this(new byte[CAPACITY]);
  }

  public PacketBuffer(byte[] bytes) {
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes);
  }

  /** Begins a packet at the start of the array. */
  public PacketBuffer reset(int length) {
    this.offset = 0;
    this.length = length;
    return this;
  }

  /** Returns a view of the packet, good until the next call. */
  public ByteBuffer datagram() {
    return view.limit(offset + length).position(offset);
  }

  @Override
  public byte[] getBuffer() {
    return bytes;
  }

  @Override
  public int getOffset() {
    return offset;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int length) {
    this.length = length;
  }

  @Override
  public void setOffset(int offset) {
    this.offset = offset;
  }

  @Override
  public boolean isInvalid() {
    return length < 0 || offset < 0 || offset + length > bytes.length;
  }

  @Override
  public void readRegionToBuff(int from, int count, byte[] out) {
    System.arraycopy(bytes, offset + from, out, 0, count);
  }

  /** Checks that there is room: the capacity is well above the longest packet sent. */
  @Override
  public void grow(int count) {
    if (offset + length + count > bytes.length) {
      throw new IllegalStateException("packet too long");
    }
  }

  @Override
  public void append(byte[] data, int count) {
    grow(count);
    System.arraycopy(data, 0, bytes, offset + length, count);
    length += count;
  }

  @Override
  public void shrink(int count) {
    length = Math.max(0, length - count);
  }
}
