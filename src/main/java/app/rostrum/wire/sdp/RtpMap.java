package app.rostrum.wire.sdp;

/**
 * A codec: an {@code a=rtpmap} line.
 *
 * @param channels 1 if the line does not say
 */
public record RtpMap(int payloadType, String encoding, int clockRate, int channels) {
  /**
   * Reads the value of a line.
   *
   * @throws SdpException if it is malformed
   */
  public static RtpMap parse(String value) throws SdpException {
    String[] words = value.split(" ", 2);
    String[] parts = words.length == 2 ? words[1].strip().split("/", -1) : new String[0];
    if (parts.length < 2 || parts.length > 3) {
      throw new SdpException("bad rtpmap");
    }
    return new RtpMap(
        (int) Numbers.parse(words[0], 0, 127),
        parts[0],
        (int) Numbers.parse(parts[1], 1, 1_000_000_000),
        parts.length == 3 ? (int) Numbers.parse(parts[2], 1, 255) : 1);
  }
}
