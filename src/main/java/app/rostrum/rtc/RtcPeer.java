package app.rostrum.rtc;

import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One end of a bundled WebRTC connection for Opus audio: offer and answer (RFC 9429), ICE (RFC
 * 8445), DTLS-SRTP (RFC 5764), RTP and RTCP. Video and application sections of an offer are
 * answered as inactive or rejected. All methods are safe to call from any thread and none blocks on
 * the network.
 */
public final class RtcPeer implements AutoCloseable {
  /** How this end takes part in ICE. */
  public enum IceRole {
    /** A server with a reachable address: answers checks, makes none (RFC 8445, section 2.5). */
    LITE,
    /** A client: gathers host candidates of its {@link MediaPort} and makes checks. */
    FULL
  }

  /** The state of the transport. */
  public enum State {
    NEW,
    CONNECTING,
    CONNECTED,
    /** Consent (RFC 7675) was lost for some seconds; may come back. */
    DISCONNECTED,
    FAILED,
    CLOSED
  }

  /** Hears what happens; called on the peer's own threads, which must not be held up. */
  public interface Listener {
    void onState(State state);

    /** A transceiver's receiving side began, stopped or changed its track id. */
    default void onRemoteTrack(RtpTransceiver transceiver) {}

    /** A decrypted packet, replays removed, order as it came. */
    default void onRtp(RtpTransceiver transceiver, RtpPacket packet) {}
  }

  /**
   * @param lossRatio share of packets lost on the way to the other end, 0 to 1, from its reports
   */
  public record Stats(
      Optional<Duration> roundTripTime,
      double lossRatio,
      long packetsSent,
      long packetsReceived,
      long packetsDropped) {}

  private RtcPeer() {}

  public static RtcPeer create(MediaPort port, IceRole role, Listener listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds an audio section. In the next offer, or in the answer to an offer that has a free section.
   *
   * @param trackId the second token of a=msid when sending; may be empty when only receiving
   */
  public RtpTransceiver addAudio(Direction direction, String trackId) {
    throw new UnsupportedOperationException();
  }

  public List<RtpTransceiver> transceivers() {
    throw new UnsupportedOperationException();
  }

  /** Makes an offer and holds it as the pending local description. */
  public String createOffer() {
    throw new UnsupportedOperationException();
  }

  /**
   * Applies a remote offer and answers it. A pending local offer is rolled back first.
   *
   * @throws SdpRefusedException if the offer cannot be used; nothing has changed then
   */
  public String answer(String offer) throws SdpRefusedException {
    throw new UnsupportedOperationException();
  }

  /**
   * Applies the answer to the pending local offer.
   *
   * @throws SdpRefusedException if the answer cannot be used or no offer is pending
   */
  public void acceptAnswer(String answer) throws SdpRefusedException {
    throw new UnsupportedOperationException();
  }

  /** Forgets the pending local offer, if any. */
  public void rollback() {
    throw new UnsupportedOperationException();
  }

  /**
   * A remote candidate line, for example {@code candidate:1 1 udp 2130706431 127.0.0.1 4000 typ
   * host}.
   */
  public void addRemoteCandidate(String candidate) {
    throw new UnsupportedOperationException();
  }

  /** The next offer gets fresh ICE credentials. */
  public void restartIce() {
    throw new UnsupportedOperationException();
  }

  public State state() {
    throw new UnsupportedOperationException();
  }

  public Stats stats() {
    throw new UnsupportedOperationException();
  }

  /** Tells the other end (RTCP BYE, DTLS close_notify) and frees everything. */
  @Override
  public void close() {}
}
