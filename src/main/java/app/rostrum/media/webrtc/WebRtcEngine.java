package app.rostrum.media.webrtc;

import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaException;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.Processing;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Threads;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.AudioDevice;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioDeviceModuleBase;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.AudioTrackSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A person's media engine: microphone, echo cancellation, playout, on libwebrtc. Every call of
 * libwebrtc is made on one thread per engine, because the binding neither counts references nor
 * checks them: a call after a release ends the process.
 */
public final class WebRtcEngine implements MediaEngine {
  private static final Logger log = LoggerFactory.getLogger(WebRtcEngine.class);
  private static final long CLOSE_SECONDS = 10;
  private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");

  private final SerialExecutor thread = SerialExecutor.onPlatformThread("webrtc-engine");
  private final AudioDeviceModuleBase devices;
  private final PeerConnectionFactory factory;
  private final Supplier<Processing> processing;

  // Only on the thread.
  // A track has a native one for each processing that it was sent with, each an option of a source.
  private final Map<WebRtcLocalTrack, Map<Processing, AudioTrack>> tracks = new HashMap<>();
  private final Map<Processing, AudioTrackSource> sources = new HashMap<>();
  private final List<WebRtcConnection> connections = new ArrayList<>();
  private @Nullable AudioTrack placeholder;
  private boolean closed;
  private boolean microphonePresent = true;
  private double playoutVolume = 1;

  private final CompletableFuture<Void> closing = new CompletableFuture<>();

  private WebRtcEngine(Supplier<Processing> processing) {
    this.processing = processing;
    AudioDeviceModule module = new AudioDeviceModule();
    try {
      this.factory = new PeerConnectionFactory(module);
    } catch (RuntimeException | Error e) {
      module.dispose();
      throw e;
    }
    this.devices = module;
  }

  /**
   * Loads libwebrtc and opens the sound system. The microphone is opened by the first connection
   * that sends, the loudspeaker by the first that receives.
   *
   * @throws MediaException if there is no libwebrtc for this machine, a library that it needs is
   *     missing, or there is no sound system
   */
  public static WebRtcEngine create(Processing processing) {
    return create(() -> processing);
  }

  /**
   * Opens the sound system, as {@link #create(Processing)}.
   *
   * @param processing gives the processing of each track when it is first sent, and again after
   *     {@link #applyProcessing}; called on the engine's thread
   */
  public static WebRtcEngine create(Supplier<Processing> processing) {
    try {
      return new WebRtcEngine(processing);
    } catch (RuntimeException | Error e) {
      // The binding throws Error when natives do not load and when libwebrtc refuses.
      throw new MediaException("libwebrtc: " + rootMessage(e), e);
    }
  }

  @Override
  public LocalAudioTrack createAudioTrack(String id) {
    return new WebRtcLocalTrack(this, id);
  }

  @Override
  public PeerConnection connect(List<IceServer> iceServers, PeerConnection.Listener listener) {
    var connection = new WebRtcConnection(this, listener);
    thread.execute(
        () -> {
          if (closed) {
            connection.closeNow();
            return;
          }
          connections.add(connection);
          connection.open(factory, iceServers);
        });
    return connection;
  }

  /** Closes the engine; returns when libwebrtc has released the devices, or after ten seconds. */
  @Override
  public void close() {
    thread.execute(this::closeNow);
    try {
      closing.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("the media engine did not close in order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes connections first, then the factory, then the devices: no other order works. */
  private void closeNow() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      List.copyOf(connections)
          .forEach(connection -> Threads.contain("closing a connection", connection::closeNow));
      // Tracks are not disposed: the binding refuses while senders of closed connections hold them.
      tracks.clear();
      sources.clear();
      placeholder = null;
      factory.dispose();
      devices.dispose();
      closing.complete(null);
    } catch (RuntimeException | Error e) {
      closing.completeExceptionally(e);
    } finally {
      thread.close();
    }
  }

  void onThread(Runnable step) {
    thread.execute(
        () -> {
          if (!closed) {
            step.run();
          }
        });
  }

  SerialExecutor thread() {
    return thread;
  }

  boolean isClosed() {
    return closed;
  }

  void remove(WebRtcConnection connection) {
    connections.remove(connection);
  }

  /** Returns the native track with the processing that is wanted now. Only on the thread. */
  AudioTrack nativeTrack(WebRtcLocalTrack track) {
    Processing wanted = processing.get();
    return tracks
        .computeIfAbsent(track, first -> new HashMap<>())
        .computeIfAbsent(
            wanted,
            first -> {
              AudioTrack made = factory.createAudioTrack(track.id(), source(wanted));
              made.setEnabled(track.enabled() && microphonePresent);
              return made;
            });
  }

  /** Enables or disables a track as its owner wants it, unless there is no microphone. */
  void applyEnabled(WebRtcLocalTrack track) {
    boolean enabled = track.enabled() && microphonePresent;
    tracks.getOrDefault(track, Map.of()).values().forEach(made -> made.setEnabled(enabled));
  }

  /**
   * Sends with the processing that is wanted now. libwebrtc takes it from a track's source each
   * time the track is attached or enabled, so every sender gets a track of another source.
   */
  @Override
  public void applyProcessing() {
    onThread(
        () ->
            connections.forEach(
                connection ->
                    Threads.contain("processing of the microphone", connection::renewTracks)));
  }

  /**
   * Tells whether what is captured is a microphone. If not, tracks send silence, enabled or not.
   * True at first.
   */
  public void setMicrophonePresent(boolean present) {
    onThread(
        () -> {
          if (present != microphonePresent) {
            microphonePresent = present;
            tracks.keySet().forEach(this::applyEnabled);
          }
        });
  }

  /**
   * Returns a track for sections that only receive, because the binding makes none without a track.
   */
  AudioTrack placeholder() {
    if (placeholder == null) {
      placeholder = factory.createAudioTrack("unsent", source(processing.get()));
      placeholder.setEnabled(false);
    }
    return placeholder;
  }

  private AudioTrackSource source(Processing wanted) {
    return sources.computeIfAbsent(
        wanted,
        first -> {
          var options = new AudioOptions();
          options.echoCancellation = wanted.echoCancellation();
          options.noiseSuppression = wanted.noiseSuppression();
          options.autoGainControl = wanted.gainControl();
          options.highpassFilter = wanted.noiseSuppression();
          return factory.createAudioSource(options);
        });
  }

  /** Opens another microphone, at once if one is open; not for Linux, where it has no effect. */
  CompletableFuture<Void> useMicrophone(String descriptor) {
    return change(
        () -> {
          var device = find(devices.getRecordingDevices(), descriptor);
          devices.stopRecording();
          devices.setRecordingDevice(device);
          if (connections.stream().anyMatch(WebRtcConnection::sends)) {
            devices.initRecording();
            devices.startRecording();
          }
        });
  }

  /** Opens another loudspeaker; as {@link #useMicrophone}. */
  CompletableFuture<Void> useSpeaker(String descriptor) {
    return change(
        () -> {
          var device = find(devices.getPlayoutDevices(), descriptor);
          devices.stopPlayout();
          devices.setPlayoutDevice(device);
          if (connections.stream().anyMatch(c -> !c.remoteTracks().isEmpty())) {
            devices.initPlayout();
            devices.startPlayout();
          }
        });
  }

  private CompletableFuture<Void> change(Runnable step) {
    var done = new CompletableFuture<Void>();
    boolean accepted =
        thread.offer(
            () -> {
              if (closed) {
                done.completeExceptionally(new MediaException("the engine is closed"));
                return;
              }
              try {
                step.run();
                done.complete(null);
              } catch (RuntimeException | Error e) {
                done.completeExceptionally(new MediaException("the device was refused", e));
              }
            });
    if (!accepted) {
      done.completeExceptionally(new MediaException("the engine is closed"));
    }
    return done;
  }

  private static AudioDevice find(List<AudioDevice> devices, String descriptor) {
    return devices.stream()
        .filter(device -> device.getDescriptor().equals(descriptor))
        .findFirst()
        .orElseThrow(() -> new MediaException("the device has gone"));
  }

  /** Only on the thread. */
  void applyVolumes() {
    var volumes = new ArrayList<Double>();
    boolean any = false;
    for (WebRtcConnection connection : connections) {
      for (WebRtcRemoteTrack track : connection.remoteTracks()) {
        track.applySilence();
        track.volume().ifPresent(volumes::add);
        any = true;
      }
    }
    double loudest = volumes.isEmpty() ? 1 : Collections.max(volumes);
    if (any && loudest > 0 && loudest != playoutVolume) {
      playoutVolume = loudest;
      // PulseAudio's scale is cubic: half of it is an eighth of the amplitude.
      double scaled = LINUX ? Math.cbrt(loudest) : loudest;
      try {
        devices.setSpeakerVolume((int) Math.round(scaled * devices.getMaxSpeakerVolume()));
      } catch (RuntimeException | Error e) {
        log.warn("the loudspeaker's volume cannot be set: {}", e.toString());
      }
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
