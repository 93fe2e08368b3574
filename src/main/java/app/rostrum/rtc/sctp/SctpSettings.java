package app.rostrum.rtc.sctp;

/**
 * The choices that an end makes for itself.
 *
 * @param localPort of SCTP, as a=sctp-port has it; not a port of the network
 * @param maxPacket bytes of a packet at most, so that it fits a DTLS record on every path
 * @param maxMessage bytes of a received message at most
 * @param window bytes that are kept for messages which cannot be delivered yet
 * @param streams in each direction at most
 */
public record SctpSettings(
    int localPort, int remotePort, int maxPacket, int maxMessage, int window, int streams) {
  /** The settings of WebRTC. */
  public static SctpSettings webRtc(int remotePort) {
    return new SctpSettings(5000, remotePort, 1160, 262_144, 1 << 20, 1024);
  }
}
