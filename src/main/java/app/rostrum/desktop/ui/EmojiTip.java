package app.rostrum.desktop.ui;

import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;

/** Tooltips for names and other people's words, with emoji as pictures. */
public final class EmojiTip {
  private EmojiTip() {}

  public static Tooltip of(String text) {
    var tip = new Tooltip();
    fill(tip, text);
    return tip;
  }

  /** Gives a control a tooltip, or its tooltip another text: a new one costs a window each. */
  public static void show(Control control, String text) {
    Tooltip tip = control.getTooltip();
    if (tip == null) {
      control.setTooltip(of(text));
    } else if (!text.equals(tip.getText())) {
      fill(tip, text);
    }
  }

  private static void fill(Tooltip tip, String text) {
    boolean pictures = TextRun.needed(text);
    tip.setText(text);
    tip.setGraphic(pictures ? new EmojiLabel(text) : null);
    tip.setContentDisplay(pictures ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
  }
}
