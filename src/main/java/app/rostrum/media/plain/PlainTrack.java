package app.rostrum.media.plain;

import app.rostrum.media.LocalAudioTrack;

/** The engine's source as a track. */
final class PlainTrack implements LocalAudioTrack {
  private final String id;
  private volatile boolean enabled = true;

  // Only on the ticker's thread.
  private boolean before;
  private boolean now;
  private long beat = -1;

  PlainTrack(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean enabled() {
    return enabled;
  }

  @Override
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** Begins a beat, in which the track stays as it is now; several connections may carry it. */
  void begin(long number) {
    if (number == beat) {
      return;
    }
    beat = number;
    before = now;
    now = enabled;
  }

  /** Returns whether the frame of this beat is heard, be it only at its beginning or end. */
  boolean audible() {
    return now || before;
  }

  /** Returns how the sound of this beat begins and ends. */
  Fade fade() {
    return now == before ? Fade.NONE : now ? Fade.IN : Fade.OUT;
  }
}
