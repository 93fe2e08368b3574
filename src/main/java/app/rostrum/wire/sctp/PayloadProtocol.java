package app.rostrum.wire.sctp;

/** Payload protocol identifiers of WebRTC (RFC 8831, section 8). */
public final class PayloadProtocol {
  /** {@link DataChannelMessage}. */
  public static final int CONTROL = 50;

  public static final int STRING = 51;

  /** A part of a binary message that others follow; not sent any more. */
  public static final int BINARY_PARTIAL = 52;

  public static final int BINARY = 53;

  /** A part of a text that others follow; not sent any more. */
  public static final int STRING_PARTIAL = 54;

  /** A text without characters: its one byte means nothing. */
  public static final int STRING_EMPTY = 56;

  /** A binary message without bytes: its one byte means nothing. */
  public static final int BINARY_EMPTY = 57;

  private PayloadProtocol() {}
}
