package app.rostrum.media.plain;

/** A frame that swells or dies away within five milliseconds: cut off at once, sound clicks. */
enum Fade {
  NONE,
  IN,
  OUT;

  /** 5 ms at 48 kHz. */
  static final int SAMPLES = 240;

  /** Applies the fade to a frame; what follows one that goes out is silence. */
  void apply(short[] frame) {
    if (this == NONE) {
      return;
    }
    for (int i = 0; i < frame.length; i++) {
      double passed = Math.min(1, (double) i / SAMPLES);
      frame[i] = (short) Math.round(frame[i] * (this == IN ? passed : 1 - passed));
    }
  }
}
