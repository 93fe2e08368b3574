package app.rostrum.rtc.sctp;

/**
 * What an end decides for itself.
 *
 * @param localPort of SCTP, as a=sctp-port has it; not a port of the network
 * @param maxPacket bytes of a packet at most, so that it fits a DTLS record on every path
 * @param maxMessage bytes of a received message at most
 * @param window bytes that are kept for messages which cannot be delivered yet
 * @param streams in each direction at most
 */
public record Settings(
    int localPort, int remotePort, int maxPacket, int maxMessage, int window, int streams) {
  /** What WebRTC's ends use. */
  public static Settings webRtc(int remotePort) {
    return new Settings(5000, remotePort, 1160, 262_144, 1 << 20, 1024);
  }
}
