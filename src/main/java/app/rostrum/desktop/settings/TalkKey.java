package app.rostrum.desktop.settings;

import app.rostrum.desktop.ui.Shortcut;
import javafx.scene.input.KeyCode;

/**
 * The key of the microphone.
 *
 * @param mode what a press does
 */
public record TalkKey(KeyCode code, Mode mode) {
  /** The effect of the key. */
  public enum Mode {
    /** A short press switches the microphone, a long one opens a muted one while it is held. */
    SWITCH_OR_HOLD,
    /** The microphone is open while the key is held, and muted otherwise. */
    HOLD,
    /** Each press switches the microphone. */
    TOGGLE
  }

  /** The key without push-to-talk. */
  public static final TalkKey SPACE = new TalkKey(KeyCode.SPACE, Mode.SWITCH_OR_HOLD);

  /**
   * Returns whether a key can be chosen. Keys that move the focus, close something or belong to
   * shortcuts cannot.
   */
  public static boolean usable(KeyCode code) {
    return !Shortcut.takes(code) && isPlain(code);
  }

  private static boolean isPlain(KeyCode code) {
    return code.isLetterKey()
        || code.isDigitKey()
        || code.isFunctionKey()
        || code.isKeypadKey() && !code.isNavigationKey()
        || switch (code) {
          case SPACE, BACK_QUOTE, INSERT, PAUSE, PRINTSCREEN, SCROLL_LOCK -> true;
          default -> false;
        };
  }

  /** Returns whether the key types a character, so that it belongs to text fields. */
  public boolean types() {
    return !code.isFunctionKey()
        && switch (code) {
          case INSERT, PAUSE, PRINTSCREEN, SCROLL_LOCK -> false;
          default -> true;
        };
  }
}
