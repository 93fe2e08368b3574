package app.rostrum.desktop.ui;

import static javafx.scene.input.KeyCode.C;
import static javafx.scene.input.KeyCode.COMMA;
import static javafx.scene.input.KeyCode.CONTEXT_MENU;
import static javafx.scene.input.KeyCode.D;
import static javafx.scene.input.KeyCode.DELETE;
import static javafx.scene.input.KeyCode.DIGIT1;
import static javafx.scene.input.KeyCode.DIGIT2;
import static javafx.scene.input.KeyCode.DIGIT3;
import static javafx.scene.input.KeyCode.DIGIT4;
import static javafx.scene.input.KeyCode.DIGIT5;
import static javafx.scene.input.KeyCode.DIGIT6;
import static javafx.scene.input.KeyCode.E;
import static javafx.scene.input.KeyCode.ENTER;
import static javafx.scene.input.KeyCode.ESCAPE;
import static javafx.scene.input.KeyCode.F1;
import static javafx.scene.input.KeyCode.F10;
import static javafx.scene.input.KeyCode.F6;
import static javafx.scene.input.KeyCode.H;
import static javafx.scene.input.KeyCode.LEFT;
import static javafx.scene.input.KeyCode.M;
import static javafx.scene.input.KeyCode.P;
import static javafx.scene.input.KeyCode.RIGHT;
import static javafx.scene.input.KeyCode.T;
import static javafx.scene.input.KeyCode.UP;
import static javafx.scene.input.KeyCode.Z;
import static javafx.scene.input.KeyCombination.SHIFT_DOWN;
import static javafx.scene.input.KeyCombination.SHORTCUT_DOWN;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination.Modifier;
import javafx.scene.input.KeyCombination.ModifierValue;
import javafx.scene.input.KeyEvent;

/**
 * The shortcuts of the app: handlers ask them for their keys, tooltips and the sheet show the same
 * ones. Only the talk key is not among them, because people choose it.
 */
public enum Shortcut {
  SHEET(Area.ANYWHERE, "?", key(F1)),
  SETTINGS(Area.ANYWHERE, control(COMMA)),
  CLOSE(Area.ANYWHERE, key(ESCAPE)),
  MESSAGE(Area.ANYWHERE, key(F6)),
  TAKE_UP(Area.ANYWHERE, control(Z)),
  MICROPHONE(Area.STREAM, control(D)),
  HAND(Area.STREAM, controlShift(H)),
  REACT(
      Area.STREAM,
      control(DIGIT1),
      control(DIGIT2),
      control(DIGIT3),
      control(DIGIT4),
      control(DIGIT5),
      control(DIGIT6)),
  PEOPLE(Area.STREAM, controlShift(P)),
  CHAT(Area.STREAM, controlShift(C)),
  CAPTIONS(Area.STREAM, controlShift(T)),
  COMPACT(Area.STREAM, controlShift(M)),
  DETAILS(Area.STREAM, controlShift(D)),
  /** Wider by the first key, narrower by the second, while the panel's edge has the keyboard. */
  PANEL_WIDTH(Area.STREAM, key(LEFT), key(RIGHT)),
  /** The menu of a person or message. Where the system knows such keys, it asks for menus, too. */
  MENU(Area.LISTS, key(ENTER), key(CONTEXT_MENU), shift(F10)),
  COPY(Area.LISTS, control(C)),
  REMOVE(Area.LISTS, key(DELETE)),
  SEND(Area.WRITING, key(ENTER), control(ENTER)),
  NEW_LINE(Area.WRITING, shift(ENTER)),
  EDIT_LAST(Area.WRITING, key(UP)),
  EMOJI(Area.WRITING, control(E));

  /** The part of the app in which a shortcut works. */
  public enum Area {
    ANYWHERE,
    /** In a stream. */
    STREAM,
    /** In a list of people or messages. */
    LISTS,
    /** In the chat's input. */
    WRITING
  }

  private final Area area;
  private final String typed;
  private final List<KeyCodeCombination> keys;

  Shortcut(Area area, KeyCodeCombination... keys) {
    this(area, "", keys);
  }

  /**
   * @param typed a character that does the same, wherever it is on the keyboard
   */
  Shortcut(Area area, String typed, KeyCodeCombination... keys) {
    this.area = area;
    this.typed = typed;
    this.keys = List.of(keys);
  }

  private static KeyCodeCombination key(KeyCode code) {
    return new KeyCodeCombination(code);
  }

  private static KeyCodeCombination shift(KeyCode code) {
    return new KeyCodeCombination(code, SHIFT_DOWN);
  }

  private static KeyCodeCombination control(KeyCode code) {
    return new KeyCodeCombination(code, SHORTCUT_DOWN);
  }

  private static KeyCodeCombination controlShift(KeyCode code) {
    return new KeyCodeCombination(code, new Modifier[] {SHORTCUT_DOWN, SHIFT_DOWN});
  }

  public Area area() {
    return area;
  }

  /** The keys, each of which is enough. */
  public List<KeyCodeCombination> keys() {
    return keys;
  }

  /** The character that does the same outside text fields; empty if there is none. */
  public String typed() {
    return typed;
  }

  /** Returns whether a pressed key, or a character typed outside text fields, is this shortcut. */
  public boolean matches(KeyEvent e) {
    return e.getEventType() == KeyEvent.KEY_TYPED
        ? !typed.isEmpty()
            && typed.equals(e.getCharacter())
            && !(e.getTarget() instanceof TextInputControl)
        : which(e).isPresent();
  }

  /** Returns the position of a pressed key among the keys. */
  public OptionalInt which(KeyEvent e) {
    return e.getEventType() == KeyEvent.KEY_PRESSED
        ? IntStream.range(0, keys.size()).filter(i -> keys.get(i).match(e)).findFirst()
        : OptionalInt.empty();
  }

  /** Returns whether a key alone, without Ctrl or Shift, is a shortcut. */
  public static boolean takes(KeyCode code) {
    return Arrays.stream(values())
        .flatMap(shortcut -> shortcut.keys.stream())
        .anyMatch(
            keys ->
                keys.getCode() == code
                    && keys.getShift() == ModifierValue.UP
                    && keys.getShortcut() == ModifierValue.UP);
  }
}
