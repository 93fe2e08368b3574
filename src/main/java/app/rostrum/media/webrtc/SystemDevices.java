package app.rostrum.media.webrtc;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.MediaException;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import dev.onvoid.webrtc.media.MediaDevices;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Devices of macOS and Windows, where libwebrtc itself opens the chosen one. A device counts as in
 * use if libwebrtc did not refuse it, because these systems cannot be asked from here. There is
 * neither a meter nor a test sound yet.
 */
public final class SystemDevices implements AudioDevices {
  private static final Logger log = LoggerFactory.getLogger(SystemDevices.class);
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(2);

  private final WebRtcEngine engine;
  private final SerialExecutor executor = SerialExecutor.onPlatformThread("audio-devices");
  private final Timers timers = Timers.create("audio-devices").on(executor);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Snapshot snapshot = new Snapshot(List.of(), List.of());
  private volatile @Nullable AudioDevice microphone;
  private volatile @Nullable AudioDevice speaker;

  private record Snapshot(List<AudioDevice> microphones, List<AudioDevice> speakers) {}

  private SystemDevices(WebRtcEngine engine) {
    this.engine = engine;
  }

  /** Creates the devices that an engine can use. */
  public static SystemDevices of(WebRtcEngine engine) {
    var devices = new SystemDevices(engine);
    devices.executor.execute(devices::look);
    devices.timers.every(LOOK_PERIOD, devices::look);
    return devices;
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public List<AudioDevice> microphones() {
    return snapshot.microphones;
  }

  @Override
  public List<AudioDevice> speakers() {
    return snapshot.speakers;
  }

  @Override
  public CompletableFuture<Void> chooseMicrophone(AudioDevice device) {
    return engine.useMicrophone(device.id()).thenRun(() -> chosen(() -> microphone = device));
  }

  @Override
  public CompletableFuture<Void> chooseSpeaker(AudioDevice device) {
    return engine.useSpeaker(device.id()).thenRun(() -> chosen(() -> speaker = device));
  }

  @Override
  public Optional<AudioDevice> microphoneInUse() {
    return inUse(microphone, snapshot.microphones);
  }

  @Override
  public Optional<AudioDevice> speakerInUse() {
    return inUse(speaker, snapshot.speakers);
  }

  @Override
  public Handle onChange(Runnable change) {
    Runnable own = change::run;
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  @Override
  public CompletableFuture<Void> testSound() {
    return CompletableFuture.failedFuture(
        new MediaException("a test sound exists on Linux only so far"));
  }

  @Override
  public Handle meter(DoubleConsumer level) {
    return () -> {};
  }

  @Override
  public void close() {
    timers.close();
    executor.close();
  }

  private void chosen(Runnable change) {
    change.run();
    tell();
  }

  private void look() {
    try {
      var now =
          new Snapshot(
              devices(
                  MediaDevices.getAudioCaptureDevices(),
                  MediaDevices.getDefaultAudioCaptureDevice()),
              devices(
                  MediaDevices.getAudioRenderDevices(),
                  MediaDevices.getDefaultAudioRenderDevice()));
      if (!now.equals(snapshot)) {
        snapshot = now;
        tellListeners();
      }
    } catch (RuntimeException | Error e) {
      // The binding throws Error for what libwebrtc refuses.
      log.warn("the devices cannot be listed: {}", e.toString());
    }
  }

  private void tell() {
    executor.execute(this::tellListeners);
  }

  private void tellListeners() {
    listeners.forEach(listener -> Threads.contain("device listener", listener));
  }

  private static Optional<AudioDevice> inUse(
      @Nullable AudioDevice chosen, List<AudioDevice> present) {
    return present.stream()
        .filter(device -> chosen != null && device.id().equals(chosen.id()))
        .findFirst()
        .or(() -> present.stream().filter(AudioDevice::systemDefault).findFirst());
  }

  private static List<AudioDevice> devices(
      List<dev.onvoid.webrtc.media.audio.AudioDevice> found,
      dev.onvoid.webrtc.media.audio.@Nullable AudioDevice standard) {
    return found.stream()
        .map(
            device ->
                new AudioDevice(device.getDescriptor(), device.getName(), device.equals(standard)))
        .toList();
  }
}
