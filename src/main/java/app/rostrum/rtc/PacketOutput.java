package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;

/**
 * Encrypts and sends RTP packets. A sender holds {@link #lock} from writing into {@link #buffer}
 * until {@link #sendRtp} has returned and it has read {@link #sent}.
 */
interface PacketOutput {
  Object lock();

  /** Returns the array in which the next packet is written; guarded by the lock. */
  byte[] buffer();

  /**
   * Encrypts and sends the packet in the buffer; guarded by the lock.
   *
   * @return false if the transport is not ready or the packet's number was used before
   */
  boolean sendRtp(int length);

  /** Returns the packet that {@link #sendRtp} sent last, encrypted; guarded by the lock. */
  PacketBuffer sent();

  /** Sends a packet that is encrypted already. */
  void sendAgain(byte[] encrypted, int length);
}
