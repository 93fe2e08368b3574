package app.rostrum.rtc.sctp;

/**
 * A received message.
 *
 * @param protocol the payload protocol identifier
 */
public record SctpMessage(int stream, int protocol, byte[] payload) {
  /**
   * The memory of a message beside its payload, in bytes, so that many tiny messages do not cost
   * more than the limit says.
   */
  public static final int OVERHEAD = 64;

  /**
   * Returns the bytes to give to {@link Association#consumed} when the message has been handled.
   */
  public int charge() {
    return payload.length + OVERHEAD;
  }
}
