package app.rostrum.app;

import app.rostrum.media.AudioDevices;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaException;
import app.rostrum.media.NoDevices;
import app.rostrum.media.Processing;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.pulse.PulseDevices;
import app.rostrum.media.webrtc.SystemDevices;
import app.rostrum.media.webrtc.WebRtcEngine;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the media engine for a person at this machine. */
public final class MediaEngines {
  private static final Logger log = LoggerFactory.getLogger(MediaEngines.class);

  private static final String NONE_YET =
      "There is no sound: no sound system answers. You can follow the stream, but you cannot hear"
          + " or be heard.";

  private MediaEngines() {}

  /**
   * The sound of this machine.
   *
   * @param engine always usable: connections, levels and signaling work even without sound
   * @param problem the reason for having no sound, for the log; empty if there is sound
   */
  public record Sound(MediaEngine engine, AudioDevices devices, Optional<String> problem)
      implements AutoCloseable {
    @Override
    public void close() {
      try (devices) {
        engine.close();
      }
    }
  }

  /**
   * Opens microphone and loudspeaker, or an engine without sound. Loads native code, which takes up
   * to a second the first time, so it must not be called on the UI thread.
   *
   * @param processing asked again each time the microphone is to be sent
   */
  public static Sound forPerson(Supplier<Processing> processing) {
    return System.getProperty("os.name", "").startsWith("Linux")
        ? onLinux(processing, Map.of())
        : elsewhere(processing);
  }

  /**
   * Opens the sound of a Linux machine.
   *
   * @param environment added to this process's own, for the tools of the sound system
   */
  static Sound onLinux(Supplier<Processing> processing, Map<String, String> environment) {
    ReopenedEngine engine;
    try {
      engine = new ReopenedEngine(() -> WebRtcEngine.create(processing), MediaEngines::silent);
    } catch (MediaException e) {
      return withoutSound(e);
    }
    // Without pactl there is sound but no choice of devices, which the devices report.
    AudioDevices devices = PulseDevices.open(environment);
    engine.follow(devices);
    return new Sound(engine, devices, engine.isSilent() ? Optional.of(NONE_YET) : Optional.empty());
  }

  private static Sound elsewhere(Supplier<Processing> processing) {
    try {
      WebRtcEngine engine = WebRtcEngine.create(processing);
      return new Sound(engine, SystemDevices.of(engine), Optional.empty());
    } catch (MediaException e) {
      return withoutSound(e);
    }
  }

  private static Sound withoutSound(MediaException reason) {
    log.warn("no sound: {}", reason.getMessage());
    boolean noSystem = lacksSoundSystem(reason);
    return new Sound(
        silent(),
        new NoDevices(
            noSystem ? AudioDevices.Problem.NO_SOUND_SYSTEM : AudioDevices.Problem.NO_LIBRARY),
        Optional.of(
            noSystem
                ? NONE_YET
                : "There is no sound: the media library cannot be loaded ("
                    + reason.getMessage()
                    + ")."));
  }

  private static MediaEngine silent() {
    return new ListenOnlyEngine(PlainEngine.create(new Silence(), PcmSink.DISCARD));
  }

  /** Returns whether libwebrtc is there and was refused by the sound system, or found none. */
  static boolean lacksSoundSystem(MediaException reason) {
    return String.valueOf(reason.getMessage()).contains("AudioDeviceModule");
  }
}
