package app.rostrum.media.webrtc;

import app.rostrum.media.DataChannel;
import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaException;
import app.rostrum.media.PeerConnection;
import app.rostrum.threads.Threads;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtcpMuxPolicy;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCSignalingState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link PeerConnection} on libwebrtc. All fields belong to the engine's thread. */
final class WebRtcConnection implements PeerConnection {
  private static final Logger log = LoggerFactory.getLogger(WebRtcConnection.class);

  private static final String CLOSED = "the connection is closed";

  private final WebRtcEngine engine;
  private final Listener listener;
  private final Map<WebRtcLocalTrack, RTCRtpSender> sending = new LinkedHashMap<>();
  private final Map<String, WebRtcRemoteTrack> receiving = new LinkedHashMap<>();
  private final List<RTCIceCandidate> early = new ArrayList<>();
  private final StatsReader statsReader = new StatsReader(receiving);
  private final WebRtcChannels channels;
  private final Set<CompletableFuture<?>> underWay = new HashSet<>();
  private @Nullable Link link;
  private @Nullable RTCSessionDescription draft;
  private boolean remoteKnown;
  private boolean closed;

  /** The native connection, how it was made, and what negotiates on it. */
  private record Link(
      RTCPeerConnection peer, RTCConfiguration configuration, WebRtcNegotiation negotiation) {}

  WebRtcConnection(WebRtcEngine engine, Listener listener) {
    this.engine = engine;
    this.listener = listener;
    this.channels = new WebRtcChannels(engine.thread());
  }

  /** Creates the native connection; on the engine's thread, before all other calls. */
  void open(PeerConnectionFactory factory, List<IceServer> iceServers) {
    var configuration = new RTCConfiguration();
    configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
    configuration.rtcpMuxPolicy = RTCRtcpMuxPolicy.REQUIRE;
    configuration.iceServers = nativeServers(iceServers);
    try {
      RTCPeerConnection peer = factory.createPeerConnection(configuration, new Observer());
      link = new Link(peer, configuration, new WebRtcNegotiation(peer, engine.thread()));
    } catch (RuntimeException | Error e) {
      log.warn("libwebrtc made no connection", e);
      Threads.contain("connection listener", () -> listener.onState(State.FAILED));
      closeNow();
    }
  }

  private static List<RTCIceServer> nativeServers(List<IceServer> servers) {
    var entries = new ArrayList<RTCIceServer>();
    for (IceServer server : servers) {
      var entry = new RTCIceServer();
      entry.urls = new ArrayList<>(server.urls());
      entry.username = server.username();
      entry.password = server.credential();
      entries.add(entry);
    }
    return entries;
  }

  @Override
  public void useIceServers(List<IceServer> servers) {
    withLink(
        open -> {
          List<RTCIceServer> before = open.configuration.iceServers;
          open.configuration.iceServers = nativeServers(servers);
          try {
            open.peer.setConfiguration(open.configuration);
          } catch (RuntimeException | Error e) {
            open.configuration.iceServers = before;
            log.warn("libwebrtc refused the ICE servers {}", servers, e);
          }
        });
  }

  @Override
  public void addTrack(LocalAudioTrack track) {
    if (!(track instanceof WebRtcLocalTrack own) || !own.belongsTo(engine)) {
      throw new MediaException("a track of another engine");
    }
    withLink(
        open -> {
          if (!sending.containsKey(own)) {
            sending.put(own, open.peer.addTrack(own.nativeTrack(), List.of("-")));
          }
        });
  }

  @Override
  public void removeTrack(LocalAudioTrack track) {
    withLink(
        open -> {
          RTCRtpSender sender = track instanceof WebRtcLocalTrack own ? sending.remove(own) : null;
          if (sender != null) {
            open.peer.removeTrack(sender);
          }
        });
  }

  @Override
  public DataChannel createDataChannel(String label, DataChannel.Options options) {
    WebRtcDataChannel channel = channels.create(label);
    boolean accepted =
        engine
            .thread()
            .offer(
                () -> {
                  if (link == null) {
                    channel.end();
                  } else {
                    channels.open(link.peer, channel, options);
                  }
                });
    if (!accepted) {
      throw new MediaException(CLOSED);
    }
    return channel;
  }

  @Override
  public void receiveAudio() {
    withLink(
        open -> {
          if (open.peer.getTransceivers().length == 0) {
            var init = new RTCRtpTransceiverInit();
            init.direction = RTCRtpTransceiverDirection.RECV_ONLY;
            open.peer.addTransceiver(engine.placeholder(), init);
          }
        });
  }

  @Override
  public void prepareData() {
    withLink(open -> channels.prepare(open.peer));
  }

  @Override
  public CompletableFuture<String> offer() {
    return negotiate(
        open -> {
          if (!remoteKnown) {
            channels.holdBack();
          }
          return open.negotiation.createOffer().thenCompose(offer -> applyLocal(open, offer));
        });
  }

  @Override
  public CompletableFuture<String> draftOffer() {
    return negotiate(
        open ->
            open.negotiation
                .createOffer()
                .thenApply(
                    offer -> {
                      draft = offer;
                      return offer.sdp;
                    }));
  }

  @Override
  public CompletableFuture<String> answer(String offer) {
    return negotiate(
        open -> {
          CompletableFuture<Void> free =
              open.peer.getSignalingState() == RTCSignalingState.HAVE_LOCAL_OFFER
                  ? open.negotiation.rollback()
                  : CompletableFuture.completedFuture(null);
          return free.thenCompose(rolledBack -> open.negotiation.setRemote(RTCSdpType.OFFER, offer))
              .thenCompose(
                  applied -> {
                    remoteIsKnown(open);
                    return open.negotiation.createAnswer();
                  })
              .thenCompose(answer -> applyLocal(open, answer))
              .thenApply(
                  answer -> {
                    readRemoteTracks(open, offer);
                    return answer;
                  });
        });
  }

  @Override
  public CompletableFuture<Void> acceptAnswer(String answer) {
    return negotiate(
        open ->
            applyDraft(open)
                .thenCompose(drafted -> open.negotiation.setRemote(RTCSdpType.ANSWER, answer))
                .thenAccept(
                    applied -> {
                      remoteIsKnown(open);
                      readRemoteTracks(open, answer);
                    }));
  }

  @Override
  public void addCandidate(String candidate, String mid, int lineIndex) {
    withLink(
        open -> {
          var parsed = new RTCIceCandidate(mid, lineIndex, candidate);
          if (remoteKnown) {
            addCandidate(open, parsed);
          } else {
            early.add(parsed);
          }
        });
  }

  @Override
  public void restartIce() {
    withLink(open -> open.peer.restartIce());
  }

  @Override
  public CompletableFuture<Stats> stats() {
    return negotiate(
        open -> {
          var done = new CompletableFuture<Stats>();
          open.peer.getStats(
              report ->
                  engine.onThread(
                      () -> {
                        if (!closed) {
                          try {
                            done.complete(statsReader.read(report, System.nanoTime()));
                          } catch (Throwable e) {
                            done.completeExceptionally(e);
                          }
                        }
                      }));
          return done;
        });
  }

  @Override
  public void close() {
    engine.thread().execute(this::closeNow);
  }

  /** On the engine's thread. */
  void closeNow() {
    if (closed) {
      return;
    }
    closed = true;
    engine.remove(this);
    sending.clear();
    receiving.clear();
    early.clear();
    Link open = link;
    link = null;
    channels.close();
    if (open != null) {
      open.negotiation.abandon();
      open.peer.close();
    }
    if (!engine.isClosed()) {
      engine.applyVolumes();
    }
    var error = new MediaException(CLOSED);
    Set.copyOf(underWay).forEach(done -> done.completeExceptionally(error));
    Threads.contain("connection listener", () -> listener.onState(State.CLOSED));
  }

  /** On the engine's thread. */
  boolean sends() {
    return !sending.isEmpty();
  }

  /** Sends each track with the processing that is wanted now. On the engine's thread. */
  void renewTracks() {
    sending.forEach((track, sender) -> sender.replaceTrack(track.nativeTrack()));
  }

  /** On the engine's thread. */
  Collection<WebRtcRemoteTrack> remoteTracks() {
    return receiving.values();
  }

  private CompletableFuture<Void> applyDraft(Link open) {
    RTCSessionDescription drafted = draft;
    draft = null;
    return drafted == null
        ? CompletableFuture.completedFuture(null)
        : open.negotiation.setLocal(drafted);
  }

  private CompletableFuture<String> applyLocal(Link open, RTCSessionDescription description) {
    return open.negotiation
        .setLocal(description)
        .thenApply(applied -> Msid.rewrite(description.sdp, sentTracks(open)::get));
  }

  /** Returns track ids by mid, of the transceivers that have something to send. */
  private Map<String, String> sentTracks(Link open) {
    var ids = new HashMap<String, String>();
    for (RTCRtpTransceiver transceiver : open.peer.getTransceivers()) {
      String mid = transceiver.getMid();
      var track = transceiver.getSender().getTrack();
      if (mid != null && track != null) {
        ids.put(mid, track.getId());
      }
    }
    return ids;
  }

  /** Tells the listener which tracks begin and end with a remote description. */
  private void readRemoteTracks(Link open, String description) {
    Map<String, String> now = Msid.sending(description);
    for (String mid : List.copyOf(receiving.keySet())) {
      WebRtcRemoteTrack before = receiving.get(mid);
      if (before != null && !before.id().equals(now.get(mid))) {
        receiving.remove(mid);
        listener.onTrackEnded(before);
      }
    }
    for (RTCRtpTransceiver transceiver : open.peer.getTransceivers()) {
      String mid = transceiver.getMid();
      String id = mid == null ? null : now.get(mid);
      if (id != null && !receiving.containsKey(mid)) {
        var track = new WebRtcRemoteTrack(engine, id, transceiver.getReceiver());
        receiving.put(mid, track);
        listener.onTrack(track);
      }
    }
    engine.applyVolumes();
  }

  private void remoteIsKnown(Link open) {
    remoteKnown = true;
    channels.openHeldBack(open.peer);
    early.forEach(candidate -> addCandidate(open, candidate));
    early.clear();
  }

  private static void addCandidate(Link open, RTCIceCandidate candidate) {
    try {
      open.peer.addIceCandidate(candidate);
    } catch (RuntimeException | Error e) {
      // The other candidates may work.
      log.debug("candidate refused: {}", e.toString());
    }
  }

  private void withLink(Consumer<Link> step) {
    engine.onThread(
        () -> {
          if (link != null) {
            step.accept(link);
          }
        });
  }

  private <T> CompletableFuture<T> negotiate(Function<Link, CompletableFuture<T>> steps) {
    var done = new CompletableFuture<T>();
    boolean accepted = engine.thread().offer(() -> begin(steps, done));
    if (!accepted) {
      done.completeExceptionally(new MediaException(CLOSED));
    }
    return done;
  }

  private <T> void begin(Function<Link, CompletableFuture<T>> steps, CompletableFuture<T> done) {
    if (link == null) {
      done.completeExceptionally(new MediaException(CLOSED));
      return;
    }
    underWay.add(done);
    CompletableFuture<T> result;
    try {
      result = steps.apply(link);
    } catch (RuntimeException | Error e) {
      result = CompletableFuture.failedFuture(new MediaException("libwebrtc refused", e));
    }
    result.whenComplete(
        (value, error) -> {
          underWay.remove(done);
          if (error == null) {
            done.complete(value);
          } else {
            done.completeExceptionally(asMediaException(error));
          }
        });
  }

  private static MediaException asMediaException(Throwable error) {
    Throwable cause = error.getCause() != null ? error.getCause() : error;
    return cause instanceof MediaException known
        ? known
        : new MediaException("the connection failed", cause);
  }

  /** Listens to libwebrtc on its threads and hands over at once. */
  private final class Observer implements PeerConnectionObserver {
    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
      withLink(
          open -> {
            if (state != RTCPeerConnectionState.CLOSED) {
              listener.onState(State.valueOf(state.name()));
            }
          });
    }

    @Override
    public void onDataChannel(RTCDataChannel made) {
      // libwebrtc itself keeps messages until somebody listens.
      withLink(
          open -> {
            WebRtcDataChannel channel = channels.adopt(made.getLabel());
            listener.onDataChannel(channel);
            channel.attach(made);
          });
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
      withLink(
          open -> listener.onCandidate(candidate.sdp, candidate.sdpMid, candidate.sdpMLineIndex));
    }
  }
}
