package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeDevices;
import app.rostrum.desktop.FakeMessages;
import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.sound.SoundDevices;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevices.Problem;
import app.rostrum.media.NoDevices;
import app.rostrum.stream.Audibility;
import app.rostrum.stream.Role;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MicrophoneViewModelTest {
  private static final String NO_SOUND =
      "Nobody hears you, and you hear nobody: this computer has no sound.";

  private final FakeUiThread ui = new FakeUiThread();
  private final FakeDevices devices = new FakeDevices();
  private final Texts texts = Texts.in(Locale.ENGLISH);
  private final FakeMessages messages = new FakeMessages();
  private final List<String> said = messages.said();
  private final FakeSession controls = new FakeSession();

  private LiveViewModel model() {
    var model =
        new LiveViewModel(
            Entry.join("Coffee", Role.SPEAKER, true),
            ui,
            ui.clock(),
            texts,
            messages,
            departure -> {});
    model.begin(controls);
    return model;
  }

  private LiveViewModel withDevices() {
    LiveViewModel model = model();
    model.microphone().follow(new SoundDevices(new Work(Runnable::run, ui), texts, () -> devices));
    ui.pulse();
    return model;
  }

  private void show(LiveViewModel model, States states) {
    model.bridge().accept(states.state());
    ui.pulse();
  }

  private static Audibility audibility(LiveViewModel model) {
    return model.microphone().audibilityProperty().get();
  }

  @Test
  void theLevelIsShownWhileThePersonIsHeard() {
    LiveViewModel model = withDevices();
    show(model, States.speaker("Ada").level("Ada", 0.4));
    assertThat(audibility(model)).isEqualTo(Audibility.HEARD);
    assertThat(model.microphone().levelProperty().get()).isEqualTo(0.4);
    show(model, States.speaker("Ada").audibility(Audibility.SERVER_SILENT).level("Ada", 0.4));
    assertThat(model.microphone().levelProperty().get()).isZero();
  }

  @Test
  void aReasonIsToldOnceItHasLasted() {
    LiveViewModel model = withDevices();
    show(model, States.speaker("Ada").audibility(Audibility.SILENT));
    ui.pass(Duration.ofMillis(900));
    show(model, States.speaker("Ada"));
    ui.pass(Duration.ofSeconds(5));
    assertThat(said).isEmpty();
    show(model, States.speaker("Ada").audibility(Audibility.SILENT));
    ui.pass(Duration.ofSeconds(30));
    show(model, States.speaker("Ada").audibility(Audibility.SILENT).level("Grace Hopper", 0.2));
    ui.pass(Duration.ofSeconds(30));
    assertThat(said).singleElement().asString().contains("Nobody hears you", "no sound at all");
  }

  @Test
  void whatTheBannerTellsIsNotToldAgain() {
    LiveViewModel model = withDevices();
    show(model, States.speaker("Ada").reconnecting());
    ui.pass(Duration.ofSeconds(30));
    assertThat(audibility(model)).isEqualTo(Audibility.RECONNECTING);
    assertThat(said).isEmpty();
  }

  @Test
  void theDevicesKnowBetterWhyThereIsNoSound() {
    LiveViewModel model = withDevices();
    show(model, States.speaker("Ada").audibility(Audibility.STOPPED));
    devices.unplug("USB Headset");
    devices.unplug("Built-in Microphone");
    ui.pulse();
    assertThat(audibility(model)).isEqualTo(Audibility.NO_MICROPHONE);
    devices.problem(Optional.of(Problem.GONE));
    ui.pulse();
    assertThat(audibility(model)).isEqualTo(Audibility.NO_SOUND_SYSTEM);
    assertThat(model.microphone().soundlessProperty().get()).isTrue();
    devices.problem(Optional.empty());
    devices.plug("3", "Desk Microphone");
    ui.pulse();
    assertThat(audibility(model)).isEqualTo(Audibility.STOPPED);
    assertThat(model.microphone().soundlessProperty().get()).isFalse();
  }

  /** A person who is heard by the session's word has a device, even if it cannot be listed. */
  @Test
  void devicesThatCannotBeListedAreNotMissing() {
    LiveViewModel model = model();
    model
        .microphone()
        .follow(
            new SoundDevices(
                new Work(Runnable::run, ui), texts, () -> new NoDevices(Problem.NO_TOOL)));
    ui.pulse();
    show(model, States.speaker("Ada"));
    assertThat(audibility(model)).isEqualTo(Audibility.HEARD);
  }

  @Test
  void pressingSpaceWithoutSoundStacksNoMessages() {
    devices.problem(Optional.of(Problem.NO_SOUND_SYSTEM));
    LiveViewModel model = withDevices();
    show(model, States.speaker("Ada").muted().audibility(Audibility.NO_MICROPHONE));
    for (int i = 0; i < 20; i++) {
      model.setMicrophone(true);
      ui.pass(Duration.ofMillis(200));
    }
    assertThat(said).containsExactly(NO_SOUND);
    ui.pass(Duration.ofSeconds(10));
    model.setMicrophone(true);
    assertThat(said).containsExactly(NO_SOUND, NO_SOUND);
  }

  @Test
  void whoSpeaksWithAWorkingMicrophoneIsToldNothing() {
    LiveViewModel model = withDevices();
    show(model, States.speaker("Ada").muted());
    model.setMicrophone(true);
    ui.pass(Duration.ofSeconds(20));
    assertThat(said).isEmpty();
    assertThat(controls.asked()).containsExactly("microphone true");
  }

  @Test
  void afterTheStreamNothingIsTold() {
    LiveViewModel model = withDevices();
    show(model, States.speaker("Ada").audibility(Audibility.SILENT));
    model.close();
    devices.unplug("USB Headset");
    devices.unplug("Built-in Microphone");
    ui.pass(Duration.ofSeconds(30));
    assertThat(said).isEmpty();
  }
}
