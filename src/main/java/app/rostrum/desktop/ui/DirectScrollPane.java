package app.rostrum.desktop.ui;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Skin;

/**
 * A scroll pane that is drawn directly. The toolkit's draws its content into a picture first, as
 * large as the pane, and keeps the pictures of panes that were closed until memory is short.
 */
public final class DirectScrollPane extends ScrollPane {
  /** Creates a pane without content. */
  public DirectScrollPane() {}

  public DirectScrollPane(Node content) {
    super(content);
  }

  @Override
  protected Skin<?> createDefaultSkin() {
    Skin<?> skin = super.createDefaultSkin();
    getChildrenUnmodifiable().stream()
        .filter(child -> child.getStyleClass().contains("viewport"))
        .forEach(viewport -> viewport.setCache(false));
    return skin;
  }
}
