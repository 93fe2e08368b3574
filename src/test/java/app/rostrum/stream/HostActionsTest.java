package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.stream.StreamState.Notice;
import org.junit.jupiter.api.Test;

class HostActionsTest {
  private final Scene scene = new Scene();

  @Test
  void theHostInvitesAndGetsANotice() {
    scene.host().invite("Vera");
    assertThat(scene.backend.calls).contains("invite Vera RM1");
    assertThat(scene.state().notices())
        .extracting(Notice::kind, Notice::subject)
        .containsExactly(tuple(Notice.Kind.INVITATION_SENT, "Vera"));
  }

  @Test
  void theHostLowersAHandAndMovesASpeaker() {
    StreamSession host = scene.host();
    host.lowerHand("Vera");
    host.moveToAudience("Sam");
    assertThat(scene.backend.calls).contains("hand Vera false", "remove Sam");
    assertThat(scene.notices()).containsExactly(Notice.Kind.MOVED_SOMEBODY_TO_AUDIENCE);
  }

  @Test
  void aFailedActionIsToldWithTheNameOfThePerson() {
    StreamSession host = scene.host();
    scene.backend.refuseAlways("invite", FakeBackend.unreachable());
    scene.backend.refuseAlways("hand", FakeBackend.unreachable());
    scene.backend.refuseAlways("remove", FakeBackend.unreachable());
    scene.backend.refuseAlways("delete", FakeBackend.unreachable());
    host.invite("A");
    host.lowerHand("B");
    host.moveToAudience("C");
    host.endStream();
    assertThat(scene.state().notices())
        .extracting(Notice::kind, Notice::subject)
        .containsExactly(
            tuple(Notice.Kind.ACTION_FAILED, "A"),
            tuple(Notice.Kind.ACTION_FAILED, "B"),
            tuple(Notice.Kind.ACTION_FAILED, "C"),
            tuple(Notice.Kind.ACTION_FAILED, ""));
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
  }

  @Test
  void onlyTheHostHasThesePowers() {
    StreamSession viewer = scene.viewer();
    viewer.invite("Zoe");
    viewer.moveToAudience("Sam");
    viewer.endStream();
    assertThat(scene.backend.calls).containsExactly("viewer Vera", "present Vera");
    assertThat(scene.notices())
        .containsExactly(
            Notice.Kind.ACTION_FAILED, Notice.Kind.ACTION_FAILED, Notice.Kind.ACTION_FAILED);
  }

  @Test
  void endingTheStreamEndsItForTheHostToo() {
    scene.host().endStream();
    assertThat(scene.backend.calls).endsWith("delete Talk");
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.EndedByHost()));
    assertThat(scene.clients.room().closed).isEqualTo(1);
  }

  @Test
  void theRoomsCompletionMayComeBeforeTheAnswer() {
    StreamSession host = scene.host();
    scene.loop.hold();
    host.endStream();
    host.endStream();
    scene.clients.room().disconnect(new DisconnectReason.RoomCompleted());
    scene.loop.letGo();
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.EndedByHost()));
    assertThat(scene.backend.count("delete")).isEqualTo(1);
  }

  @Test
  void theHostMayLeaveWithoutEnding() {
    scene.host().leave();
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.Chosen()));
    assertThat(scene.backend.count("delete")).isZero();
  }
}
