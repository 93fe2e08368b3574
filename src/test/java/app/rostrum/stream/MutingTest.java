package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.stream.StreamState.Notice;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of the host to turn microphones off. */
class MutingTest {
  private static final String MUTE_SAM =
      "{\"message_type\":\"mute\",\"to_participant_identity\":\"Sam\"}";
  private final Scene scene = new Scene();

  @Test
  void theHostMutesASpeakerByTheReferencesMessage() {
    StreamSession host = scene.host();
    scene.clients.sync.speaker("Sam", false);
    host.mute("Sam");
    assertThat(scene.clients.room().data.sent).containsExactly(MUTE_SAM);
    assertThat(scene.notices()).contains(Notice.Kind.MUTED_SOMEBODY);
    assertThat(scene.state().notices().getLast().subject()).isEqualTo("Sam");
  }

  @Test
  void mutingOneAsksNobodyElse() {
    StreamSession host = scene.host();
    scene.clients.sync.speaker("Sam", false);
    scene.clients.sync.speaker("Tess", false);
    host.mute("Sam");
    assertThat(scene.clients.room().data.sent).containsExactly(MUTE_SAM);
  }

  @Test
  void mutingAllSendsOneRequestForEach() {
    StreamSession host = scene.host();
    scene.clients.sync.speaker("Sam", false);
    scene.clients.sync.speaker("Zoë \"Z\"", false);
    host.muteAll();
    assertThat(scene.clients.room().data.sent)
        .containsExactly(MUTE_SAM, MUTE_SAM.replace("Sam", "Zoë \\\"Z\\\""));
    assertThat(scene.notices()).contains(Notice.Kind.MUTED_EVERYBODY);
    assertThat(scene.state().microphoneOn()).isTrue();
  }

  @Test
  void aRequestThatCannotBeSentIsTold() {
    StreamSession host = scene.host();
    scene.clients.sync.speaker("Sam", false);
    scene.clients.room().data.takes = false;
    host.mute("Sam");
    host.mute("Nobody");
    assertThat(scene.notices())
        .endsWith(Notice.Kind.ACTION_FAILED, Notice.Kind.ACTION_FAILED)
        .doesNotContain(Notice.Kind.MUTED_SOMEBODY);
  }

  /** The channel would keep it for as long as it lives, which may not be long. */
  @Test
  void nobodyIsCalledMutedDuringAnOutage() {
    StreamSession host = scene.host();
    scene.clients.sync.speaker("Sam", false);
    scene.clients.room().listener.onReconnecting(true);
    host.mute("Sam");
    host.muteAll();
    assertThat(scene.clients.room().data.sent).isEmpty();
    assertThat(scene.notices())
        .endsWith(Notice.Kind.ACTION_FAILED, Notice.Kind.ACTION_FAILED)
        .doesNotContain(Notice.Kind.MUTED_SOMEBODY, Notice.Kind.MUTED_EVERYBODY);
  }

  @Test
  void theStageWorksWithoutDataTracks() {
    scene.clients.sync.speaker("Hana", true);
    scene.clients.roomsConnect = false;
    StreamSession host = scene.begin("Hana", Role.HOST, true);
    scene.clients.room().dataPublishing =
        CompletableFuture.failedFuture(new IllegalStateException("no"));
    scene.clients.room().connect();
    scene.clients.sync.speaker("Sam", false);
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
    host.mute("Sam");
    assertThat(scene.notices()).contains(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void onlyTheHostCanMute() {
    StreamSession speaker = scene.speaker();
    speaker.mute("Hana");
    speaker.muteAll();
    assertThat(scene.clients.room().data.sent).isEmpty();
    assertThat(scene.notices()).containsOnly(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void aSpeakerIsMutedByTheHostAndMayUnmute() {
    StreamSession speaker = scene.speaker();
    scene.clients.room().says("Hana", MUTE_SAM);
    assertThat(scene.state().microphoneOn()).isFalse();
    assertThat(scene.clients.track().on).isFalse();
    assertThat(scene.notices()).containsOnlyOnce(Notice.Kind.MUTED_BY_HOST);
    scene.clients.room().says("Hana", MUTE_SAM);
    assertThat(scene.notices()).containsOnlyOnce(Notice.Kind.MUTED_BY_HOST);
    speaker.setMicrophone(true);
    assertThat(scene.state().microphoneOn()).isTrue();
    assertThat(scene.clients.track().on).isTrue();
  }

  @Test
  void requestsOfOthersAreIgnored() {
    scene.speaker();
    scene.clients.sync.speaker("Mallory", false);
    scene.clients.room().says("Mallory", MUTE_SAM);
    scene.clients.room().says("Sam", MUTE_SAM);
    scene.clients.room().says("", MUTE_SAM);
    assertThat(scene.state().microphoneOn()).isTrue();
    assertThat(scene.notices()).doesNotContain(Notice.Kind.MUTED_BY_HOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mute",
        "[]",
        "{}",
        "{\"message_type\":\"mute\"}",
        "{\"message_type\":\"mute\",\"to_participant_identity\":7}",
        "{\"message_type\":\"mute\",\"to_participant_identity\":\"Bob\"}",
        "{\"message_type\":\"unmute\",\"to_participant_identity\":\"Sam\"}",
        "{\"message_type\":{},\"to_participant_identity\":\"Sam\"}",
        "{\"message_type\":\"mute\",\"to_participant_identity\":\"Sam\"",
      })
  void otherMessagesAreIgnored(String message) {
    scene.speaker();
    scene.clients.room().says("Hana", message);
    assertThat(scene.state().microphoneOn()).isTrue();
  }

  @Test
  void hugeMessagesAreIgnored() {
    scene.speaker();
    scene.clients.room().says("Hana", MUTE_SAM + " ".repeat(1_000_000));
    scene.clients.room().says("Hana", "[".repeat(4000));
    assertThat(scene.state().microphoneOn()).isTrue();
  }

  @Test
  void theNetworkQualityOfEachSpeakerIsShown() {
    scene.speaker();
    scene
        .clients
        .room()
        .listener
        .onNetworkQuality(Map.of("Hana", 5, "Sam", 3, "video-composer-1", 4, "Odd", 17));
    assertThat(scene.state().qualities()).isEqualTo(Map.of("Hana", 5, "Sam", 3));
  }
}
