package app.rostrum.desktop.ui;

import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

/** Tooltips for names and other people's words, with emoji as pictures. */
public final class EmojiTip {
  /** The text of a tooltip that nobody has pointed for yet. */
  private static final Object WAITING = new Object();

  private EmojiTip() {}

  public static Tooltip of(String text) {
    var tip = new Tooltip();
    fill(tip, text);
    return tip;
  }

  /**
   * Gives a control a tooltip, or its tooltip another text. The tooltip is made when the pointer
   * first comes to the control, because each costs a window.
   */
  public static void show(Control control, String text) {
    Tooltip tip = control.getTooltip();
    if (tip != null) {
      if (!text.equals(tip.getText())) {
        fill(tip, text);
      }
    } else if (control.getProperties().put(WAITING, text) == null) {
      control.addEventHandler(MouseEvent.MOUSE_ENTERED, e -> make(control));
    }
  }

  private static void make(Control control) {
    if (control.getTooltip() == null
        && control.getProperties().get(WAITING) instanceof String text) {
      control.setTooltip(of(text));
    }
  }

  private static void fill(Tooltip tip, String text) {
    boolean pictures = TextRun.needed(text);
    tip.setText(text);
    tip.setGraphic(pictures ? new EmojiLabel(text) : null);
    tip.setContentDisplay(pictures ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
  }
}
