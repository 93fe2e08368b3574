package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.dtls.SrtpSession;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The outbound path of one connection: the keys and the other end's address, both null until they
 * are known. All that changes from listener to listener stands in this one object, since the time
 * that a packet costs is mostly spent on fetching what is not near the processor. Safe for any
 * thread.
 */
final class PacketOutput {
  private final MediaPort port;
  private volatile @Nullable SrtpSession keys;
  private volatile @Nullable SocketAddress address;

  PacketOutput(MediaPort port) {
    this.port = port;
  }

  void secure(SrtpSession with) {
    keys = with;
  }

  /** Sends packets to another address from now on. */
  void moveTo(SocketAddress to) {
    address = to;
  }

  MediaPort port() {
    return port;
  }

  @Nullable SrtpSession keys() {
    return keys;
  }

  @Nullable SocketAddress address() {
    return address;
  }

  boolean ready() {
    return keys != null && address != null;
  }

  /** Sends a datagram to where the other end is now; dropped if that is not known. */
  void send(byte[] data, int offset, int length) {
    SocketAddress to = address;
    if (to != null) {
      port.send(ByteBuffer.wrap(data, offset, length), to);
    }
  }

  /** Encrypts and sends a compound packet; returns false if the connection is not ready. */
  boolean sendRtcp(byte[] compound) {
    SrtpSession with = keys;
    SocketAddress to = address;
    if (with == null || to == null) {
      return false;
    }
    PacketBatch batch = PacketBatch.ofThread();
    PacketBuffer packet = batch.next();
    System.arraycopy(compound, 0, packet.getBuffer(), 0, compound.length);
    if (!with.protectRtcp(packet.reset(compound.length))) {
      return false;
    }
    batch.add(port, to);
    return true;
  }
}
