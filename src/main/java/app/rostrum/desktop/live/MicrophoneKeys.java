package app.rostrum.desktop.live;

import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the talk key does. With the microphone on, it mutes. With the microphone muted, it opens the
 * microphone at once: a short press leaves it open, a long one mutes again when the key is let go.
 */
final class MicrophoneKeys {
  /** A press longer than this, in milliseconds, was meant to last as long as the key was held. */
  static final long LONG_MILLIS = 350;

  private final BooleanSupplier on;
  private final Consumer<Boolean> set;
  private final Clock clock;
  private boolean down;
  private boolean talking;
  private long since;

  /**
   * @param on whether the microphone is open
   * @param set opens or mutes it
   */
  public MicrophoneKeys(BooleanSupplier on, Consumer<Boolean> set, Clock clock) {
    this.on = on;
    this.set = set;
    this.clock = clock;
  }

  /** The key goes down; repeats of a held key change nothing. */
  public void press() {
    if (down) {
      return;
    }
    down = true;
    since = clock.millis();
    talking = !on.getAsBoolean();
    set.accept(talking);
  }

  /** The key is let go, or the window lost the keyboard. */
  public void release() {
    if (!down) {
      return;
    }
    down = false;
    if (talking && clock.millis() - since >= LONG_MILLIS) {
      set.accept(false);
    }
    talking = false;
  }

  /** Ctrl+D. */
  public void toggle() {
    set.accept(!on.getAsBoolean());
  }
}
