package app.rostrum.desktop.ui;

import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Skin;

/** Shows menus so that the arrow keys go through them. */
public final class Menus {
  private Menus() {}

  public static void show(ContextMenu menu, Node anchor, Side side, double dx, double dy) {
    menu.show(anchor, side, dx, dy);
    // A menu that is shown for the first time does not take the keyboard by itself.
    Skin<?> skin = menu.getSkin();
    if (skin != null) {
      skin.getNode().requestFocus();
    }
  }
}
