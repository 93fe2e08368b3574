package app.rostrum.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.MediaException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SystemDevicesTest {
  private static final AudioDevice MICROPHONE = new AudioDevice("mic", "Microphone", true);
  private static final SystemDevices.Snapshot ONE_MICROPHONE =
      new SystemDevices.Snapshot(List.of(MICROPHONE), List.of());

  private static SystemDevices start(Supplier<SystemDevices.Snapshot> reading) {
    return SystemDevices.start(
        id -> CompletableFuture.completedFuture(null),
        id -> CompletableFuture.completedFuture(null),
        reading,
        SoundPlayer::new);
  }

  @Test
  void aListenerThatThrowsAnErrorKeepsNoChangeFromTheOthers() throws Exception {
    var told = new CountDownLatch(2);
    try (var devices = start(() -> ONE_MICROPHONE)) {
      await().until(() -> !devices.microphones().isEmpty());
      devices.onChange(
          () -> {
            throw new AssertionError("on purpose");
          });
      devices.onChange(told::countDown);
      devices.chooseMicrophone(MICROPHONE).join();
      devices.chooseMicrophone(MICROPHONE).join();
      assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theChosenMicrophoneIsOpenedAgainWhenItComesBack() {
    var headset = new AudioDevice("headset", "Headset", false);
    var both = new SystemDevices.Snapshot(List.of(MICROPHONE, headset), List.of());
    var present = new AtomicReference<>(both);
    var opened = new CopyOnWriteArrayList<String>();
    try (var devices =
        SystemDevices.start(
            id -> {
              opened.add(id);
              return CompletableFuture.completedFuture(null);
            },
            id -> CompletableFuture.completedFuture(null),
            present::get,
            SoundPlayer::new)) {
      await().until(() -> devices.microphoneInUse().equals(Optional.of(MICROPHONE)));
      devices.chooseMicrophone(headset).join();
      assertThat(devices.microphoneInUse()).contains(headset);
      present.set(ONE_MICROPHONE);
      await().until(() -> devices.microphoneInUse().equals(Optional.of(MICROPHONE)));
      present.set(both);
      await().until(() -> devices.microphoneInUse().equals(Optional.of(headset)));
      assertThat(opened).containsExactly("headset", "mic", "headset");
    }
  }

  @Test
  void aMicrophoneThatCannotBeOpenedIsNotShownAsInUse() {
    var present = new AtomicReference<>(ONE_MICROPHONE);
    try (var devices =
        SystemDevices.start(
            id -> CompletableFuture.failedFuture(new MediaException("refused")),
            id -> CompletableFuture.completedFuture(null),
            present::get,
            SoundPlayer::new)) {
      await().until(() -> devices.microphoneInUse().equals(Optional.of(MICROPHONE)));
      present.set(
          new SystemDevices.Snapshot(
              List.of(new AudioDevice("headset", "Headset", true)), List.of()));
      await().until(() -> devices.microphones().size() == 1 && !ids(devices).contains("mic"));
      assertThat(devices.microphoneInUse()).isEmpty();
    }
  }

  @Test
  void soundsAreSentToTheLoudspeakerInUse() {
    var loudspeaker = new AudioDevice("spk", "Loudspeaker", true);
    var headset = new AudioDevice("headset", "Headset", false);
    var both = new SystemDevices.Snapshot(List.of(), List.of(loudspeaker, headset));
    var present = new AtomicReference<>(new SystemDevices.Snapshot(List.of(), List.of()));
    var asked = new CopyOnWriteArrayList<AudioDevice>();
    var line = new FakeLine();
    try (var devices =
        SystemDevices.start(
            id -> CompletableFuture.completedFuture(null),
            id -> CompletableFuture.completedFuture(null),
            present::get,
            changed ->
                new SoundPlayer(
                    speaker -> {
                      asked.add(speaker);
                      return line.line();
                    },
                    changed))) {
      assertThat(devices.playsTestSound()).isFalse();
      assertThat(devices.testSound()).isCompletedExceptionally();
      present.set(both);
      await().until(devices::playsTestSound);
      devices.chooseSpeaker(headset).join();
      await().untilAsserted(() -> assertThat(asked).containsExactly(loudspeaker, headset));
      devices.testSound().join();
      assertThat(asked).containsExactly(loudspeaker, headset, headset);
      assertThat(line.written).isPositive();
    }
  }

  private static List<String> ids(SystemDevices devices) {
    return devices.microphones().stream().map(AudioDevice::id).toList();
  }
}
