package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.MediaConnectivity;
import app.rostrum.media.MediaException;
import app.rostrum.media.PeerConnection.Upstream;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.Room;
import app.rostrum.stream.FakeSdkClients.FakeRoom;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The audibility of a person, as far as their session can tell. */
class AudibilityTest {
  private static final Duration STEP = StreamMeter.INTERVAL;
  private static final Duration REPORTS = Duration.ofMillis(300);

  private final Scene scene = new Scene();
  private long packets;
  private long sinceReport;
  private Duration reports = REPORTS;
  private boolean othersSend;
  private long received;
  private int step;

  private Audibility audibility() {
    return scene.state().audibility();
  }

  /** Lets time pass in which packets are sent, and reports come as those of our server do. */
  private void talk(Duration time, double level) {
    talk(time, at -> level);
  }

  private void talk(Duration time, IntToDoubleFunction levels) {
    pass(time, levels, true, true);
  }

  private void pass(Duration time, IntToDoubleFunction levels, boolean sends, boolean answered) {
    for (long nanos = 0; nanos < time.toNanos(); nanos += STEP.toNanos()) {
      packets += sends ? 4 : 0;
      sinceReport += STEP.toNanos();
      if (answered && sinceReport >= reports.toNanos()) {
        sinceReport = 0;
      }
      received += othersSend ? 4 : 0;
      scene.clients.room().stats =
          new Room.Stats(
              levels.applyAsDouble(step++),
              Map.of(),
              Optional.empty(),
              0,
              5,
              received,
              new Upstream(packets, Optional.of(Duration.ofNanos(sinceReport))),
              Duration.ZERO,
              Optional.empty());
      scene.loop.pass(STEP);
    }
  }

  @Test
  void aSpeakerIsHeardAndIsNotWhileMuted() {
    StreamSession speaker = scene.speaker();
    talk(Duration.ofSeconds(5), 0.2);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    speaker.setMicrophone(false);
    talk(Duration.ofSeconds(5), 0);
    assertThat(audibility()).isEqualTo(Audibility.MUTED);
    speaker.setMicrophone(true);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    speaker.leaveStage();
    scene.settle();
    assertThat(audibility()).isEqualTo(Audibility.OFF_STAGE);
  }

  @Test
  void aListenerIsOffStage() {
    scene.viewer();
    assertThat(audibility()).isEqualTo(Audibility.OFF_STAGE);
  }

  @Test
  void aConnectionThatIsMadeOrLostIsTold() {
    scene.clients.soundPasses = false;
    scene.speaker();
    assertThat(audibility()).isEqualTo(Audibility.CONNECTING);
    FakeRoom room = scene.clients.room();
    room.connectivity(MediaConnectivity.WORKING);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    room.listener.onReconnecting(true);
    assertThat(audibility()).isEqualTo(Audibility.RECONNECTING);
    room.connectivity(MediaConnectivity.BLOCKED);
    assertThat(audibility()).isEqualTo(Audibility.NO_PATH);
    room.connectivity(MediaConnectivity.WORKING);
    room.listener.onReconnecting(false);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    scene.backend.refuseAlways("speaker", FakeBackend.unreachable());
    room.disconnect(new DisconnectReason.ConnectionLost(53001, "gone"));
    scene.settle();
    assertThat(audibility()).isEqualTo(Audibility.RECONNECTING);
  }

  @Test
  void aFrozenServerIsToldAboutASecondAfterItsLastReport() {
    scene.speaker();
    talk(Duration.ofSeconds(5), 0.2);
    pass(Duration.ofMillis(700), at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    pass(Duration.ofMillis(700), at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.SERVER_SILENT);
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.state().trouble().map(StreamProblem::code)).contains("V12");
    assertThat(scene.state().quality()).isZero();
    talk(Duration.ofSeconds(2), 0.2);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    assertThat(scene.state().reconnecting()).isFalse();
    pass(Duration.ofMillis(1500), at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.SERVER_SILENT);
  }

  /** Its connections are given up later; the reason is known already. */
  @Test
  void theReasonOfAFrozenServerStaysWhenItsConnectionsAreGivenUp() {
    scene.speaker();
    talk(Duration.ofSeconds(5), 0.2);
    pass(Duration.ofSeconds(2), at -> 0.2, true, false);
    FakeRoom room = scene.clients.room();
    room.listener.onReconnecting(true);
    pass(Duration.ofSeconds(2), at -> 0.2, true, false);
    assertThat(scene.state().trouble().map(StreamProblem::code)).contains("V12");
    room.listener.onReconnecting(false);
    talk(Duration.ofSeconds(1), 0.2);
    assertThat(scene.state().trouble()).isEmpty();
  }

  @Test
  void aConnectionThatWasLostFirstIsNotCalledASilentServer() {
    scene.speaker();
    talk(Duration.ofSeconds(5), 0.2);
    scene.clients.room().listener.onReconnecting(true);
    pass(Duration.ofSeconds(5), at -> 0.2, true, false);
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.state().trouble()).isEmpty();
  }

  /** Reports are lost on a bad network, where one packet of sound in so many still arrives. */
  @Test
  void aServerWhoseReportsAreLostIsNotFrozenWhileTheOthersSoundArrives() {
    scene.speaker();
    othersSend = true;
    talk(Duration.ofSeconds(5), 0.2);
    pass(Duration.ofSeconds(2), at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    othersSend = false;
    pass(Duration.ofSeconds(1), at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.SERVER_SILENT);
  }

  @Test
  void aLostReportMakesTheNextOnesWaitedForLonger() {
    scene.speaker();
    talk(Duration.ofSeconds(5), 0.2);
    pass(Duration.ofMillis(700), at -> 0.2, true, false);
    talk(Duration.ofMillis(400), 0.2);
    pass(Duration.ofMillis(1600), at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    pass(Duration.ofSeconds(2), at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.SERVER_SILENT);
  }

  /** This machine may have stood still, and what came meanwhile is still to be read. */
  @Test
  void oneOldMeasurementIsNoFrozenServer() {
    scene.speaker();
    talk(Duration.ofSeconds(5), 0.2);
    scene.loop.pass(Duration.ofSeconds(2));
    sinceReport += Duration.ofSeconds(2).toNanos();
    pass(STEP, at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    talk(Duration.ofSeconds(2), 0.2);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
  }

  @Test
  void aServerThatReportsSeldomIsGrantedItsTime() {
    reports = Duration.ofSeconds(5);
    scene.speaker();
    talk(Duration.ofSeconds(20), 0.2);
    pass(Duration.ofSeconds(9), at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    pass(Duration.ofSeconds(8), at -> 0.2, true, false);
    assertThat(audibility()).isEqualTo(Audibility.SERVER_SILENT);
  }

  @Test
  void aServerThatNeverReportsIsBelieved() {
    scene.speaker();
    for (int i = 0; i < 500; i++) {
      scene.clients.room().stats =
          new Room.Stats(
              0.2,
              Map.of(),
              Optional.empty(),
              0,
              5,
              0,
              new Upstream(4L * i, Optional.empty()),
              Duration.ZERO,
              Optional.empty());
      scene.loop.pass(STEP);
    }
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
  }

  @Test
  void soundThatIsNoLongerCapturedIsToldEvenToTheMuted() {
    StreamSession speaker = scene.speaker();
    talk(Duration.ofSeconds(5), 0.2);
    assertThat(scene.state().levels()).containsKey("Sam");
    pass(Duration.ofSeconds(3), at -> 0.2, false, true);
    assertThat(audibility()).isEqualTo(Audibility.STOPPED);
    assertThat(scene.state().levels()).doesNotContainKey("Sam");
    speaker.setMicrophone(false);
    assertThat(audibility()).isEqualTo(Audibility.STOPPED);
    talk(Duration.ofSeconds(1), 0.2);
    assertThat(audibility()).isEqualTo(Audibility.MUTED);
  }

  @Test
  void aMicrophoneThatNeverDeliversASoundIsToldSoon() {
    scene.speaker();
    talk(Duration.ofSeconds(5), 0);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    talk(Duration.ofSeconds(2), 0);
    assertThat(audibility()).isEqualTo(Audibility.SILENT);
    talk(Duration.ofSeconds(1), 0.01);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
  }

  /** Headsets that gate noise deliver nothing at all between two sentences. */
  @Test
  void aMicrophoneThatDeliveredSoundIsGrantedALongPause() {
    scene.speaker();
    talk(Duration.ofSeconds(1), 0.2);
    talk(Duration.ofSeconds(28), 0);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    talk(Duration.ofSeconds(3), 0);
    assertThat(audibility()).isEqualTo(Audibility.SILENT);
  }

  @Test
  void theSilenceOfAMutedMicrophoneDoesNotCount() {
    StreamSession speaker = scene.speaker();
    speaker.setMicrophone(false);
    talk(Duration.ofSeconds(40), 0);
    speaker.setMicrophone(true);
    talk(Duration.ofSeconds(1), 0);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
  }

  /**
   * A window that nobody sees has nothing measured; the past says nothing when it is shown again.
   */
  @Test
  void afterAPauseOfTheMeasurementsThePersonIsTrustedAgain() {
    StreamSession speaker = scene.speaker();
    talk(Duration.ofSeconds(1), 0.2);
    pass(Duration.ofSeconds(4), at -> 0, false, true);
    assertThat(audibility()).isEqualTo(Audibility.STOPPED);
    speaker.followLevels(false);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    scene.loop.pass(Duration.ofMinutes(5));
    speaker.followLevels(true);
    pass(Duration.ofSeconds(1), at -> 0, false, true);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
    pass(Duration.ofSeconds(2), at -> 0, false, true);
    assertThat(audibility()).isEqualTo(Audibility.STOPPED);
  }

  @Test
  void aMissingMicrophoneIsToldOnceHoweverOftenItIsTried() {
    scene.clients.makingTracks = new MediaException("no device");
    StreamSession speaker = scene.speaker();
    assertThat(audibility()).isEqualTo(Audibility.NO_MICROPHONE);
    speaker.setMicrophone(true);
    scene.settle();
    speaker.setMicrophone(true);
    scene.settle();
    assertThat(audibility()).isEqualTo(Audibility.NO_MICROPHONE);
    assertThat(scene.notices()).containsOnlyOnce(Notice.Kind.MICROPHONE_FAILED);
    scene.clients.makingTracks = null;
    speaker.setMicrophone(true);
    assertThat(audibility()).isEqualTo(Audibility.HEARD);
  }

  @Test
  void aMicrophoneThatTheRoomDoesNotAcceptIsRefused() {
    scene.clients.makingTracks = new MediaException("no device");
    StreamSession speaker = scene.speaker();
    scene.clients.makingTracks = null;
    scene.clients.room().publishing = CompletableFuture.failedFuture(new MediaException("refused"));
    speaker.setMicrophone(true);
    assertThat(audibility()).isEqualTo(Audibility.REFUSED);
  }

  /** Syllables: loud and soft by turns. */
  private static double speech(int step) {
    return step % 5 < 3 ? 0.3 : 0.02;
  }

  @Test
  void whoSpeaksWhileMutedIsToldOnceEachTime() {
    StreamSession speaker = scene.speaker();
    talk(Duration.ofSeconds(5), AudibilityTest::speech);
    speaker.setMicrophone(false);
    talk(Duration.ofSeconds(1), AudibilityTest::speech);
    assertThat(scene.notices()).doesNotContain(Notice.Kind.SPEAKING_MUTED);
    talk(Duration.ofSeconds(20), AudibilityTest::speech);
    assertThat(scene.notices()).containsOnlyOnce(Notice.Kind.SPEAKING_MUTED);
    assertThat(scene.state().levels()).doesNotContainKey("Sam");
    speaker.setMicrophone(true);
    talk(Duration.ofSeconds(1), AudibilityTest::speech);
    speaker.setMicrophone(false);
    talk(Duration.ofSeconds(5), AudibilityTest::speech);
    assertThat(scene.notices().stream().filter(Notice.Kind.SPEAKING_MUTED::equals)).hasSize(2);
  }

  @Test
  void noiseAroundAMutedPersonIsNotSpeech() {
    StreamSession speaker = scene.speaker();
    speaker.setMicrophone(false);
    talk(Duration.ofSeconds(10), at -> 0.02 + 0.01 * (at % 3));
    talk(Duration.ofSeconds(20), at -> 0.3 + 0.02 * (at % 3));
    talk(Duration.ofSeconds(20), at -> at % 40 == 0 ? 0.5 : 0.01);
    assertThat(scene.notices()).doesNotContain(Notice.Kind.SPEAKING_MUTED);
  }
}
