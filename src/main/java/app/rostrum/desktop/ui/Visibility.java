package app.rostrum.desktop.ui;

import javafx.scene.Node;

/** Shows nodes, and hides them so that they take no room. */
public final class Visibility {
  private Visibility() {}

  public static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
