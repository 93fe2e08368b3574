package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import app.rostrum.media.MediaException;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.MediaRoute.Candidate;
import app.rostrum.media.MediaRoute.Transport;
import app.rostrum.media.PeerConnection.Upstream;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.video.RemoteParticipant;
import app.rostrum.sdk.video.Room;
import app.rostrum.stream.FakeSdkClients.FakeRoom;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.Speaker;
import app.rostrum.wire.rtp.ContributingSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The people shown in a stream, their levels and the rate of states. */
class PeopleTest {
  private static final MediaRoute ROUTE =
      new MediaRoute("opus", Transport.TCP, Candidate.PRFLX, Candidate.HOST);

  private final Scene scene = new Scene();

  private static Player.Voice voice(String identity, double level) {
    return new Player.Voice(ContributingSource.csrc(identity), level);
  }

  private void playing(Player.Voice... voices) {
    scene.clients.player().stats =
        new Player.Stats(List.of(voices), 0, Optional.empty(), 0, Duration.ZERO, Optional.empty());
    scene.loop.pass(Duration.ofMillis(200));
  }

  @Test
  void theHostComesFirstThenTheOthersByTimeOnStage() {
    scene.clients.sync.speaker("Zoe", false);
    scene.clients.sync.speaker("Hana", true);
    scene.clients.sync.speaker("Adam", false);
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(scene.speakers()).containsExactly("Hana", "Zoe", "Adam");
  }

  @Test
  void mutedAndReconnectingSpeakersAreShown() {
    scene.speaker();
    RemoteParticipant muted = FakeRoom.participant("Hana", false);
    scene
        .clients
        .room()
        .participants(
            new RemoteParticipant(muted.sid(), "Hana", true, muted.audio()),
            FakeRoom.participant("Nora", true),
            FakeRoom.participant("video-composer-1", true));
    assertThat(scene.state().speakers())
        .containsExactly(
            new Speaker("Hana", true, true, true, false),
            new Speaker("Sam", false, false, false, true),
            new Speaker("Nora", false, false, false, false));
  }

  @Test
  void mediaProcessorsAreHidden() {
    scene.clients.sync.speaker("video-composer-v1-MR1", false);
    scene.clients.sync.put("viewers", "video-composer-v1-MR1");
    scene.viewer();
    assertThat(scene.speakers()).containsExactly("Hana", "Sam");
    assertThat(scene.state().audience()).containsExactly("Vera");
  }

  @Test
  void theAudienceIsInAlphabeticalOrder() {
    scene.host();
    for (String name : List.of("zoe", "Ärne", "Bob", "alice", "Alice 2", "Carl")) {
      scene.clients.sync.put("viewers", name);
    }
    scene.clients.sync.remove("viewers", "Carl");
    assertThat(scene.state().audience()).containsExactly("alice", "Alice 2", "Ärne", "Bob", "zoe");
  }

  @Test
  void aListenersLevelsComeFromTheContributingSources() {
    scene.viewer();
    playing(voice("Sam", 0.4), voice("Hana", 0.001), voice("Nobody", 0.9));
    assertThat(scene.state().levels()).containsExactly(Map.entry("Sam", 0.4));
    assertThat(scene.state().dominantSpeaker()).contains("Sam");
    playing();
    assertThat(scene.state().levels()).isEmpty();
  }

  @Test
  void theDominantSpeakerDoesNotFlicker() {
    scene.viewer();
    playing(voice("Sam", 0.4));
    scene.loop.pass(Duration.ofSeconds(3));
    playing(voice("Hana", 0.5));
    assertThat(scene.state().dominantSpeaker()).contains("Sam");
    scene.loop.pass(Duration.ofSeconds(3));
    assertThat(scene.state().dominantSpeaker()).contains("Hana");
  }

  @Test
  void theWayOfTheSoundIsToldWhileItIsMeasured() {
    StreamSession viewer = scene.viewer();
    scene.clients.player().stats =
        new Player.Stats(
            List.of(),
            0,
            Optional.of(Duration.ofMillis(30)),
            0.02,
            Duration.ofMillis(45),
            Optional.of(ROUTE));
    scene.loop.pass(Duration.ofMillis(200));
    assertThat(viewer.sound())
        .contains(
            new SoundFigures(
                Optional.of(Duration.ofMillis(30)),
                0.02,
                Duration.ofMillis(45),
                Optional.of(ROUTE)));
    viewer.followLevels(false);
    assertThat(viewer.sound()).isEmpty();
  }

  @Test
  void onStageTheRoomGivesLevelsAndTheDominantSpeaker() {
    StreamSession speaker = scene.speaker();
    scene.clients.room().stats =
        new Room.Stats(
            0.3,
            Map.of("Hana", 0.2, "video-composer-1", 0.9),
            Optional.empty(),
            0,
            4,
            0,
            Upstream.NONE,
            Duration.ofMillis(60),
            Optional.empty());
    scene.loop.pass(Duration.ofMillis(200));
    assertThat(speaker.sound()).map(SoundFigures::playoutDelay).contains(Duration.ofMillis(60));
    assertThat(scene.state().levels()).containsOnly(Map.entry("Sam", 0.3), Map.entry("Hana", 0.2));
    assertThat(scene.state().quality()).isEqualTo(4);
    scene.clients.room().listener.onDominantSpeaker(Optional.of("Hana"));
    assertThat(scene.state().dominantSpeaker()).contains("Hana");
    speaker.setMicrophone(false);
    scene.loop.pass(Duration.ofMillis(200));
    assertThat(scene.state().levels()).containsOnly(Map.entry("Hana", 0.2));
  }

  @Test
  void statisticsAreAskedForTwelveTimesASecondWhileLevelsAreFollowed() {
    StreamSession viewer = scene.viewer();
    int before = scene.clients.player().measured;
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.clients.player().measured - before).isBetween(10, 15);
    viewer.followLevels(false);
    int after = scene.clients.player().measured;
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.clients.player().measured).isEqualTo(after);
    viewer.leave();
    assertThat(scene.loop.pendingTimers()).isZero();
  }

  @Test
  void anEqualStateIsNotPublished() {
    scene.viewer();
    playing(voice("Sam", 0.4));
    scene.loop.pass(Duration.ofSeconds(5));
    int before = scene.states.size();
    scene.loop.pass(Duration.ofSeconds(5));
    assertThat(scene.states).hasSize(before);
  }

  @Test
  void aThousandChangesMakeFewStates() {
    scene.host();
    scene.states.clear();
    for (int i = 0; i < 1000; i++) {
      scene.clients.sync.put("viewers", "Listener " + i);
      scene.loop.pass(Duration.ofMillis(1));
    }
    scene.settle();
    assertThat(scene.states.size()).isBetween(10, 40);
    assertThat(scene.states.getLast().audience()).hasSize(1000);
  }

  @Test
  void aNewSpeakerIsAnnounced() {
    scene.viewer();
    scene.clients.sync.speaker("Nora", false);
    assertThat(scene.state().notices())
        .extracting(Notice::kind, Notice::subject)
        .containsExactly(tuple(Notice.Kind.NOW_SPEAKING, "Nora"));
  }

  @Test
  void theMicrophoneOpensAndCloses() {
    StreamSession speaker = scene.speaker();
    speaker.setMicrophone(false);
    assertThat(scene.clients.track().enabled()).isFalse();
    assertThat(scene.state().microphoneOn()).isFalse();
    assertThat(scene.state().speakers().getLast().muted()).isTrue();
    speaker.setMicrophone(true);
    assertThat(scene.clients.track().enabled()).isTrue();
  }

  @Test
  void inTheAudienceThereIsNoMicrophone() {
    StreamSession viewer = scene.viewer();
    viewer.setMicrophone(true);
    assertThat(scene.state().microphoneOn()).isFalse();
    assertThat(scene.clients.tracks).isEmpty();
  }

  @Test
  void withoutAMicrophoneASpeakerListensAndCanTryAgain() {
    var failing = new boolean[] {true};
    var session =
        SessionFactory.begin(
            machine ->
                new SessionContext(
                    "Sam",
                    "Talk",
                    scene.backend,
                    scene.clients,
                    id -> {
                      if (failing[0]) {
                        throw new MediaException("no device");
                      }
                      return scene.clients.newTrack(id);
                    },
                    scene.loop.clock,
                    scene.loop,
                    new SplittableRandom(1),
                    machine),
            Role.SPEAKER,
            new StreamSettings(true, true),
            true,
            scene.states::add);
    scene.settle();
    assertThat(session.state().phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
    assertThat(session.state().microphoneOn()).isFalse();
    assertThat(session.state().notices())
        .extracting(Notice::kind)
        .containsExactly(Notice.Kind.MICROPHONE_FAILED);
    failing[0] = false;
    scene.clients.room().publishing = CompletableFuture.failedFuture(new MediaException("refused"));
    session.setMicrophone(true);
    scene.settle();
    assertThat(session.state().microphoneOn()).isFalse();
    assertThat(session.state().notices()).hasSize(2);
    scene.clients.room().publishing = CompletableFuture.completedFuture(null);
    session.setMicrophone(true);
    scene.settle();
    assertThat(session.state().microphoneOn()).isTrue();
    assertThat(scene.clients.room().published).hasSize(2);
  }

  @Test
  void theVolumeAppliesToEveryPlayer() {
    StreamSession viewer = scene.viewer();
    viewer.setVolume(0.25);
    assertThat(scene.clients.player().volume).isEqualTo(0.25);
    scene.clients.player().fail(500);
    assertThat(scene.clients.players).hasSize(2);
    assertThat(scene.clients.player().volume).isEqualTo(0.25);
    viewer.setVolume(7);
    assertThat(scene.clients.player().volume).isEqualTo(1);
  }
}
