package app.rostrum.desktop.sound;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeDevices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.MediaException;
import app.rostrum.media.NoDevices;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SoundCheckViewModelTest {
  private final FakeUiThread ui = new FakeUiThread();

  private SoundCheckViewModel open(Supplier<AudioDevices> devices) {
    var model =
        new SoundCheckViewModel(new Work(Runnable::run, ui), Texts.in(Locale.ENGLISH), devices);
    model.open();
    ui.pulse();
    return model;
  }

  @Test
  void devicesAndTheLevelOfTheMicrophoneAreShown() {
    SoundCheckViewModel model = open(FakeDevices::new);
    assertThat(model.microphones()).hasSize(2);
    assertThat(model.microphoneProperty().get())
        .map(AudioDevice::name)
        .contains("Built-in Microphone");
    assertThat(model.levelProperty().get()).isEqualTo(0.12);
    assertThat(model.problemProperty().get()).isEmpty();
    model.chooseMicrophone(model.microphones().getLast());
    assertThat(model.microphoneProperty().get()).map(AudioDevice::id).contains("m2");
  }

  @Test
  void aDeviceThatCannotBeUsedIsNotShownAsChosen() {
    SoundCheckViewModel model = open(() -> new NoDevices(AudioDevices.Problem.NO_SOUND_SYSTEM));
    model.chooseMicrophone(new AudioDevice("x", "Broken", false));
    assertThat(model.microphoneProperty().get()).isEmpty();
    assertThat(model.problemProperty().get()).contains("Broken cannot be used");
  }

  @Test
  void noSoundSystemIsExplained() {
    assertThat(
            open(() -> new NoDevices(AudioDevices.Problem.NO_SOUND_SYSTEM)).problemProperty().get())
        .contains("no sound system");
    SoundCheckViewModel broken =
        open(
            () -> {
              throw new MediaException("no library");
            });
    assertThat(broken.problemProperty().get()).contains("not available");
  }

  @Test
  void theTestSoundIsPlayedOnceAtATime() {
    var devices = new FakeDevices();
    SoundCheckViewModel model = open(() -> devices);
    model.test();
    assertThat(devices.soundsPlayed()).isEqualTo(1);
    assertThat(model.testingProperty().get()).isFalse();
  }

  @Test
  void aRefusedChoiceLeavesTheDeviceInUseShown() {
    var devices = new FakeDevices().refusing();
    SoundCheckViewModel model = open(() -> devices);
    model.chooseSpeaker(model.speakers().getLast());
    assertThat(model.speakerProperty().get()).map(AudioDevice::id).contains("s1");
    assertThat(model.problemProperty().get()).contains("USB Headset cannot be used");
  }

  @Test
  void whatCannotBeHeardOrMeasuredIsNotOffered() {
    var devices = new FakeDevices();
    SoundCheckViewModel model = open(() -> devices);
    assertThat(model.testableProperty().get()).isTrue();
    assertThat(model.measuredProperty().get()).isTrue();
    devices.problem(Optional.of(AudioDevices.Problem.GONE));
    ui.pulse();
    assertThat(model.testableProperty().get()).isFalse();
    assertThat(model.measuredProperty().get()).isFalse();
    assertThat(
            open(() -> new NoDevices(AudioDevices.Problem.NO_SOUND_SYSTEM))
                .testableProperty()
                .get())
        .isFalse();
  }
}
