package app.rostrum.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.AudioDevice;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SystemDevicesTest {
  private static final AudioDevice MICROPHONE = new AudioDevice("mic", "Microphone", true);
  private static final SystemDevices.Snapshot ONE_MICROPHONE =
      new SystemDevices.Snapshot(List.of(MICROPHONE), List.of());

  private static SystemDevices start(Supplier<SystemDevices.Snapshot> reading) {
    return SystemDevices.start(
        id -> CompletableFuture.completedFuture(null),
        id -> CompletableFuture.completedFuture(null),
        reading);
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
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
