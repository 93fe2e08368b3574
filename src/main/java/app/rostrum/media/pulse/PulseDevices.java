package app.rostrum.media.pulse;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.Chime;
import app.rostrum.media.MediaException;
import app.rostrum.media.NoDevices;
import app.rostrum.media.pulse.SoundSystem.Endpoint;
import app.rostrum.media.pulse.SoundSystem.Stream;
import app.rostrum.threads.Backoff;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Devices of PulseAudio or PipeWire. libwebrtc cannot choose on Linux: it opens the default. So a
 * choice is made from outside, by moving this process's streams, which works in the middle of a
 * call; afterwards the sound system is asked where they are.
 */
public final class PulseDevices implements AudioDevices {
  private static final Logger log = LoggerFactory.getLogger(PulseDevices.class);
  private static final Duration SETTLE = Duration.ofMillis(40);
  private static final Backoff.Policy RETRY =
      Backoff.Policy.doubling(Duration.ofSeconds(2), Duration.ofSeconds(30));

  private final Pactl pactl;
  private final SerialExecutor executor = new SerialExecutor("audio-devices");
  private final Timers timers = Timers.create("audio-devices").on(executor);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<MicrophoneMeter> meters = new CopyOnWriteArrayList<>();
  private final Choice microphone = new Choice();
  private final Choice speaker = new Choice();

  private volatile Snapshot snapshot;

  // Only on the executor.
  private final Backoff backoff;
  private boolean refreshPending;

  /**
   * True if there was no microphone. The sound system captures a loudspeaker's monitor then, and
   * goes on with it when there is a microphone again. Only on the executor.
   */
  private boolean withoutMicrophone;

  private volatile @Nullable Process subscription;
  private volatile boolean closed;

  /** The state that callers see. */
  private record Snapshot(
      SoundSystem system,
      Optional<AudioDevice> microphone,
      Optional<AudioDevice> speaker,
      Optional<Problem> problem) {}

  /**
   * A person's choice; kept while the device is away, so that the device is used when it is back.
   */
  private static final class Choice {
    private volatile Optional<Endpoint> chosen = Optional.empty();
  }

  private PulseDevices(
      Pactl pactl, Backoff.Policy retry, SoundSystem system, Optional<Problem> problem) {
    this.pactl = pactl;
    this.backoff = new Backoff(retry, new Random(), System::nanoTime);
    this.snapshot = snapshot(system, problem);
  }

  /**
   * Asks the sound system for its devices and waits for the answer. If none answers, it is asked
   * again from time to time.
   *
   * @param environment variables in addition to this process's own, for example PULSE_SERVER
   * @return {@link NoDevices} if the tools of the sound system are missing
   */
  public static AudioDevices open(Map<String, String> environment) {
    var pactl = new Pactl(environment, ProcessHandle.current().pid());
    try {
      return start(pactl, RETRY);
    } catch (IOException e) {
      log.info("no sound: {}", e.toString());
      return new NoDevices(Problem.NO_TOOL);
    }
  }

  /**
   * Creates the devices of a sound system.
   *
   * @param retry the waits before changes are subscribed to again
   * @throws IOException if its tools are missing
   */
  static PulseDevices start(Pactl pactl, Backoff.Policy retry) throws IOException {
    PulseDevices devices;
    try {
      devices = new PulseDevices(pactl, retry, pactl.read(), Optional.empty());
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith("Cannot run program")) {
        throw e;
      }
      log.info("no sound yet: {}", e.toString());
      devices =
          new PulseDevices(pactl, retry, SoundSystem.NONE, Optional.of(Problem.NO_SOUND_SYSTEM));
    }
    devices.executor.execute(devices::subscribe);
    return devices;
  }

  @Override
  public Optional<Problem> problem() {
    return snapshot.problem;
  }

  @Override
  public List<AudioDevice> microphones() {
    return snapshot.system.microphones();
  }

  @Override
  public List<AudioDevice> speakers() {
    return snapshot.system.speakers();
  }

  @Override
  public CompletableFuture<Void> chooseMicrophone(AudioDevice device) {
    return choose(microphone, device);
  }

  @Override
  public CompletableFuture<Void> chooseSpeaker(AudioDevice device) {
    return choose(speaker, device);
  }

  @Override
  public Optional<AudioDevice> microphoneInUse() {
    return snapshot.microphone;
  }

  @Override
  public Optional<AudioDevice> speakerInUse() {
    return snapshot.speaker;
  }

  @Override
  public Handle onChange(Runnable change) {
    // Wrapped, so that removing one of two equal listeners leaves the other.
    Runnable own = change::run;
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  @Override
  public boolean playsTestSound() {
    return snapshot.speaker.isPresent();
  }

  @Override
  public boolean measures() {
    return snapshot.microphone.isPresent();
  }

  @Override
  public CompletableFuture<Void> testSound() {
    return play(Chime.pcm());
  }

  @Override
  public CompletableFuture<Void> play(byte[] pcm) {
    if (pcm.length > LONGEST_PLAYED) {
      throw new IllegalArgumentException("a sound of " + pcm.length + " bytes");
    }
    Optional<AudioDevice> sink = snapshot.speaker;
    if (sink.isEmpty()) {
      return CompletableFuture.failedFuture(new MediaException("there is no loudspeaker"));
    }
    var done = new CompletableFuture<Void>();
    Thread player =
        Threads.startVirtual(
            "sound",
            () -> {
              try {
                pactl.play(sink.get(), pcm);
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(new MediaException("the loudspeaker refused", e));
              }
            });
    done.whenComplete(
        (played, failure) -> {
          if (done.isCancelled()) {
            player.interrupt();
          }
        });
    return done;
  }

  @Override
  public Handle meter(DoubleConsumer level) {
    var meter = new MicrophoneMeter(pactl, executor, level, meters::remove);
    meters.add(meter);
    executor.execute(() -> meter.follow(snapshot.microphone));
    return meter;
  }

  @Override
  public void close() {
    closed = true;
    Process watched = subscription;
    if (watched != null) {
      watched.destroyForcibly();
    }
    meters.forEach(MicrophoneMeter::close);
    timers.close();
    executor.close();
  }

  private CompletableFuture<Void> choose(Choice choice, AudioDevice device) {
    var done = new CompletableFuture<Void>();
    boolean accepted =
        executor.offer(
            () -> {
              try {
                take(choice, device);
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    if (!accepted) {
      done.completeExceptionally(new MediaException("the devices are closed"));
    }
    return done;
  }

  private void take(Choice choice, AudioDevice device) {
    Optional<Endpoint> before = choice.chosen;
    List<Endpoint> known =
        choice == microphone ? snapshot.system.sources() : snapshot.system.sinks();
    choice.chosen =
        SoundSystem.find(known, device.id()).or(() -> Optional.of(Endpoint.unknown(device)));
    boolean inUse = false;
    try {
      refresh();
      Optional<AudioDevice> now = choice == microphone ? snapshot.microphone : snapshot.speaker;
      inUse = now.map(AudioDevice::id).equals(Optional.of(device.id()));
    } finally {
      if (!inUse) {
        choice.chosen = before;
      }
    }
    if (!inUse) {
      refresh();
      throw new MediaException("the sound system does not give " + device.name());
    }
  }

  private void subscribe() {
    if (closed) {
      return;
    }
    Process watched;
    try {
      watched = pactl.subscribe();
    } catch (Throwable e) {
      log.warn("devices that come and go are not noticed for now: {}", e.toString());
      subscribeLater();
      return;
    }
    subscription = watched;
    backoff.connected();
    Threads.startVirtual("audio-device-events", () -> watch(watched));
    if (closed) {
      watched.destroyForcibly();
    }
    refresh();
  }

  private void subscribeLater() {
    backoff.next().ifPresent(wait -> timers.after(wait, this::subscribe));
  }

  private void watch(Process watched) {
    try (var lines = watched.inputReader()) {
      String line;
      while ((line = lines.readLine()) != null) {
        // Each pactl of this process is a client that comes and goes; their streams matter, not
        // they.
        if (!line.contains("on client")) {
          executor.execute(this::refreshSoon);
        }
      }
    } catch (IOException e) {
      log.debug("device events ended: {}", e.toString());
    } finally {
      watched.destroyForcibly();
      executor.execute(this::refreshSoon);
      executor.execute(this::subscribeLater);
    }
  }

  /** Schedules one refresh for several events that come together. */
  private void refreshSoon() {
    if (!refreshPending && !closed) {
      refreshPending = true;
      timers.after(
          SETTLE,
          () -> {
            refreshPending = false;
            refresh();
          });
    }
  }

  private void refresh() {
    if (closed) {
      return;
    }
    Snapshot before = snapshot;
    Snapshot now;
    try {
      SoundSystem system = pactl.read();
      if (moveStreams(system)) {
        system = pactl.read();
      }
      now = snapshot(system, Optional.empty());
    } catch (IOException e) {
      boolean neverThere = before.problem.equals(Optional.of(Problem.NO_SOUND_SYSTEM));
      if (!neverThere) {
        log.warn("the sound system cannot be asked: {}", e.toString());
      }
      now =
          snapshot(
              SoundSystem.NONE, Optional.of(neverThere ? Problem.NO_SOUND_SYSTEM : Problem.GONE));
    }
    boolean restarted =
        before.problem.isEmpty()
            && now.problem.isEmpty()
            && !now.system.instance().equals(before.system.instance());
    if (restarted) {
      // Nobody noticed that it was away, but it has forgotten this process and its streams.
      publish(before, snapshot(SoundSystem.NONE, Optional.of(Problem.GONE)));
    }
    publish(snapshot, now);
  }

  private void publish(Snapshot before, Snapshot now) {
    snapshot = now;
    Optional<AudioDevice> microphoneNow = now.microphone;
    for (MicrophoneMeter meter : meters) {
      Threads.contain("microphone meter", () -> meter.follow(microphoneNow));
    }
    if (!now.equals(before)) {
      listeners.forEach(listener -> Threads.contain("device listener", listener));
    }
  }

  private boolean moveStreams(SoundSystem system) {
    boolean moved = false;
    Optional<Endpoint> source =
        SoundSystem.find(system.sources(), microphone.chosen)
            .or(() -> withoutMicrophone ? system.anyMicrophone() : Optional.empty());
    withoutMicrophone = system.microphones().isEmpty();
    Optional<Endpoint> sink = SoundSystem.find(system.sinks(), speaker.chosen);
    try {
      for (Stream capture : system.captures()) {
        if (source.isPresent() && capture.endpoint() != source.get().number()) {
          pactl.moveCapture(capture, source.get());
          moved = true;
        }
      }
      for (Stream playout : system.playouts()) {
        if (sink.isPresent() && playout.endpoint() != sink.get().number()) {
          pactl.movePlayout(playout, sink.get());
          moved = true;
        }
      }
    } catch (IOException e) {
      // The devices in use are read from the sound system afterwards, so nothing wrong is shown.
      log.warn("a stream was not moved: {}", e.toString());
      return true;
    }
    return moved;
  }

  private Snapshot snapshot(SoundSystem system, Optional<Problem> problem) {
    return new Snapshot(
        system,
        SoundSystem.inUse(system.captures(), system.sources(), microphone.chosen),
        SoundSystem.inUse(system.playouts(), system.sinks(), speaker.chosen),
        problem);
  }
}
