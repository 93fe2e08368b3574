package app.rostrum.demo;

import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;

/** A voice that plays a tone while it is switched on. */
final class SwitchedVoice implements PcmSource {
  private final PcmSource tone;
  private final PcmSource silence = new Silence();
  private volatile boolean speaking;

  /**
   * @param hz the tone's pitch; 0 for a participant that never speaks
   */
  SwitchedVoice(double hz) {
    tone = hz > 0 ? new Tone(hz) : silence;
  }

  void speak(boolean on) {
    speaking = on;
  }

  @Override
  public boolean read(short[] frame) {
    return speaking ? tone.read(frame) : silence.read(frame);
  }
}
