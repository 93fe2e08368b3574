package app.rostrum.desktop.sound;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeDevices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages about devices that come and go. */
class DeviceMessagesTest {
  private static final AudioDevice HEADSET = new AudioDevice("m2", "USB Headset", false);
  private static final AudioDevice PHONES = new AudioDevice("s2", "USB Headset", false);

  private final FakeUiThread ui = new FakeUiThread();
  private final FakeDevices devices = new FakeDevices();
  private final List<String> said = new ArrayList<>();
  private final DeviceMessages messages =
      new DeviceMessages(ui, Texts.in(Locale.ENGLISH), said::add);

  @BeforeEach
  void follow() {
    devices.onChange(() -> messages.follow(DeviceState.of(devices)));
    messages.follow(DeviceState.of(devices));
  }

  private List<String> told() {
    ui.pass(Duration.ofSeconds(2));
    return said;
  }

  @Test
  void anUnpluggedHeadsetIsOneMessage() {
    devices.chooseMicrophone(HEADSET).join();
    devices.chooseSpeaker(PHONES).join();
    messages.follow(DeviceState.of(devices));
    assertThat(told()).isEmpty();
    devices.unplug("USB Headset");
    assertThat(told())
        .containsExactly(
            "“USB Headset” has been unplugged. “Built-in Microphone” is your microphone now, and"
                + " you hear through “Built-in Speakers”.");
  }

  @Test
  void theOldDeviceIsToldWhenItComesBack() {
    devices.chooseMicrophone(HEADSET).join();
    messages.follow(DeviceState.of(devices));
    told();
    devices.unplug("USB Headset");
    assertThat(told())
        .containsExactly(
            "“USB Headset” has been unplugged. “Built-in Microphone” is your microphone now.");
    said.clear();
    devices.plug("2", "USB Headset");
    assertThat(told()).containsExactly("“USB Headset” has been plugged in and is in use.");
  }

  @Test
  void theLastMicrophoneLeavesAWarning() {
    devices.unplug("USB Headset");
    said.clear();
    devices.unplug("Built-in Microphone");
    assertThat(told())
        .containsExactly(
            "“Built-in Microphone” has been unplugged. There is no other microphone, so nobody"
                + " hears you.");
  }

  @Test
  void aDeviceThatNobodyUsesMayGoInSilenceAndIsAnnouncedWhenItComes() {
    devices.unplug("USB Headset");
    assertThat(told()).isEmpty();
    devices.plug("4", "Podcast Microphone");
    assertThat(told())
        .containsExactly(
            "“Podcast Microphone” has been plugged in. You can choose it under Devices.");
  }

  @Test
  void aHeadsetThatChangesItsProfileIsNoNews() {
    devices.chooseMicrophone(HEADSET).join();
    devices.chooseSpeaker(PHONES).join();
    messages.follow(DeviceState.of(devices));
    told();
    devices.unplug("USB Headset");
    devices.plug("9", "USB Headset");
    devices.chooseMicrophone(new AudioDevice("m9", "USB Headset", false)).join();
    devices.chooseSpeaker(new AudioDevice("s9", "USB Headset", false)).join();
    messages.follow(DeviceState.of(devices));
    assertThat(told()).isEmpty();
  }

  @Test
  void aSoundSystemThatGoesAndComesBackIsToldOnceEach() {
    devices.problem(Optional.of(Problem.GONE));
    devices.problem(Optional.of(Problem.GONE));
    assertThat(told())
        .containsExactly(
            "The sound system of this computer has stopped, so you cannot hear or be heard.");
    said.clear();
    devices.problem(Optional.empty());
    assertThat(told()).containsExactly("The sound system of this computer is back.");
  }

  @Test
  void aSoundSystemThatStartsLateIsToldOf() {
    devices.problem(Optional.of(Problem.NO_SOUND_SYSTEM));
    told();
    said.clear();
    devices.problem(Optional.empty());
    assertThat(told()).containsExactly("This computer has sound now.");
  }
}
