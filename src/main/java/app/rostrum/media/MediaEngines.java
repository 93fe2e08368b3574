package app.rostrum.media;

import java.util.Optional;

/** Chooses how this machine can take part in sound. */
public final class MediaEngines {
  private MediaEngines() {}

  /**
   * What was found.
   *
   * @param engine always usable: connections, levels and signaling work even without sound
   * @param problem why there is no sound, or only part of it, for a person to read
   */
  public record Sound(MediaEngine engine, AudioDevices devices, Optional<String> problem)
      implements AutoCloseable {
    @Override
    public void close() {
      engine.close();
      devices.close();
    }
  }

  /**
   * Microphone and loudspeaker of this machine, or what is left of that. Loads native code: takes
   * up to a second the first time, so call it from no thread that draws.
   */
  public static Sound forPerson(Processing processing) {
    throw new UnsupportedOperationException();
  }
}
