package app.rostrum.desktop.live;

import app.rostrum.desktop.settings.TalkKey;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.scene.input.KeyCode;

/**
 * The keys of the microphone: the talk key, which the person can choose, and Ctrl+D. The talk key
 * comes from the window, and from the desktop where it is heard in front of other programs, too.
 */
final class MicrophoneKeys {
  /** The duration in milliseconds from which on a press is a long one. */
  static final long LONG_MILLIS = 350;

  private final BooleanSupplier on;
  private final Consumer<Boolean> set;
  private final Clock clock;
  private boolean down;
  private boolean downElsewhere;
  private boolean deaf;
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
    end();
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

  /**
   * Changes whether the desktop tells each press of the same key, so that the window's would be
   * told twice.
   */
  public void setDeaf(boolean now) {
    release();
    deaf = now;
  }

  /** Handles the talk key going down in the window. Repeats of a held key change nothing. */
  public void press() {
    if (!deaf) {
      begin(false);
    }
  }

  /** Handles the talk key going down in whatever window. */
  public void pressElsewhere() {
    begin(true);
  }

  private void begin(boolean elsewhere) {
    if (down) {
      return;
    }
    down = true;
    downElsewhere = elsewhere;
    since = clock.millis();
    talking = key.mode() == TalkKey.Mode.HOLD || !on.getAsBoolean();
    if (talking != on.getAsBoolean()) {
      set.accept(talking);
    }
  }

  /** Handles the release of the talk key in the window, or the loss of the keyboard. */
  public void release() {
    if (!downElsewhere) {
      end();
    }
  }

  /** Handles the release of a talk key that was pressed in whatever window. */
  public void releaseElsewhere() {
    if (downElsewhere) {
      end();
    }
  }

  private void end() {
    if (!down) {
      return;
    }
    down = false;
    downElsewhere = false;
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
