package app.rostrum.app;

import app.rostrum.media.AudioDevices;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.OwnSound;
import java.util.function.Consumer;

/** The person's sound on a media engine. */
record EngineSound(MediaEngine engine) implements OwnSound {
  @Override
  public void applyProcessing() {
    engine.applyProcessing();
  }

  @Override
  public AudioDevices.Handle rehearse(Consumer<Rehearsal> moment) {
    return EngineRehearsal.begin(engine, Math.toIntExact(REHEARSAL.toSeconds()), moment);
  }
}
