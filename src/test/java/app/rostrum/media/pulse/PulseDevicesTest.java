package app.rostrum.media.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.Chime;
import app.rostrum.media.MediaException;
import app.rostrum.media.Melody;
import app.rostrum.media.Spectrum;
import app.rostrum.testing.PulseAudio;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("e2e")
@Tag("media")
@Timeout(120)
class PulseDevicesTest {
  private PulseAudio pulse;
  private AudioDevices devices;

  PulseAudio sound() throws IOException {
    return PulseAudio.start();
  }

  @BeforeEach
  void start() throws IOException {
    pulse = sound();
    devices = PulseDevices.open(pulse.environment());
  }

  @AfterEach
  void stop() throws IOException {
    devices.close();
    pulse.close();
  }

  private static List<String> ids(List<AudioDevice> devices) {
    return devices.stream().map(AudioDevice::id).toList();
  }

  @Test
  void listsMicrophonesWithoutMonitorsAndTheDefaults() {
    assertThat(devices.problem()).isEmpty();
    assertThat(devices.microphones()).containsExactly(new AudioDevice("vmic", "VirtualMic", true));
    assertThat(ids(devices.speakers())).containsExactly("spk", "micfeed");
    assertThat(devices.microphoneInUse()).map(AudioDevice::id).contains("vmic");
    assertThat(devices.speakerInUse()).map(AudioDevice::id).contains("spk");
  }

  @Test
  void noticesWhatIsPluggedInAndPulledOut() {
    String module = pulse.addMicrophone("headset");
    await().untilAsserted(() -> assertThat(ids(devices.microphones())).contains("headset"));
    devices
        .chooseMicrophone(
            devices.microphones().stream()
                .filter(microphone -> microphone.id().equals("headset"))
                .findFirst()
                .orElseThrow())
        .join();
    assertThat(devices.microphoneInUse()).map(AudioDevice::id).contains("headset");
    pulse.remove(module);
    await()
        .untilAsserted(
            () -> {
              assertThat(ids(devices.microphones())).containsExactly("vmic");
              assertThat(devices.microphoneInUse()).map(AudioDevice::id).contains("vmic");
            });
  }

  @Test
  void aListenerThatThrowsAnErrorKeepsNoNewsFromTheOthers() {
    var told = new AtomicInteger();
    try (var failing =
            devices.onChange(
                () -> {
                  throw new AssertionError("on purpose");
                });
        var counting = devices.onChange(told::incrementAndGet)) {
      String module = pulse.addMicrophone("headset");
      await().untilAsserted(() -> assertThat(ids(devices.microphones())).contains("headset"));
      await().untilAsserted(() -> assertThat(told).hasPositiveValue());
      told.set(0);
      pulse.remove(module);
      await().untilAsserted(() -> assertThat(ids(devices.microphones())).containsExactly("vmic"));
      await().untilAsserted(() -> assertThat(told).hasPositiveValue());
    }
  }

  @Test
  void aDeviceThatIsNotThereIsRefusedAndNotShown() {
    assertThatThrownBy(
            () -> devices.chooseMicrophone(new AudioDevice("gone", "Gone", false)).join())
        .hasCauseInstanceOf(MediaException.class);
    assertThat(devices.microphoneInUse()).map(AudioDevice::id).contains("vmic");
  }

  @Test
  void metersTheMicrophone() throws Exception {
    var levels = new CopyOnWriteArrayList<Double>();
    try (var meter = devices.meter(levels::add)) {
      await().until(() -> levels.size() > 3);
      assertThat(levels.getLast()).isLessThan(0.001);
      try (var voice = pulse.playTone(440, PulseAudio.MICROPHONE_FEED)) {
        await()
            .untilAsserted(
                () -> {
                  List<Double> now = List.copyOf(levels);
                  assertThat(now).hasSizeGreaterThan(10);
                  assertThat(now.subList(now.size() - 10, now.size()))
                      .allSatisfy(level -> assertThat(level).isCloseTo(0.1, within(0.02)));
                });
      }
    }
  }

  @Test
  void playsATestSoundToTheLoudspeakerInUse() throws Exception {
    CompletableFuture<Void> played = devices.testSound();
    short[] heard = pulse.record("spk.monitor", 1.2);
    played.get(60, TimeUnit.SECONDS);
    assertThat(Spectrum.levelAt(heard, Chime.LOW_HZ)).isGreaterThan(-45);
    assertThat(Spectrum.levelAt(heard, Chime.HIGH_HZ)).isGreaterThan(-45);
  }

  private List<String> playing() {
    return pulse.pactl("list", "short", "sink-inputs").lines().toList();
  }

  @Test
  void aSoundThatIsCancelledEndsBeforeAnEarlierOneOfItsLength() {
    byte[] tone = Melody.loudness(0.1).note(440, 0, 4.9).pcm();
    devices.play(tone);
    await().atMost(30, TimeUnit.SECONDS).until(() -> playing().size() == 1);
    List<String> first = playing();
    CompletableFuture<Void> second = devices.play(tone);
    await().atMost(30, TimeUnit.SECONDS).until(() -> playing().size() != 1);
    second.cancel(true);
    await().atMost(30, TimeUnit.SECONDS).until(() -> playing().size() != 2);
    assertThat(playing()).isEqualTo(first);
  }

  @Test
  void saysWhenTheSoundSystemGoesAway() throws IOException {
    pulse.close();
    await().until(() -> devices.problem().isPresent());
    assertThat(devices.microphones()).isEmpty();
    assertThat(devices.microphoneInUse()).isEmpty();
    pulse = sound();
  }

  /** A headset that changes its profile is another source of the same device. */
  @Test
  void theChosenBluetoothHeadsetIsFoundUnderTheNameOfItsNewProfile() {
    String before = pulse.addBluetoothMicrophone("bluez_source.a2dp", "00:11:22:33:44:55");
    pulse.addBluetoothMicrophone("bluez_source.other", "66:77:88:99:AA:BB");
    await().untilAsserted(() -> assertThat(ids(devices.microphones())).hasSize(3));
    AudioDevice headset =
        devices.microphones().stream()
            .filter(one -> one.id().equals("bluez_source.a2dp"))
            .findFirst()
            .orElseThrow();
    devices.chooseMicrophone(headset).join();
    pulse.remove(before);
    await()
        .untilAsserted(
            () -> assertThat(devices.microphoneInUse()).map(AudioDevice::id).contains("vmic"));
    pulse.addBluetoothMicrophone("bluez_source.headset", "00:11:22:33:44:55");
    await()
        .untilAsserted(
            () ->
                assertThat(devices.microphoneInUse())
                    .map(AudioDevice::id)
                    .contains("bluez_source.headset"));
  }
}
