package app.rostrum.desktop.live;

import app.rostrum.desktop.settings.TalkKey;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.scene.input.KeyCode;

/** The keys of the microphone: the talk key, which the person can choose, and Ctrl+D. */
final class MicrophoneKeys {
  /** The duration in milliseconds from which on a press is a long one. */
  static final long LONG_MILLIS = 350;

  private final BooleanSupplier on;
  private final Consumer<Boolean> set;
  private final Clock clock;
  private boolean down;
  private boolean talking;
  private long since;
  private TalkKey key = TalkKey.SPACE;

  /**
   * @param on whether the microphone is open
   * @param set opens or mutes it
   */
  public MicrophoneKeys(BooleanSupplier on, Consumer<Boolean> set, Clock clock) {
    this.on = on;
    this.set = set;
    this.clock = clock;
  }

  /** Changes the talk key. */
  public void use(TalkKey wanted) {
    release();
    key = wanted;
  }

  /**
   * Returns whether a key is the talk key.
   *
   * @param writing whether it was pressed in a text field, to which letters and Space belong
   */
  public boolean means(KeyCode code, boolean writing) {
    return code == key.code() && !(writing && key.types());
  }

  /** Handles the talk key going down. Repeats of a held key change nothing. */
  public void press() {
    if (down) {
      return;
    }
    down = true;
    since = clock.millis();
    talking = key.mode() == TalkKey.Mode.HOLD || !on.getAsBoolean();
    if (talking != on.getAsBoolean()) {
      set.accept(talking);
    }
  }

  /** Handles the release of the talk key, or the loss of the keyboard. */
  public void release() {
    if (!down) {
      return;
    }
    down = false;
    boolean mutes =
        switch (key.mode()) {
          case HOLD -> true;
          case TOGGLE -> false;
          case SWITCH_OR_HOLD -> talking && clock.millis() - since >= LONG_MILLIS;
        };
    if (mutes) {
      set.accept(false);
    }
    talking = false;
  }

  /** Switches the microphone: Ctrl+D. */
  public void toggle() {
    set.accept(!on.getAsBoolean());
  }
}
