package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class HandsTest {
  private final Scene scene = new Scene();

  @Test
  void aRaisedHandShowsAtOnceAndIsCarriedToTheBackend() {
    StreamSession viewer = scene.viewer();
    scene.loop.hold();
    viewer.raiseHand(true);
    assertThat(scene.state().handRaised()).isTrue();
    scene.loop.letGo();
    assertThat(scene.backend.calls).contains("hand Vera true");
    scene.clients.sync.put("raised_hands", "Vera");
    assertThat(scene.hands()).containsExactly("Vera");
  }

  @Test
  void handsQueueInTheOrderRaised() {
    scene.host();
    scene.clients.sync.put("raised_hands", "Zoe");
    scene.clients.sync.put("raised_hands", "Adam");
    scene.clients.sync.put("raised_hands", "Mia");
    scene.clients.sync.remove("raised_hands", "Adam");
    scene.clients.sync.put("raised_hands", "Adam");
    assertThat(scene.hands()).containsExactly("Zoe", "Mia", "Adam");
  }

  @Test
  void onlyTheHostIsToldOfANewHand() {
    scene.host();
    scene.clients.sync.put("raised_hands", "Vera");
    assertThat(scene.state().notices())
        .extracting(Notice::kind, Notice::subject)
        .containsExactly(Tuple.tuple(Notice.Kind.HAND_RAISED, "Vera"));

    Scene other = new Scene();
    other.viewer();
    other.clients.sync.put("raised_hands", "Adam");
    assertThat(other.notices()).isEmpty();
  }

  @Test
  void aHandThatTheBackendRefusesComesDownAndThePersonIsTold() {
    StreamSession viewer = scene.viewer();
    scene.backend.refuse("hand", FakeBackend.unreachable());
    viewer.raiseHand(true);
    assertThat(scene.state().handRaised()).isFalse();
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void theLastClickDuringACallDecides() {
    StreamSession viewer = scene.viewer();
    scene.loop.hold();
    viewer.raiseHand(true);
    viewer.raiseHand(false);
    viewer.raiseHand(true);
    viewer.raiseHand(false);
    scene.loop.letGo();
    assertThat(scene.backend.calls.stream().filter(c -> c.startsWith("hand")))
        .containsExactly("hand Vera true", "hand Vera false");
    assertThat(scene.state().handRaised()).isFalse();
  }

  @Test
  void lateNewsLeavesTheHandAsThePersonWantsIt() {
    StreamSession viewer = scene.viewer();
    viewer.raiseHand(true);
    viewer.raiseHand(false);
    viewer.raiseHand(true);
    scene.states.clear();
    scene.clients.sync.put("raised_hands", "Vera");
    scene.clients.sync.remove("raised_hands", "Vera");
    scene.clients.sync.put("raised_hands", "Vera");
    assertThat(scene.state().handRaised()).isTrue();
    assertThat(scene.backend.count("hand")).isEqualTo(3);
  }

  @Test
  void theHostCanLowerAHand() {
    StreamSession viewer = scene.viewer();
    viewer.raiseHand(true);
    scene.clients.sync.put("raised_hands", "Vera");
    scene.loop.pass(Duration.ofMinutes(1));
    scene.clients.sync.remove("raised_hands", "Vera");
    assertThat(scene.state().handRaised()).isFalse();
    assertThat(scene.backend.count("hand")).isEqualTo(1);
  }

  @Test
  void aHandLostInADropIsRaisedAgain() {
    StreamSession viewer = scene.viewer();
    viewer.raiseHand(true);
    scene.clients.sync.put("raised_hands", "Vera");
    scene.loop.pass(Duration.ofMinutes(1));
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTING);
    scene.loop.pass(Duration.ofSeconds(20));
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTED);
    scene.clients.sync.remove("raised_hands", "Vera");
    assertThat(scene.state().handRaised()).isTrue();
    assertThat(scene.backend.count("hand Vera true")).isEqualTo(2);
  }

  @Test
  void aHandLostInADropWaitsForABackendThatIsNotBackYet() {
    StreamSession viewer = scene.viewer();
    viewer.raiseHand(true);
    scene.clients.sync.put("raised_hands", "Vera");
    scene.loop.pass(Duration.ofMinutes(1));
    scene.backend.refuseAlways("hand", FakeBackend.unreachable());
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTING);
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTED);
    scene.clients.sync.remove("raised_hands", "Vera");
    scene.loop.pass(Duration.ofSeconds(3));
    assertThat(scene.state().handRaised()).isTrue();
    assertThat(scene.notices()).isEmpty();
    scene.backend.refuseNoMore();
    scene.loop.pass(Duration.ofSeconds(2));
    scene.clients.sync.put("raised_hands", "Vera");
    assertThat(scene.state().handRaised()).isTrue();
    long calls = scene.backend.count("hand");
    scene.loop.pass(Duration.ofMinutes(1));
    assertThat(scene.backend.count("hand")).isEqualTo(calls);
  }

  @Test
  void aHandMissingFromAReopenedMapIsRaisedAgain() {
    StreamSession viewer = scene.viewer();
    viewer.raiseHand(true);
    scene.clients.sync.put("raised_hands", "Vera");
    scene.settle();
    scene.clients.sync.map("raised_hands").items.clear();
    scene.clients.sync.drop("raised_hands");
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.backend.count("hand Vera true")).isEqualTo(2);
    assertThat(scene.state().handRaised()).isTrue();
  }

  @Test
  void aHandLeftUpByAnEarlierVisitCanBeLowered() {
    scene.clients.sync.put("raised_hands", "Vera");
    StreamSession viewer = scene.viewer();
    assertThat(scene.state().handRaised()).isTrue();
    viewer.raiseHand(false);
    assertThat(scene.backend.calls).contains("hand Vera false");
  }

  @Test
  void anInvitationWaitsForAnAnswer() {
    scene.invited();
    assertThat(scene.state().invited()).isTrue();
  }

  @Test
  void decliningLowersTheHand() {
    StreamSession viewer = scene.viewer();
    viewer.raiseHand(true);
    scene.clients.sync.put("raised_hands", "Vera");
    scene.clients.sync.invite("Vera", true);
    viewer.declineInvitation();
    assertThat(scene.state().invited()).isFalse();
    assertThat(scene.state().handRaised()).isFalse();
    assertThat(scene.backend.calls).contains("hand Vera false");
  }

  @Test
  void aDeclinedInvitationDoesNotComeBackWithTheDocument() {
    StreamSession viewer = scene.invited();
    viewer.declineInvitation();
    FakeSdkClients.FakeDocument document = scene.clients.sync.document("user-Vera");
    document.listener.onRemoved();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().invited()).isFalse();
    scene.clients.sync.invite("Vera", true);
    assertThat(scene.state().invited()).as("a new one").isTrue();
  }

  @Test
  void anInvitationThatIsOlderThanTheOpeningCounts() {
    scene.clients.sync.invite("Vera", true);
    scene.viewer();
    assertThat(scene.state().invited()).isTrue();
  }

  @Test
  void anInvitationThatCrossesTheRaisedHandIsKept() {
    StreamSession viewer = scene.viewer();
    scene.loop.hold();
    viewer.raiseHand(true);
    scene.clients.sync.invite("Vera", true);
    viewer.acceptInvitation(true);
    scene.loop.letGo();
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
    scene.clients.sync.put("raised_hands", "Vera");
    assertThat(scene.state().handRaised()).isFalse();
    assertThat(scene.backend.calls)
        .as("a hand that arrived late is taken down")
        .contains("hand Vera false");
  }

  @Test
  void anInvitationOnStageIsIgnored() {
    scene.speaker();
    scene.clients.sync.invite("Sam", true);
    assertThat(scene.state().invited()).isFalse();
  }

  @Test
  void aHandCannotBeRaisedOnStage() {
    StreamSession speaker = scene.speaker();
    speaker.raiseHand(true);
    assertThat(scene.state().handRaised()).isFalse();
    assertThat(scene.backend.count("hand")).isZero();
  }

  @Test
  void answersWithoutAnInvitationAreTold() {
    StreamSession viewer = scene.viewer();
    viewer.acceptInvitation(true);
    viewer.declineInvitation();
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    assertThat(scene.notices())
        .containsExactly(Notice.Kind.ACTION_FAILED, Notice.Kind.ACTION_FAILED);
    assertThat(scene.backend.count("hand")).isZero();
  }

  @Test
  void anInvitationIsAcceptedOrDeclinedWithoutAFurtherNotice() {
    StreamSession viewer = scene.invited();
    viewer.declineInvitation();
    assertThat(scene.notices()).isEmpty();
    scene.clients.sync.invite("Vera", true);
    scene.loop.hold();
    viewer.acceptInvitation(true);
    viewer.acceptInvitation(true);
    scene.loop.letGo();
    assertThat(scene.notices()).containsExactly(Notice.Kind.NOW_SPEAKING);
    assertThat(scene.backend.count("speaker")).isEqualTo(1);
  }
}
