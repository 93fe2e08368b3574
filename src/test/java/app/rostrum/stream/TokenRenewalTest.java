package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.video.DisconnectReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenRenewalTest {
  private final Scene scene = new Scene();

  @Test
  void aSpeakersTokenIsRenewedWhileConnected() {
    scene.speaker().followLevels(false);
    String before = scene.clients.room().token;
    scene.loop.pass(Duration.ofMinutes(227));
    assertThat(scene.backend.count("speaker")).isEqualTo(1);
    scene.loop.pass(Duration.ofMinutes(4));
    assertThat(scene.backend.count("speaker")).isEqualTo(2);
    assertThat(scene.backend.tokensSeen.getLast()).isEqualTo(before);
    assertThat(scene.clients.rooms).hasSize(1);
    assertThat(scene.clients.room().token).isNotEqualTo(before);
    assertThat(scene.clients.sync.token).isEqualTo(scene.clients.room().token);
    scene.loop.pass(Duration.ofHours(4));
    assertThat(scene.backend.count("speaker")).as("and again").isEqualTo(3);
  }

  @Test
  void aListenersTokenIsRenewedWhileListening() {
    scene.viewer().followLevels(false);
    scene.loop.pass(Duration.ofMinutes(231));
    assertThat(scene.backend.count("viewer")).isEqualTo(2);
    assertThat(scene.clients.players).hasSize(1);
    assertThat(scene.clients.player().token).isEqualTo(scene.clients.sync.token);
    assertThat(scene.backend.count("present")).isEqualTo(1);
  }

  @Test
  void aTokenThatHasAlmostExpiredInASleepIsRenewedOnWaking() {
    StreamSession viewer = scene.viewer();
    viewer.followLevels(false);
    String before = scene.clients.sync.token;
    scene.loop.pass(Duration.ofMinutes(1));
    scene.loop.sleep(Duration.ofMinutes(231));
    viewer.reconnect();
    scene.settle();
    assertThat(scene.backend.count("viewer")).isEqualTo(2);
    assertThat(scene.backend.tokensSeen.getLast()).isEqualTo(before);
    assertThat(scene.clients.sync.token).isNotEqualTo(before);
    scene.loop.pass(Duration.ofMinutes(200));
    assertThat(scene.backend.count("viewer")).isEqualTo(2);
  }

  @Test
  void aTokenThatHasAgedInASleepIsRenewedInTime() {
    StreamSession viewer = scene.viewer();
    viewer.followLevels(false);
    scene.loop.pass(Duration.ofMinutes(1));
    scene.loop.sleep(Duration.ofMinutes(200));
    viewer.reconnect();
    scene.loop.pass(Duration.ofMinutes(25));
    assertThat(scene.backend.count("viewer")).isEqualTo(1);
    scene.loop.pass(Duration.ofMinutes(6));
    assertThat(scene.backend.count("viewer")).isEqualTo(2);
  }

  @Test
  void theServersWarningBringsItForward() {
    scene.viewer();
    scene.loop.pass(Duration.ofMinutes(1));
    scene.clients.sync.listener.onTokenAboutToExpire();
    scene.clients.sync.listener.onTokenAboutToExpire();
    scene.settle();
    assertThat(scene.backend.count("viewer")).isEqualTo(2);
  }

  @Test
  void aDeniedSyncConnectionGetsANewToken() {
    scene.viewer();
    scene.loop.pass(Duration.ofMinutes(1));
    String before = scene.clients.sync.token;
    scene.clients.sync.listener.onState(SyncClient.State.DENIED);
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.clients.sync.token).isNotEqualTo(before);
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTED);
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void aSyncConnectionThatStaysDeniedDoesNotFloodTheBackend() {
    scene.viewer();
    for (int i = 0; i < 60; i++) {
      scene.clients.sync.listener.onState(SyncClient.State.DENIED);
      scene.loop.pass(Duration.ofSeconds(1));
    }
    assertThat(scene.backend.count("viewer")).isBetween(2L, 14L);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
  }

  @Test
  void anExpiredPasscodeEndsTheSession() {
    scene.viewer().followLevels(false);
    scene.backend.refuseAlways(
        "viewer", FakeBackend.refusal(BackendException.Kind.PASSCODE, "passcode expired", ""));
    scene.loop.pass(Duration.ofMinutes(231));
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.Expired()));
  }

  @Test
  void aBackendThatNamesAWaitIsNotAskedBeforeThat() {
    scene.speaker();
    scene.backend.refuse("speaker", FakeBackend.tooMany(Duration.ofSeconds(30)));
    scene.clients.sync.listener.onTokenAboutToExpire();
    scene.loop.pass(Duration.ofSeconds(10));
    assertThat(scene.backend.count("speaker")).isEqualTo(2);
    scene.loop.pass(Duration.ofSeconds(15));
    assertThat(scene.backend.count("speaker")).isEqualTo(2);
    scene.loop.pass(Duration.ofSeconds(25));
    assertThat(scene.backend.count("speaker")).isEqualTo(3);
  }

  @Test
  void anUnreachableBackendIsAskedAgain() {
    scene.viewer().followLevels(false);
    scene.backend.refuseAlways("viewer", FakeBackend.unreachable());
    scene.loop.pass(Duration.ofMinutes(235));
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    scene.backend.refuseNoMore();
    String before = scene.clients.sync.token;
    scene.loop.pass(Duration.ofMinutes(2));
    assertThat(scene.clients.sync.token).isNotEqualTo(before);
  }

  @Test
  void aRenewalDoesNotWithdrawAnInvitation() {
    StreamSession viewer = scene.viewer();
    viewer.followLevels(false);
    scene.loop.pass(Duration.ofMinutes(228));
    scene.clients.sync.invite("Vera", true);
    scene.loop.pass(Duration.ofMinutes(5));
    assertThat(scene.backend.count("viewer")).isEqualTo(1);
    assertThat(scene.state().invited()).isTrue();
    viewer.declineInvitation();
    scene.loop.pass(Duration.ofSeconds(20));
    assertThat(scene.backend.count("viewer")).isEqualTo(2);
  }

  @Test
  void anExpiredTokenIsNoProofAndIsNotShown() {
    scene.backend.tokenLife = Duration.ofSeconds(20);
    scene.speaker();
    scene.backend.refuseAlways("speaker", FakeBackend.unreachable());
    scene.loop.pass(Duration.ofSeconds(30));
    scene.backend.refuseNoMore();
    scene.clients.room().disconnect(new DisconnectReason.TokenRefused(20104, ""));
    assertThat(scene.backend.tokensSeen.getLast()).isEmpty();
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
  }

  @Test
  void aWrongClockDoesNotFloodTheBackend() {
    scene.backend.tokenLife = Duration.ofDays(-1);
    scene.viewer().followLevels(false);
    scene.loop.pass(Duration.ofHours(1));
    assertThat(scene.backend.count("viewer")).isBetween(2L, 8L);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
  }
}
