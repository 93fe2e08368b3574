package app.rostrum.media.pulse;

import app.rostrum.testing.PulseAudio;
import java.io.IOException;

/** The same with PipeWire, whose answers to the protocol of PulseAudio are its own. */
class PipeWireDevicesTest extends PulseDevicesTest {
  @Override
  PulseAudio sound() throws IOException {
    return PulseAudio.startPipeWire();
  }
}
