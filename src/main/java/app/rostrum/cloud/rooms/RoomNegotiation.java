package app.rostrum.cloud.rooms;

import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.PeerUpdate.Description;
import app.rostrum.wire.room.ServerMessage;
import app.rostrum.wire.room.ServerMessage.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Negotiates the peer connections of a room's members: offers, answers, and which tracks and data
 * channels go over them. Belongs to the room's thread.
 */
final class RoomNegotiation {
  private static final Logger LOG = LoggerFactory.getLogger(RoomNegotiation.class);

  private final String roomSid;
  private final RoomMembers members;
  private final RoomSignals signals;
  private final RoomExecutor executor;
  private final MediaPort mediaPort;

  RoomNegotiation(
      String roomSid,
      RoomMembers members,
      RoomSignals signals,
      RoomExecutor executor,
      MediaPort mediaPort) {
    this.roomSid = roomSid;
    this.members = members;
    this.signals = signals;
    this.executor = executor;
    this.mediaPort = mediaPort;
  }

  /** Prepares a peer connection for a member, in place of the one before. */
  MediaConnection connect(Member member, String id, int stable) {
    var media =
        new MediaConnection(
            id,
            stable,
            member.mediaPort().orElse(mediaPort),
            () -> executor.execute(() -> receive(member)),
            channel -> executor.execute(() -> receive(member, id, channel)));
    member.setConnections(media, new DataConnections(new DataContext(member, media)));
    return media;
  }

  /** Joins what arrives from a member with the tracks that it has published. */
  void receive(Member member) {
    member.mediaConnection().ifPresent(media -> media.receive(member.media()));
    member.dataConnections().ifPresent(data -> data.receive(member.dataTracks()));
  }

  private void receive(Member member, String connectionId, TransportChannel channel) {
    if (member.mediaConnection().filter(media -> media.id().equals(connectionId)).isEmpty()) {
      channel.close();
      return;
    }
    member.dataConnections().ifPresent(data -> data.arrived(channel));
    receive(member);
    negotiateOthersOf(member);
  }

  /** Gives the data channels of one connection access to the room. */
  private final class DataContext implements DataConnections.Context {
    private final Member member;
    private final MediaConnection media;

    DataContext(Member member, MediaConnection media) {
      this.member = member;
      this.media = media;
    }

    @Override
    public TransportChannel open(TransportChannel.Options options) {
      return media.open(options);
    }

    @Override
    public void onRoomThread(Runnable task) {
      executor.execute(
          () -> {
            if (member.mediaConnection().filter(media::equals).isPresent()) {
              task.run();
            }
          });
    }

    @Override
    public void onRelabelled() {
      tellSubscriptions(member);
    }
  }

  /** Tells a member which tracks it receives from now on, and adapts its connections. */
  void tellSubscriptions(Member member) {
    member
        .subscribe(members.receivableBy(member))
        .ifPresent(
            list -> member.send(new ServerMessage.Update(State.NOTHING.withSubscribed(list))));
    negotiate(member);
  }

  /**
   * Applies descriptions that a member has sent for its peer connections.
   *
   * @param reply whether answers are sent at once
   * @throws RoomException 53403 if a description cannot be used
   */
  void takePeers(Member member, List<PeerUpdate> peers, boolean reply) throws RoomException {
    for (PeerUpdate peer : peers) {
      MediaConnection media =
          member.mediaConnection().filter(m -> m.id().equals(peer.id())).orElse(null);
      Description description = peer.description().orElse(null);
      if (media == null || description == null) {
        continue; // ICE lite: the peer's address is learned from its connectivity checks.
      }
      if (description.type() == PeerUpdate.Type.CLOSE) {
        replace(member, media);
        continue;
      }
      try {
        Optional<Description> answer = media.accept(description);
        receive(member);
        if (reply) {
          answer.ifPresent(a -> sendPeer(member, media, a));
        }
      } catch (SdpRefusedException e) {
        LOG.info("{} in {}: description refused: {}", member.sid(), roomSid, e.getMessage());
        throw new RoomException(53403, "The media server cannot use the session description");
      }
    }
  }

  /** Replaces a connection that the client has given up, by asking for another one. */
  private void replace(Member member, MediaConnection old) {
    old.close();
    MediaConnection fresh = connect(member, UUID.randomUUID().toString(), 1);
    sendPeer(member, fresh, new Description(PeerUpdate.Type.CREATE_OFFER, 1, ""));
  }

  /** Adapts the connections of all other members. */
  void negotiateOthersOf(Member member) {
    members.othersOf(member).forEach(this::negotiate);
  }

  private static void sendPeer(Member member, MediaConnection media, Description description) {
    member.send(
        new ServerMessage.Update(
            State.NOTHING.withPeerConnections(List.of(PeerUpdate.of(media.id(), description)))));
  }

  /**
   * Adapts a member's connections to the tracks that the member should receive. At most one offer
   * is outstanding at a time.
   */
  void negotiate(Member member) {
    member
        .mediaConnection()
        .ifPresent(
            media -> {
              List<Publication> wanted = members.receivableBy(member);
              media.forward(
                  only(ForwardedTrack.class, wanted), mediaSids(members.othersOf(member)));
              member.dataConnections().ifPresent(data -> connectData(member, media, data, wanted));
              if (member.reachable()) {
                media.offer().ifPresent(offer -> sendPeer(member, media, offer));
              }
            });
  }

  private static Set<String> mediaSids(List<Member> publishers) {
    return publishers.stream()
        .flatMap(publisher -> publisher.media().values().stream())
        .map(ForwardedTrack::sid)
        .collect(Collectors.toSet());
  }

  private void connectData(
      Member member, MediaConnection media, DataConnections data, List<Publication> wanted) {
    data.forward(only(ForwardedData.class, wanted));
    member
        .signals()
        .open(data, new DataContext(member, media), signals.listener(member, members.all()));
  }

  private static <T> List<T> only(Class<T> kind, List<Publication> publications) {
    return publications.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
