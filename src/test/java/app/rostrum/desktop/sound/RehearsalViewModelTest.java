package app.rostrum.desktop.sound;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeDevices;
import app.rostrum.desktop.FakeOwnSound;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.AudioDevices.Problem;
import app.rostrum.media.MediaException;
import app.rostrum.media.NoDevices;
import app.rostrum.media.OwnSound;
import app.rostrum.media.OwnSound.Rehearsal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;

class RehearsalViewModelTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeDevices devices = new FakeDevices();
  private final FakeOwnSound sound = new FakeOwnSound();
  private final ObjectProperty<Boolean> onAir = new SimpleObjectProperty<>(false);

  private RehearsalViewModel open(
      AudioDevices present, Executor background, Supplier<OwnSound> source) {
    var work = new Work(background, ui);
    var texts = Texts.in(Locale.ENGLISH);
    var model =
        new RehearsalViewModel(
            work,
            texts,
            source,
            new SoundDevices(new Work(Runnable::run, ui), texts, () -> present),
            onAir);
    model.open();
    ui.pulse();
    return model;
  }

  private RehearsalViewModel open() {
    return open(devices, Runnable::run, () -> sound);
  }

  private void tell(Rehearsal moment) {
    sound.tell(moment);
    ui.pulse();
  }

  @Test
  void aPersonSpeaksThenHearsItAndCanDoSoAgain() {
    RehearsalViewModel model = open();
    assertThat(model.possibleProperty().get()).isTrue();
    model.toggle();
    assertThat(model.runningProperty().get()).isTrue();
    tell(new Rehearsal.Recording(Duration.ofSeconds(1)));
    assertThat(model.statusProperty().get()).contains("Say something");
    assertThat(model.progressProperty().get()).isEqualTo(0.2);
    tell(new Rehearsal.Playing(Duration.ofSeconds(4)));
    assertThat(model.statusProperty().get()).contains("what others hear");
    assertThat(model.progressProperty().get()).isEqualTo(0.8);
    tell(Rehearsal.End.PLAYED);
    assertThat(model.runningProperty().get()).isFalse();
    assertThat(model.statusProperty().get()).contains("how others hear you");
    model.toggle();
    assertThat(model.runningProperty().get()).isTrue();
  }

  @Test
  void itIsStoppedInTheMiddleAndSaysNoMore() {
    RehearsalViewModel model = open();
    model.toggle();
    sound.tell(new Rehearsal.Recording(Duration.ofSeconds(1)));
    model.toggle();
    ui.pulse();
    assertThat(sound.rehearsals()).isZero();
    assertThat(model.runningProperty().get()).isFalse();
    assertThat(model.statusProperty().get()).isEmpty();
  }

  @Test
  void oneThatIsStoppedBeforeItHasBegunDoesNotBegin() {
    Queue<Runnable> later = new ArrayDeque<>();
    RehearsalViewModel model = open(devices, later::add, () -> sound);
    model.toggle();
    model.close();
    later.forEach(Runnable::run);
    assertThat(sound.rehearsals()).isZero();
  }

  @Test
  void silenceAndFailureAreSaid() {
    RehearsalViewModel model = open();
    model.toggle();
    tell(Rehearsal.End.SILENT);
    assertThat(model.statusProperty().get()).contains("only silence");
    model.toggle();
    assertThat(model.statusProperty().get()).contains("Getting ready");
    tell(Rehearsal.End.FAILED);
    assertThat(model.statusProperty().get()).contains("try again");
    RehearsalViewModel broken =
        open(
            devices,
            Runnable::run,
            () -> {
              throw new MediaException("no sound");
            });
    broken.toggle();
    ui.pulse();
    assertThat(broken.runningProperty().get()).isFalse();
    assertThat(broken.statusProperty().get()).contains("try again");
  }

  @Test
  void nobodyRehearsesOnAir() {
    RehearsalViewModel model = open();
    model.toggle();
    onAir.set(true);
    assertThat(sound.rehearsals()).isZero();
    assertThat(model.possibleProperty().get()).isFalse();
    assertThat(model.statusProperty().get()).contains("mute yourself first");
    model.toggle();
    assertThat(sound.rehearsals()).isZero();
    onAir.set(false);
    assertThat(model.possibleProperty().get()).isTrue();
    assertThat(model.statusProperty().get()).isEmpty();
  }

  @Test
  void itNeedsMicrophoneSpeakerAndSoundSystem() {
    RehearsalViewModel model = open();
    model.toggle();
    devices.unplug("USB Headset");
    assertThat(model.runningProperty().get()).isTrue();
    devices.unplug("Built-in Microphone");
    assertThat(sound.rehearsals()).isZero();
    assertThat(model.statusProperty().get()).contains("plug in a microphone");
    devices.plug("3", "Headset");
    assertThat(model.possibleProperty().get()).isTrue();
    devices.problem(Optional.of(Problem.GONE));
    assertThat(model.offeredProperty().get()).isFalse();
    assertThat(open(new NoDevices(Problem.SYNTHETIC), Runnable::run, () -> sound))
        .extracting(none -> none.offeredProperty().get())
        .isEqualTo(false);
  }
}
