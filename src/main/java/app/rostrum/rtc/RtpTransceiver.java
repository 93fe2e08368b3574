package app.rostrum.rtc;

import app.rostrum.wire.rtp.RtpPacket;
import java.util.Optional;

/** One audio section of an {@link RtcPeer}: at most one track each way. Safe for any thread. */
public final class RtpTransceiver {
  RtpTransceiver() {}

  /** The section's mid; empty until it has been in a description. */
  public Optional<String> mid() {
    throw new UnsupportedOperationException();
  }

  /** What the last completed exchange agreed on, from this end. */
  public Direction currentDirection() {
    throw new UnsupportedOperationException();
  }

  /** What this end wants; takes effect with the next exchange. */
  public void setDirection(Direction direction) {
    throw new UnsupportedOperationException();
  }

  public String localTrackId() {
    throw new UnsupportedOperationException();
  }

  /** Reuses the section for another track; takes effect with the next exchange. */
  public void setLocalTrackId(String trackId) {
    throw new UnsupportedOperationException();
  }

  /** The track that the other end sends here; empty if it sends none. */
  public Optional<String> remoteTrackId() {
    throw new UnsupportedOperationException();
  }

  /** The SSRC of what this end sends, unsigned 32 bits. */
  public long localSsrc() {
    throw new UnsupportedOperationException();
  }

  /**
   * Packs one Opus frame and sends it; dropped and counted if the transport is not connected.
   *
   * @param timestamp in 48 kHz units; wraps at 32 bits
   * @param marker first frame after silence
   * @param audioLevel RFC 6464, 0 to 127; -1 to leave it out
   * @param csrcs contributing sources, at most 15
   * @param csrcLevels RFC 6465 levels in the order of csrcs; empty to leave them out
   */
  public void sendOpus(
      byte[] frame,
      int length,
      long timestamp,
      boolean marker,
      int audioLevel,
      int[] csrcs,
      byte[] csrcLevels) {
    throw new UnsupportedOperationException();
  }

  /** Sends a packet of another peer on, with this end's SSRC and payload type, its numbers kept. */
  public void forward(RtpPacket packet) {
    throw new UnsupportedOperationException();
  }
}
