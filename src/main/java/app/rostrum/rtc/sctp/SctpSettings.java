package app.rostrum.rtc.sctp;

/**
 * The choices that an end makes for itself.
 *
 * @param localPort the SCTP port, as in a=sctp-port; not a UDP port
 * @param maxPacket the largest packet in bytes, which fits a DTLS record on every path
 * @param maxMessage the largest received message in bytes
 * @param window the bytes kept for messages that cannot be delivered yet
 * @param streams the largest number of streams in each direction
 */
public record SctpSettings(
    int localPort, int remotePort, int maxPacket, int maxMessage, int window, int streams) {
  /** The settings of WebRTC. */
  public static SctpSettings webRtc(int remotePort) {
    return new SctpSettings(5000, remotePort, 1160, 262_144, 1 << 20, 1024);
  }
}
