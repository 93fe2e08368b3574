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
      engine = new ReopenedEngine(() -> WebRtcEngine.create(processing));
    } catch (MediaException e) {
      return withoutSound(e);
    }
    // Without pactl there is sound but no choice of devices, which the devices report.
    AudioDevices devices = PulseDevices.open(environment);
    engine.follow(devices);
    return new Sound(engine, devices, Optional.empty());
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
    String said = String.valueOf(reason.getMessage());
    String problem =
        said.contains("AudioDeviceModule")
            ? "There is no sound: no sound system answers. You can follow the stream, but you"
                + " cannot hear or be heard."
            : "There is no sound: the media library cannot be loaded (" + said + ").";
    return new Sound(
        new ListenOnlyEngine(PlainEngine.create(new Silence(), PcmSink.DISCARD)),
        new NoDevices(
            said.contains("AudioDeviceModule")
                ? AudioDevices.Problem.NO_SOUND_SYSTEM
                : AudioDevices.Problem.NO_LIBRARY),
        Optional.of(problem));
  }
}
