package app.rostrum.rtc;

import static org.awaitility.Awaitility.await;

import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.wire.rtp.RtpPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One end of a connection under test, with what it has heard. */
final class End implements RtcPeer.Listener, AutoCloseable {
  static final int[] NO_CSRCS = {};
  static final byte[] NO_LEVELS = {};

  final MediaPort port;
  final RtcPeer peer;
  final List<RtcPeer.State> states = new CopyOnWriteArrayList<>();
  final List<String> tracks = new CopyOnWriteArrayList<>();
  final List<TransportChannel> channels = new CopyOnWriteArrayList<>();
  final Map<RtpTransceiver, List<RtpPacket>> packets = new ConcurrentHashMap<>();

  final List<RtpTransceiver> keyframeRequests = new CopyOnWriteArrayList<>();
  volatile RtcPeer.@Nullable Listener next;

  End(RtcPeer.IceRole role) throws IOException {
    this(role, RtcPeer.OPUS_ONLY);
  }

  End(RtcPeer.IceRole role, Set<Codec.Name> codecs) throws IOException {
    port = MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    peer = RtcPeer.create(port, role, codecs, this);
  }

  @Override
  public void onState(RtcPeer.State state) {
    states.add(state);
    RtcPeer.Listener further = next;
    if (further != null) {
      further.onState(state);
    }
  }

  @Override
  public void onRemoteTrack(RtpTransceiver transceiver) {
    tracks.add(transceiver.mid().orElse("?") + "=" + transceiver.remoteTrackId().orElse("none"));
  }

  @Override
  public void onRtp(RtpTransceiver transceiver, RtpPacket packet) {
    packets.computeIfAbsent(transceiver, t -> new CopyOnWriteArrayList<>()).add(packet);
    RtcPeer.Listener further = next;
    if (further != null) {
      further.onRtp(transceiver, packet);
    }
  }

  @Override
  public void onKeyframeRequest(RtpTransceiver transceiver) {
    keyframeRequests.add(transceiver);
  }

  @Override
  public void onDataChannel(TransportChannel channel) {
    channels.add(channel);
  }

  /** Returns the channel that the other end has opened under a label. */
  TransportChannel channel(String label) {
    await().until(() -> channels.stream().anyMatch(c -> c.options().label().equals(label)));
    return channels.stream()
        .filter(c -> c.options().label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  List<RtpPacket> received(RtpTransceiver transceiver) {
    return packets.getOrDefault(transceiver, List.of());
  }

  /** Returns the transceiver that receives a track. */
  RtpTransceiver receiving(String trackId) {
    return peer.transceivers().stream()
        .filter(t -> t.remoteTrackId().filter(trackId::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no track " + trackId + " in " + tracks));
  }

  /** Negotiates: this end offers, the other answers. */
  void negotiate(End other) throws SdpRefusedException {
    peer.acceptAnswer(other.peer.answer(peer.createOffer()));
  }

  void awaitState(RtcPeer.State state) {
    await().until(() -> peer.state() == state);
  }

  static void send(RtpTransceiver from, int number, byte... frame) {
    from.sendOpus(frame, frame.length, number * 960L, number == 0, 30, NO_CSRCS, NO_LEVELS);
  }

  @Override
  public void close() {
    peer.close();
    port.close();
  }
}
