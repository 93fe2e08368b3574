package app.rostrum.rtc.data;

/**
 * The SCTP parameters of the other end's application section (RFC 8841).
 *
 * @param port its SCTP port
 * @param maxMessage the longest message that it accepts, in bytes; 0 in a description means no
 *     limit, which is {@link Long#MAX_VALUE} here
 */
public record SctpParameters(int port, long maxMessage) {
  public static final int DEFAULT_PORT = 5000;

  /** The limit of an end that names none (RFC 8841, section 6.1). */
  public static final int DEFAULT_MAX_MESSAGE = 65_536;

  public SctpParameters {
    maxMessage = maxMessage == 0 ? Long.MAX_VALUE : maxMessage;
  }
}
