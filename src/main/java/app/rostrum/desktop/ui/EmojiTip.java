package app.rostrum.desktop.ui;

import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Tooltip;

/** Tooltips for names and other people's words, with emoji as pictures. */
public final class EmojiTip {
  private EmojiTip() {}

  public static Tooltip of(String text) {
    var tip = new Tooltip(text);
    if (TextRun.needed(text)) {
      tip.setGraphic(new EmojiLabel(text));
      tip.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }
    return tip;
  }
}
