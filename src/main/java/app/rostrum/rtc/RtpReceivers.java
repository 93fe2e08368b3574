package app.rostrum.rtc;

import app.rostrum.wire.rtp.RtpException;
import app.rostrum.wire.rtp.RtpHeader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sources that a peer receives, and the section of each. Safe for any thread. */
final class RtpReceivers {
  private static final int MAX_SOURCES = 128;
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final Map<Long, RtpReceiver> bySsrc = new ConcurrentHashMap<>();
  private volatile SdpNegotiation.Routes routes = SdpNegotiation.Routes.NONE;

  /** Applies what an exchange agreed on: forgets sources of sections that no longer receive. */
  void route(SdpNegotiation.Routes next) {
    routes = next;
    bySsrc.values().removeIf(receiver -> !isCurrent(receiver, next));
  }

  private static boolean isCurrent(RtpReceiver receiver, SdpNegotiation.Routes routes) {
    RtpTransceiver declared = routes.bySsrc().get(receiver.ssrc());
    return routes.receiving().contains(receiver.transceiver())
        && (declared == null || declared == receiver.transceiver());
  }

  /** Returns the sections that receive. */
  List<RtpTransceiver> receiving() {
    return routes.receiving();
  }

  /** Returns the receiver of a source; null if there is none yet. */
  @Nullable RtpReceiver get(long ssrc) {
    return bySsrc.get(ssrc);
  }

  /** Forgets a source that said goodbye. */
  void remove(long ssrc) {
    bySsrc.remove(ssrc);
  }

  /** Returns the receivers of all sources known now. */
  List<RtpReceiver> all() {
    return List.copyOf(bySsrc.values());
  }

  /**
   * Returns the receiver of a packet's source. A new source is assigned to its section (RFC 9143,
   * section 9.2).
   *
   * @return null if the source belongs to no section or there are too many
   */
  @Nullable RtpReceiver find(byte[] data, int offset, int length, long nanoTime)
      throws RtpException {
    long ssrc = RtpHeader.ssrc(data, offset);
    RtpReceiver known = bySsrc.get(ssrc);
    if (known != null) {
      return known;
    }
    RtpTransceiver transceiver = section(ssrc, data, offset, length);
    if (transceiver == null || isFull(nanoTime)) {
      return null;
    }
    RtpReceiver receiver = new RtpReceiver(ssrc, transceiver);
    bySsrc.put(ssrc, receiver);
    return receiver;
  }

  private @Nullable RtpTransceiver section(long ssrc, byte[] data, int offset, int length)
      throws RtpException {
    SdpNegotiation.Routes now = routes;
    RtpTransceiver declared = now.bySsrc().get(ssrc);
    return declared != null
        ? declared
        : RtpHeader.mid(data, offset, length, now.midExtension())
            .map(now.byMid()::get)
            .orElse(now.receiving().size() == 1 ? now.receiving().getFirst() : null);
  }

  /** Makes room by forgetting sources that have been silent for a minute. */
  private boolean isFull(long nanoTime) {
    if (bySsrc.size() >= MAX_SOURCES) {
      bySsrc.values().removeIf(receiver -> nanoTime - receiver.lastPacketAt() > IDLE_NANOS);
    }
    return bySsrc.size() >= MAX_SOURCES;
  }
}
