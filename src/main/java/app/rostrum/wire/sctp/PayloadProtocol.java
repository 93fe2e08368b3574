package app.rostrum.wire.sctp;

/** Payload protocol identifiers of WebRTC (RFC 8831, section 8). */
public final class PayloadProtocol {
  /** A {@link DataChannelMessage}. */
  public static final int CONTROL = 50;

  public static final int STRING = 51;

  /** A part of a binary message, to be continued; no longer sent. */
  public static final int BINARY_PARTIAL = 52;

  public static final int BINARY = 53;

  /** A part of a text, to be continued; no longer sent. */
  public static final int STRING_PARTIAL = 54;

  /** An empty text; its single byte is ignored. */
  public static final int STRING_EMPTY = 56;

  /** An empty binary message; its single byte is ignored. */
  public static final int BINARY_EMPTY = 57;

  private PayloadProtocol() {}
}
