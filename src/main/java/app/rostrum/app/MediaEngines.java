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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how this machine can take part in sound. */
public final class MediaEngines {
  private static final Logger log = LoggerFactory.getLogger(MediaEngines.class);

  private MediaEngines() {}

  /**
   * What was found.
   *
   * @param engine always usable: connections, levels and signaling work even without sound
   * @param problem why there is no sound, for a person to read; empty if there is
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
   * Microphone and loudspeaker of this machine, or what is left of that. Loads native code: takes
   * up to a second the first time, so call it from no thread that draws.
   */
  public static Sound forPerson(Processing processing) {
    return System.getProperty("os.name", "").startsWith("Linux")
        ? onLinux(processing, Map.of())
        : elsewhere(processing);
  }

  /**
   * @param environment for the sound system's tools, on top of this process's own
   */
  static Sound onLinux(Processing processing, Map<String, String> environment) {
    WebRtcEngine engine;
    try {
      engine = WebRtcEngine.create(processing);
    } catch (MediaException e) {
      return withoutSound(e);
    }
    // Without pactl there is sound, but no choice: the devices say so.
    return new Sound(engine, PulseDevices.open(environment), Optional.empty());
  }

  private static Sound elsewhere(Processing processing) {
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
            ? "There is no sound: no sound system answers. You can follow the stream, but not hear"
                + " or be heard."
            : "There is no sound: the media library does not load here (" + said + ").";
    return new Sound(
        new ListenOnlyEngine(PlainEngine.create(new Silence(), PcmSink.DISCARD)),
        new NoDevices(problem),
        Optional.of(problem));
  }
}
