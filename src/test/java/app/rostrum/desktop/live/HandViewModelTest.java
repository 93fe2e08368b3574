package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamDesk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandViewModelTest {
  private static final Instant NOW = Instant.EPOCH;
  private final FakeSession session = new FakeSession();
  private final HandViewModel hand = new HandViewModel(new FakeUiThread());

  @BeforeEach
  void begin() {
    hand.begin(session);
  }

  private static StreamDesk queue(boolean open, String reason) {
    return new StreamDesk(
        true, false, open, reason, List.of(), "", "", Optional.empty(), List.of());
  }

  @Test
  void aHandThatIsUpCarriesWhatThePersonWantsToSay() {
    hand.apply(States.listener("Zoë").state(), true);
    assertThat(hand.maySayProperty().get()).isFalse();
    hand.say("Too early");
    hand.apply(States.listener("Zoë").hand("Zoë", NOW).state(), true);
    assertThat(hand.maySayProperty().get()).isTrue();
    hand.say("  ");
    hand.say(" About\trecords ");
    assertThat(session.asked()).containsExactly("hand true About records");
  }

  @Test
  void aPlainDeploymentIsToldNothing() {
    hand.apply(States.listener("Zoë").hand("Zoë", NOW).withoutDesk().state(), true);
    assertThat(hand.maySayProperty().get()).isFalse();
    assertThat(hand.queueOpenProperty().get()).isTrue();
  }

  @Test
  void aClosedQueueTakesNoHandButLetsOneGoDown() {
    hand.apply(States.listener("Zoë").desk(queue(false, "Later")).state(), true);
    assertThat(hand.queueReasonProperty().get()).isEqualTo("Later");
    hand.toggle();
    assertThat(session.asked()).isEmpty();
    hand.apply(States.listener("Zoë").hand("Zoë", NOW).desk(queue(false, "")).state(), true);
    hand.toggle();
    assertThat(session.asked()).containsExactly("hand false");
  }

  @Test
  void nobodyIsNextWhoIsOnTheWayToTheStage() {
    hand.apply(States.listener("Zoë").hand("Zoë", NOW).state(), true);
    assertThat(hand.queuePlaceProperty().get()).isEqualTo(1);
    var going = new Phase.Changing(Role.VIEWER, Role.SPEAKER);
    hand.apply(States.listener("Zoë").hand("Zoë", NOW).phase(going).state(), true);
    assertThat(hand.queuePlaceProperty().get()).isZero();
  }
}
