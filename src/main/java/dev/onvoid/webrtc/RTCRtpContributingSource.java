package dev.onvoid.webrtc;

/**
 * One contributing source of a received track, as libwebrtc's native half fills it in. Stands in
 * for the binding's class of the same name (webrtc-java 0.14.0), which lacks {@link #sourceType}:
 * the native half looks that field up by name and aborts the process without it. Goes when the
 * binding is mended; see docs/decisions/media-engines.md.
 */
public class RTCRtpContributingSource {
  /** The time when a packet of it was last played: milliseconds on libwebrtc's clock. */
  public final long timestamp;

  /** The CSRC, or the SSRC in a synchronization source. */
  public final long sourceId;

  /** Never filled in; only looked up. */
  public final long sourceType = 0;

  /** The level of the packet: RFC 6464's -dBov, 0 if it has none. */
  public final double audioLevel;

  /** The RTP time of that packet. */
  public final long rtpTimestamp;

  /** Called by the native half. */
  protected RTCRtpContributingSource(
      long timestamp, long sourceId, double audioLevel, long rtpTimestamp) {
    this.timestamp = timestamp;
    this.sourceId = sourceId;
    this.audioLevel = audioLevel;
    this.rtpTimestamp = rtpTimestamp;
  }
}
