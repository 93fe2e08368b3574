package app.rostrum.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.ModifierValue;
import javafx.scene.input.KeyEvent;

/** The names of keys, as they stand on keyboards where the person's language is spoken. */
public final class KeyNames {
  private static final boolean MAC =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");

  private KeyNames() {}

  public static String of(KeyCode code, Texts texts) {
    String key = "key." + code;
    return texts.has(key) ? texts.get(key) : code.getName();
  }

  /** Returns the names of keys that are pressed together, in the order of pressing. */
  public static List<String> each(KeyCodeCombination keys, Texts texts) {
    var names = new ArrayList<String>();
    if (down(keys.getShortcut()) || down(keys.getControl())) {
      names.add(MAC ? "⌘" : texts.get("key.CONTROL"));
    }
    if (down(keys.getShift())) {
      names.add(MAC ? "⇧" : texts.get("key.SHIFT"));
    }
    names.add(of(keys.getCode(), texts));
    return names;
  }

  /** Returns the same keys, which a menu shows by these names. */
  public static KeyCombination named(KeyCodeCombination keys, Texts texts) {
    return new Named(keys, together(keys, texts));
  }

  private static final class Named extends KeyCombination {
    private final KeyCodeCombination keys;
    private final String name;

    Named(KeyCodeCombination keys, String name) {
      super(keys.getShift(), keys.getControl(), keys.getAlt(), keys.getMeta(), keys.getShortcut());
      this.keys = keys;
      this.name = name;
    }

    @Override
    public boolean match(KeyEvent e) {
      return keys.match(e);
    }

    @Override
    public String getDisplayText() {
      return name;
    }
  }

  private static boolean down(ModifierValue modifier) {
    return modifier == ModifierValue.DOWN;
  }

  /** Returns the name of the first keys of a shortcut, for example "Ctrl+Shift+C". */
  public static String of(Shortcut shortcut, Texts texts) {
    return together(shortcut.keys().getFirst(), texts);
  }

  /** Returns the names of keys that are pressed together. */
  public static String together(KeyCodeCombination keys, Texts texts) {
    return String.join("+", each(keys, texts));
  }
}
