package app.rostrum.desktop.live;

import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The keys of the microphone. The talk key mutes an open microphone. It opens a muted one at once:
 * a short press leaves it open, a long one mutes it again on release.
 */
final class MicrophoneKeys {
  /** The duration in milliseconds from which on a press is a long one. */
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

  /** Handles the talk key going down. Repeats of a held key change nothing. */
  public void press() {
    if (down) {
      return;
    }
    down = true;
    since = clock.millis();
    talking = !on.getAsBoolean();
    set.accept(talking);
  }

  /** Handles the release of the talk key, or the loss of the keyboard. */
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

  /** Switches the microphone: Ctrl+D. */
  public void toggle() {
    set.accept(!on.getAsBoolean());
  }
}
