package app.rostrum.media.webrtc;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.Chime;
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
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Devices of macOS and Windows, where libwebrtc itself opens the chosen one. A device counts as in
 * use if libwebrtc did not refuse it, because these systems cannot be asked from here. There is no
 * meter yet. A device that comes or goes is noticed within two seconds.
 */
public final class SystemDevices implements AudioDevices {
  private static final Logger log = LoggerFactory.getLogger(SystemDevices.class);
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(2);

  private final Side microphone;
  private final Side speaker;
  private final Supplier<Snapshot> reading;
  private final SoundPlayer player;
  private final SerialExecutor executor = SerialExecutor.onPlatformThread("audio-devices");
  private final Timers timers = Timers.create("audio-devices").on(executor);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** The loudspeaker that sounds were tried with last. Only on the executor. */
  private Optional<AudioDevice> lookedFor = Optional.empty();

  private volatile Snapshot snapshot = new Snapshot(List.of(), List.of());

  /** The devices that are present. */
  record Snapshot(List<AudioDevice> microphones, List<AudioDevice> speakers) {}

  private SystemDevices(
      Function<String, CompletableFuture<Void>> useMicrophone,
      Function<String, CompletableFuture<Void>> useSpeaker,
      Supplier<Snapshot> reading,
      Function<Runnable, SoundPlayer> player) {
    this.microphone = new Side(useMicrophone);
    this.speaker = new Side(useSpeaker);
    this.reading = reading;
    this.player = player.apply(this::tell);
  }

  /** Creates the devices that an engine can use. */
  public static SystemDevices of(WebRtcEngine engine) {
    return start(engine::useMicrophone, engine::useSpeaker, SystemDevices::read, SoundPlayer::new);
  }

  /**
   * Creates devices.
   *
   * @param useMicrophone opens the microphone that has the descriptor given
   * @param useSpeaker opens the loudspeaker that has the descriptor given
   * @param reading lists the devices that are present
   * @param player creates what plays sounds; it runs its argument after that has begun or ceased to
   *     work
   */
  static SystemDevices start(
      Function<String, CompletableFuture<Void>> useMicrophone,
      Function<String, CompletableFuture<Void>> useSpeaker,
      Supplier<Snapshot> reading,
      Function<Runnable, SoundPlayer> player) {
    var devices = new SystemDevices(useMicrophone, useSpeaker, reading, player);
    devices.executor.execute(devices::look);
    devices.timers.every(LOOK_PERIOD, devices::look);
    return devices;
  }

  @Override
  public Optional<Problem> problem() {
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
    return microphone.choose(device);
  }

  @Override
  public CompletableFuture<Void> chooseSpeaker(AudioDevice device) {
    return speaker.choose(device);
  }

  @Override
  public Optional<AudioDevice> microphoneInUse() {
    return microphone.inUse(snapshot.microphones);
  }

  @Override
  public Optional<AudioDevice> speakerInUse() {
    return speaker.inUse(snapshot.speakers);
  }

  @Override
  public Handle onChange(Runnable change) {
    Runnable own = change::run;
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  @Override
  public boolean playsTestSound() {
    return player.works() && speakerInUse().isPresent();
  }

  @Override
  public boolean measures() {
    return false;
  }

  @Override
  public CompletableFuture<Void> testSound() {
    return play(Chime.pcm());
  }

  @Override
  public CompletableFuture<Void> play(byte[] pcm) {
    return speakerInUse()
        .map(loudspeaker -> player.play(pcm, loudspeaker))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new MediaException("there is no loudspeaker")));
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

  /** Microphones, or loudspeakers: the one that was chosen and the one that is open. */
  private final class Side {
    private final Function<String, CompletableFuture<Void>> use;

    /** The person's choice; kept while the device is away, to be used when it is back. */
    private volatile String chosen = "";

    /** The device that libwebrtc has opened, as far as known; the default one at first. */
    private volatile String open = "";

    Side(Function<String, CompletableFuture<Void>> use) {
      this.use = use;
    }

    CompletableFuture<Void> choose(AudioDevice device) {
      return use.apply(device.id())
          .thenRun(
              () -> {
                chosen = device.id();
                open = device.id();
                tell();
              });
    }

    Optional<AudioDevice> inUse(List<AudioDevice> present) {
      return find(present, open);
    }

    /** Opens the chosen device if it is back, and the default one if the open one has gone. */
    void follow(List<AudioDevice> present) {
      Optional<AudioDevice> standard =
          present.stream().filter(AudioDevice::systemDefault).findFirst();
      if (open.isEmpty()) {
        standard.ifPresent(device -> open = device.id());
      }
      Optional<AudioDevice> wanted =
          find(present, chosen).or(() -> find(present, open)).or(() -> standard);
      if (wanted.isEmpty() || wanted.get().id().equals(open)) {
        return;
      }
      String id = wanted.get().id();
      use.apply(id)
          .whenComplete(
              (done, refusal) -> {
                if (refusal == null) {
                  open = id;
                  tell();
                } else {
                  log.warn("{} could not be opened: {}", wanted.get().name(), refusal.toString());
                }
              });
    }

    private static Optional<AudioDevice> find(List<AudioDevice> present, String id) {
      return present.stream().filter(device -> device.id().equals(id)).findFirst();
    }
  }

  private void look() {
    try {
      Snapshot now = reading.get();
      if (!now.equals(snapshot)) {
        snapshot = now;
        microphone.follow(now.microphones);
        speaker.follow(now.speakers);
        tellListeners();
      }
    } catch (RuntimeException | Error e) {
      // The binding throws Error for what libwebrtc refuses.
      log.warn("the devices cannot be listed: {}", e.toString());
    }
  }

  private static Snapshot read() {
    return new Snapshot(
        devices(MediaDevices.getAudioCaptureDevices(), MediaDevices.getDefaultAudioCaptureDevice()),
        devices(MediaDevices.getAudioRenderDevices(), MediaDevices.getDefaultAudioRenderDevice()));
  }

  private void tell() {
    executor.execute(this::tellListeners);
  }

  private void tellListeners() {
    Optional<AudioDevice> loudspeaker = speakerInUse();
    if (!loudspeaker.equals(lookedFor)) {
      lookedFor = loudspeaker;
      loudspeaker.ifPresent(player::look);
    }
    listeners.forEach(listener -> Threads.contain("device listener", listener));
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
