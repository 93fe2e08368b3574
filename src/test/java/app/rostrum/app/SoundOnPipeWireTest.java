package app.rostrum.app;

import app.rostrum.testing.PulseAudio;
import java.io.IOException;

/** The same with PipeWire, whose answers to the protocol of PulseAudio are its own. */
class SoundOnPipeWireTest extends SoundOnLinuxTest {
  @Override
  PulseAudio sound() throws IOException {
    return PulseAudio.startPipeWire();
  }
}
