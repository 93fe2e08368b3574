package app.rostrum.cloud.rooms;

import app.rostrum.rtc.Codec;
import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaKind;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.wire.room.PeerUpdate.Description;
import app.rostrum.wire.room.PeerUpdate.Type;
import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The server's end of one participant's peer connection. It tracks the stable revision, the
 * outstanding offer and the section of each track (protocol notes, sections 4.3 and 8.3). Called on
 * the room's thread, except for packets.
 */
final class MediaConnection implements AutoCloseable {
  /** The interval by which a speaker can tell within about a second that the room has stopped. */
  private static final Duration ACKNOWLEDGED = Duration.ofMillis(300);

  private final String id;
  private final RtcPeer peer;
  private final Map<String, RtpTransceiver> sections = new LinkedHashMap<>();
  private final Map<String, ForwardedTrack> forwarded = new HashMap<>();

  /** The number of times that each published track has been stopped, by SID. */
  private final Map<String, Integer> stops = new HashMap<>();

  private final Map<RtpTransceiver, ForwardedTrack> carried = new ConcurrentHashMap<>();

  /** Sections without a track, which the other end knows about. */
  private final List<RtpTransceiver> free = new ArrayList<>();

  /**
   * Sections that have lost their track, which the other end does not know yet. They cannot be used
   * again before: a browser fires a track event only for a section that it knew without a track
   * (W3C WebRTC, section 5.1.1).
   */
  private final List<RtpTransceiver> ending = new ArrayList<>();

  private List<RtpTransceiver> toldOfEnd = List.of();
  private volatile Map<RtpTransceiver, ForwardedTrack> sources = Map.of();
  private Optional<Description> last = Optional.empty();
  private boolean established;
  private int stable;
  private int outstanding;
  private boolean changed;
  private boolean carriesData;

  /**
   * @param stable the revision last used on this connection, 0 for a new one
   * @param onTracks called on a media thread when the other end's tracks have changed
   * @param onDataChannel called on a media thread when the other end has opened a data channel
   */
  MediaConnection(
      String id,
      int stable,
      MediaPort port,
      Runnable onTracks,
      Consumer<TransportChannel> onDataChannel) {
    this.id = id;
    this.stable = stable;
    this.peer =
        RtcPeer.create(
            port,
            RtcPeer.IceRole.LITE,
            RtcPeer.FORWARDED,
            new RtcPeer.Listener() {
              @Override
              public void onState(RtcPeer.State state) {
                // The client watches its own ICE and restarts it; the room looks now and then.
              }

              @Override
              public void onRemoteTrack(RtpTransceiver transceiver) {
                onTracks.run();
              }

              @Override
              public void onDataChannel(TransportChannel channel) {
                onDataChannel.accept(channel);
              }

              @Override
              public void onRtp(RtpTransceiver transceiver, RtpPacket packet) {
                ForwardedTrack track = sources.get(transceiver);
                if (track != null) {
                  track.accept(transceiver, packet, System.nanoTime());
                }
              }

              @Override
              public void onKeyframeRequest(RtpTransceiver transceiver) {
                ForwardedTrack track = carried.get(transceiver);
                if (track != null) {
                  track.requestKeyframe();
                }
              }
            });
    peer.acknowledgeEvery(ACKNOWLEDGED);
  }

  String id() {
    return id;
  }

  /** Returns the newest description of this end, for a client that may have missed it. */
  Optional<Description> last() {
    return last;
  }

  /**
   * Takes a description of the other end.
   *
   * @return the answer, if it was an offer to answer
   * @throws SdpRefusedException if it cannot be used; the connection is unusable then
   */
  Optional<Description> accept(Description description) throws SdpRefusedException {
    switch (description.type()) {
      case OFFER -> {
        // An offer beside our own outstanding one is dropped: the client yields and offers again.
        if (outstanding > 0 || description.revision() <= stable) {
          return Optional.empty();
        }
        toldOfEnd = List.copyOf(ending);
        String sdp = peer.answer(description.sdp());
        carriesData |= description.sdp().contains("\nm=application ");
        settle(description.revision());
        return remember(new Description(Type.ANSWER, stable, sdp));
      }
      case ANSWER -> {
        if (outstanding > 0 && description.revision() == outstanding) {
          peer.acceptAnswer(description.sdp());
          settle(outstanding);
        }
      }
      case PRANSWER, CREATE_OFFER, CLOSE, UNKNOWN -> {
        // Clients do not send these to a server, except a close, which the room handles.
      }
    }
    return Optional.empty();
  }

  private void settle(int revision) {
    stable = revision;
    outstanding = 0;
    established = true;
    ending.removeAll(toldOfEnd);
    free.addAll(toldOfEnd);
    toldOfEnd = List.of();
    sections.forEach(
        (sid, section) -> {
          ForwardedTrack track = forwarded.get(sid);
          if (track != null && section.currentDirection().sends()) {
            track.addOutput(section);
          }
        });
  }

  private Optional<Description> remember(Description description) {
    last = Optional.of(description);
    return last;
  }

  /**
   * Sends exactly these tracks from the next exchange on.
   *
   * @param published the SIDs of all tracks that may be forwarded again; the others are forgotten
   */
  void forward(Collection<ForwardedTrack> tracks, Set<String> published) {
    var wanted = new LinkedHashMap<String, ForwardedTrack>();
    tracks.forEach(track -> wanted.put(track.sid(), track));
    for (String sid : List.copyOf(sections.keySet())) {
      if (!wanted.containsKey(sid)) {
        stop(sid);
      }
    }
    stops.keySet().retainAll(published);
    wanted.forEach(
        (sid, track) -> {
          if (!sections.containsKey(sid)) {
            if (track.isAudio()) {
              start(track, List.of());
            } else {
              List<Codec> codecs = codecsFor(track);
              if (!codecs.isEmpty()) {
                start(track, codecs);
              }
            }
          }
        });
  }

  /**
   * Returns the video codecs that publisher and subscriber have in common, as far as they are
   * known.
   */
  private List<Codec> codecsFor(ForwardedTrack track) {
    List<Codec> known = peer.remoteCodecs(MediaKind.VIDEO);
    return track.codecs().stream().filter(known::contains).toList();
  }

  private void start(ForwardedTrack track, List<Codec> codecs) {
    MediaKind kind = track.isAudio() ? MediaKind.AUDIO : MediaKind.VIDEO;
    Optional<RtpTransceiver> waiting = free.stream().filter(s -> s.kind() == kind).findFirst();
    waiting.ifPresent(
        section -> {
          free.remove(section);
          section.setLocalTrackId(trackId(track.sid()));
          section.setDirection(Direction.SENDONLY);
          if (kind == MediaKind.VIDEO) {
            section.setCodecs(codecs);
          }
        });
    RtpTransceiver section =
        waiting.orElseGet(
            () ->
                kind == MediaKind.AUDIO
                    ? peer.addAudio(Direction.SENDONLY, trackId(track.sid()))
                    : peer.addVideo(Direction.SENDONLY, trackId(track.sid()), codecs));
    section.setLocalStreamId(track.publisher());
    sections.put(track.sid(), section);
    forwarded.put(track.sid(), track);
    carried.put(section, track);
    changed = true;
  }

  private void stop(String sid) {
    RtpTransceiver section = sections.remove(sid);
    ForwardedTrack track = forwarded.remove(sid);
    if (section != null) {
      stops.merge(sid, 1, Integer::sum);
      if (track != null) {
        track.removeOutput(section);
      }
      carried.remove(section);
      section.setDirection(Direction.INACTIVE);
      ending.add(section);
      changed = true;
    }
  }

  /**
   * Returns the second token of a=msid under which a track is sent. A track that was stopped gets
   * another token when it is sent again, so that a client does not mistake the remains of the
   * former for it.
   */
  String trackId(String sid) {
    int count = stops.getOrDefault(sid, 0);
    return count == 0 ? sid : sid + "-" + count;
  }

  /** Opens a data channel; the first may need an offer, if the other end has no use for any. */
  TransportChannel open(TransportChannel.Options options) {
    if (!carriesData) {
      carriesData = true;
      changed = true;
    }
    return peer.openDataChannel(options);
  }

  RtcPeer.Stats stats() {
    return peer.stats();
  }

  RtcPeer.State state() {
    return peer.state();
  }

  /** Returns whether media can flow at this moment. */
  boolean works() {
    return state() == RtcPeer.State.CONNECTED;
  }

  /** Returns an offer if something has changed and the connection is ready for one. */
  Optional<Description> offer() {
    if (!changed || !established || outstanding > 0) {
      return Optional.empty();
    }
    changed = false;
    outstanding = stable + 1;
    toldOfEnd = List.copyOf(ending);
    return remember(new Description(Type.OFFER, outstanding, peer.createOffer()));
  }

  /** Connects the received sections with the published tracks, by the publisher's track ids. */
  void receive(Map<String, ForwardedTrack> publishedById) {
    List<Codec> pictures = peer.remoteCodecs(MediaKind.VIDEO);
    publishedById.values().stream()
        .filter(track -> !track.isAudio())
        .forEach(track -> track.setCodecs(pictures));
    var map = new HashMap<RtpTransceiver, ForwardedTrack>();
    for (RtpTransceiver transceiver : peer.transceivers()) {
      transceiver
          .remoteTrackId()
          .map(publishedById::get)
          .filter(track -> track.isAudio() == (transceiver.kind() == MediaKind.AUDIO))
          .ifPresent(track -> map.put(transceiver, track));
    }
    sources = Map.copyOf(map);
  }

  /** Stops receiving and sending packets. */
  void silence() {
    sources = Map.of();
    List.copyOf(sections.keySet()).forEach(this::stop);
  }

  @Override
  public void close() {
    silence();
    peer.close();
  }
}
