package app.rostrum.rtc.sctp;

/**
 * A received message.
 *
 * @param protocol the payload protocol identifier
 */
public record Message(int stream, int protocol, byte[] payload) {
  /** What a message costs beside its bytes: a sender of tiny ones must not get more for less. */
  public static final int OVERHEAD = 64;

  /** Bytes to give back to {@link Association#consumed} when the message has been dealt with. */
  public int charge() {
    return payload.length + OVERHEAD;
  }
}
