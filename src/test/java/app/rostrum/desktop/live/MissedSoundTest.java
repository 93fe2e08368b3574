package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeMessages;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.StreamState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MissedSoundTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeMessages say = new FakeMessages();
  private final MissedSound missed = new MissedSound(ui.clock(), Texts.in(Locale.ENGLISH), say);

  private void speaks(String name) {
    missed.apply(States.listener("Ada").speakers(5).level(name, 0.3).dominant(name).state(), false);
  }

  private List<String> said() {
    return say.shown().stream().map(BidiText::plain).toList();
  }

  @Test
  void theTimeAndWhoSpokeAreToldWhenSoundIsBack() {
    speaks("Grace Hopper");
    missed.silenced(true);
    ui.pass(Duration.ofSeconds(10));
    speaks("Alan Turing");
    speaks("Alan Turing");
    ui.pass(Duration.ofSeconds(10));
    assertThat(said()).isEmpty();
    missed.silenced(false);
    assertThat(said()).containsExactly("You missed 0:20 min. Alan Turing spoke.");
  }

  @Test
  void twoSpeakersAreNamedAndMoreAreOthers() {
    missed.silenced(true);
    speaks("Alan Turing");
    speaks("Grace Hopper");
    ui.pass(Duration.ofSeconds(75));
    missed.silenced(false);
    assertThat(said()).containsExactly("You missed 1:15 min. Alan Turing and Grace Hopper spoke.");
    missed.silenced(true);
    speaks("Alan Turing");
    speaks("Grace Hopper");
    speaks("Konrad Zuse");
    ui.pass(Duration.ofSeconds(75));
    missed.silenced(false);
    assertThat(said())
        .containsExactly("You missed 1:15 min. Alan Turing, Grace Hopper and others spoke.");
  }

  @Test
  void whoSpokeIsLeftOutIfItIsNotKnown() {
    missed.silenced(true);
    StreamState nobody = States.listener("Ada").speakers(5).state();
    missed.apply(nobody, false);
    ui.pass(Duration.ofSeconds(30));
    missed.silenced(false);
    assertThat(said()).containsExactly("You missed 0:30 min.");
  }

  @Test
  void aMomentIsNotWorthAWordAndTheStageIsHeardAnyway() {
    missed.silenced(true);
    ui.pass(MissedSound.LEAST.minusMillis(1));
    missed.silenced(false);
    missed.silenced(true);
    ui.pass(Duration.ofSeconds(30));
    missed.apply(States.speaker("Ada").speakers(5).state(), true);
    missed.silenced(false);
    assertThat(said()).isEmpty();
  }
}
