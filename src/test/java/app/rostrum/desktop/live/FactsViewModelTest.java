package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FactsViewModelTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FactsViewModel facts = new FactsViewModel(ui, ui.clock());

  @Test
  void hostAndNumbersComeFromTheState() {
    facts.apply(States.speaker("Ada").speakers(4).listeners(12).state());
    facts.count(States.speaker("Ada").speakers(4).listeners(12).state());
    assertThat(facts.hostProperty().get()).isEqualTo("Grace Hopper");
    assertThat(facts.speakersProperty().get()).isEqualTo(4);
    assertThat(facts.listenersProperty().get()).isEqualTo(12);
    facts.apply(States.speaker("Ada").hostLost().state());
    assertThat(facts.hostProperty().get()).isEmpty();
  }

  @Test
  void onlyAHostWithoutAnybodyElseIsAlone() {
    facts.apply(States.host("Ada").state());
    assertThat(facts.aloneProperty().get()).isTrue();
    facts.apply(States.host("Ada").listeners(1).state());
    assertThat(facts.aloneProperty().get()).isFalse();
    facts.apply(States.host("Ada").speakers(2).state());
    assertThat(facts.aloneProperty().get()).isFalse();
    facts.apply(States.listener("Ada").state());
    assertThat(facts.aloneProperty().get()).isFalse();
  }

  @Test
  void theTimeOnAirGoesOnWhileTheWindowIsInSight() {
    assertThat(facts.secondsOnAirProperty().get()).isEqualTo(-1);
    facts.began(ui.clock().instant().minusSeconds(100));
    assertThat(facts.secondsOnAirProperty().get()).isEqualTo(100);
    ui.pass(Duration.ofSeconds(20));
    assertThat(facts.secondsOnAirProperty().get()).isEqualTo(120);
    facts.setInSight(false);
    assertThat(ui.timers()).isZero();
    ui.pass(Duration.ofSeconds(30));
    facts.setInSight(true);
    assertThat(facts.secondsOnAirProperty().get()).isEqualTo(150);
    facts.close();
    facts.began(ui.clock().instant());
    assertThat(ui.timers()).isZero();
  }

  @Test
  void aServerWhoseClockIsAheadShowsNoNegativeTime() {
    facts.began(ui.clock().instant().plusSeconds(100));
    assertThat(facts.secondsOnAirProperty().get()).isZero();
  }

  private void hear(String name) {
    facts.apply(States.host("Ada").speakers(4).level(name, 0.3).dominant(name).state());
  }

  private void silence() {
    facts.apply(States.host("Ada").speakers(4).state());
  }

  @Test
  void whoSpeaksHasTheFloorAndKeepsItWhenSilent() {
    silence();
    assertThat(facts.floorProperty().get()).isEmpty();
    hear("Alan Turing");
    assertThat(facts.floorProperty().get()).isEqualTo("Alan Turing");
    assertThat(facts.speakingProperty().get()).isTrue();
    silence();
    ui.pass(FactsViewModel.PAUSE.minusMillis(100));
    assertThat(facts.speakingProperty().get()).isTrue();
    ui.pass(Duration.ofMillis(200));
    assertThat(facts.speakingProperty().get()).isFalse();
    assertThat(facts.floorProperty().get()).isEqualTo("Alan Turing");
    hear("Ada");
    assertThat(facts.floorProperty().get()).isEqualTo("Ada");
    assertThat(facts.speakingProperty().get()).isTrue();
  }

  @Test
  void aPauseIsCountedFromTheLastSoundWithOneTimer() {
    for (int i = 0; i < 40; i++) {
      hear("Ada");
      ui.pass(Duration.ofMillis(100));
      assertThat(ui.timers()).isEqualTo(1);
      assertThat(facts.speakingProperty().get()).isTrue();
    }
    silence();
    ui.pass(FactsViewModel.PAUSE);
    assertThat(facts.speakingProperty().get()).isFalse();
  }

  @Test
  void whoLeavesTheStageLosesTheFloor() {
    hear("Alan Turing");
    facts.apply(States.host("Ada").state());
    assertThat(facts.floorProperty().get()).isEmpty();
    assertThat(facts.speakingProperty().get()).isFalse();
  }

  @Test
  void hoursAppearWhenThereAreAny() {
    assertThat(LiveTopBar.clock(0)).isEqualTo("0:00");
    assertThat(LiveTopBar.clock(754)).isEqualTo("12:34");
    assertThat(LiveTopBar.clock(3723)).isEqualTo("1:02:03");
  }
}
