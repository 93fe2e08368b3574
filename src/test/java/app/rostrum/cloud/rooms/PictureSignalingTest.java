package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.Codec;
import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.PeerUpdate.Description;
import app.rostrum.wire.room.PeerUpdate.Type;
import app.rostrum.wire.room.ServerMessage;
import app.rostrum.wire.room.TrackKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's offers of video, one description after another. */
@Timeout(120)
class PictureSignalingTest {
  private EmbeddedRooms cloud;
  private final List<AutoCloseable> open = new ArrayList<>();

  /** A scripted client with a connection of its own. */
  private final class Caller {
    final String id;
    final ScriptedClient signaling = new ScriptedClient(cloud.signaling());
    final RtcPeer peer;
    String session = "";

    Caller(String id) throws Exception {
      this.id = id;
      MediaPort port =
          MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
      peer = RtcPeer.create(port, RtcPeer.IceRole.FULL, RtcPeer.FORWARDED, state -> {});
      open.add(port::close);
      open.add(peer::close);
      open.add(signaling::cut);
    }

    void join() throws Exception {
      signaling.hello(
          ScriptedClient.connect(
              TestTokens.video(id, "stage"),
              "stage",
              description(Type.OFFER, 1, peer.createOffer())));
      session = signaling.expect(ServerMessage.Connected.class).session();
      peer.acceptAnswer(await(Type.ANSWER, 1));
    }

    PeerUpdate description(Type type, int revision, String sdp) {
      return PeerUpdate.of(id, new Description(type, revision, sdp));
    }

    /** Returns the next description of a type and revision. */
    String await(Type type, int revision) throws Exception {
      return signaling
          .expect(ServerMessage.Update.class, u -> find(u, type, revision).isPresent())
          .state()
          .peerConnections()
          .orElseThrow()
          .getFirst()
          .description()
          .orElseThrow()
          .sdp();
    }

    private Optional<Description> find(ServerMessage.Update update, Type type, int revision) {
      return update.state().peerConnections().stream()
          .flatMap(List::stream)
          .flatMap(p -> p.description().stream())
          .filter(d -> d.type() == type && d.revision() == revision)
          .findFirst();
    }

    void answer(int revision) throws Exception {
      String answer = peer.answer(await(Type.OFFER, revision));
      say(Optional.empty(), description(Type.ANSWER, revision, answer));
    }

    void say(Optional<LocalParticipant> state, PeerUpdate... peers) {
      signaling.say(new ClientMessage.Update(session, state, List.of(peers)));
    }
  }

  @BeforeEach
  void openCloud() throws Exception {
    cloud = new EmbeddedRooms();
    cloud.create("stage");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    cloud.close();
  }

  private static LocalParticipant withCamera(int revision) {
    List<LocalParticipant.Track> tracks =
        new ArrayList<>(ScriptedClient.microphone(revision, true).tracks());
    tracks.add(new LocalParticipant.Track("cam", TrackKind.VIDEO, "camera", true, "standard"));
    return new LocalParticipant(revision, tracks);
  }

  @Test
  void videoCodecsNamedLateReachSubscribersWithVideoAndNoOthers() throws Exception {
    Caller alice = new Caller("alice");
    alice.peer.addAudio(Direction.SENDRECV, "track-1");
    alice.join();
    Caller bob = new Caller("bob");
    bob.peer.addAudio(Direction.SENDRECV, "track-1");
    bob.peer.addVideo(Direction.RECVONLY, "", List.of(Codec.VP8));
    bob.join();
    Caller carol = new Caller("carol");
    carol.peer.addAudio(Direction.SENDRECV, "track-1");
    carol.join();
    alice.answer(2);
    alice.answer(3);
    bob.answer(2);
    bob.answer(3);
    carol.answer(2);

    // The track comes first, its description in a later message.
    alice.say(Optional.of(withCamera(3)));
    alice.peer.addVideo(
        Direction.SENDONLY, "cam", List.of(new Codec(Codec.Name.H264, "1/42e0"), Codec.VP8));
    alice.say(Optional.empty(), alice.description(Type.OFFER, 4, alice.peer.createOffer()));
    alice.peer.acceptAnswer(alice.await(Type.ANSWER, 4));

    String offer = bob.await(Type.OFFER, 4);
    String picture = offer.substring(offer.lastIndexOf("m=video"));
    assertThat(picture)
        .contains("a=sendonly", "VP8/90000", "nack pli", "a=msid:PA")
        .doesNotContain("H264", "rtx", "transport-cc");
    // Carol has never described video: her next offer has none.
    bob.peer.answer(offer);
    carol.say(Optional.empty(), carol.description(Type.OFFER, 3, carol.peer.createOffer()));
    assertThat(carol.await(Type.ANSWER, 3)).doesNotContain("m=video");
  }
}
