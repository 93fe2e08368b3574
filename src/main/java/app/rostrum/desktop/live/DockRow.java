package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Icons;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

/** A prompt in the dock: what there is to know on the left, what can be done on the right. */
final class DockRow extends HBox {
  private final VBox words = new VBox();

  DockRow(String id, String styleClass, Node sign) {
    setId(id);
    getStyleClass().addAll("dock-row", styleClass);
    setAlignment(Pos.CENTER_LEFT);
    setAccessibleRole(AccessibleRole.PARENT);
    words.setAlignment(Pos.CENTER_LEFT);
    words.getStyleClass().add("dock-words");
    HBox.setHgrow(words, Priority.ALWAYS);
    getChildren().addAll(sign, words);
  }

  DockRow(String id, String styleClass, Ikon icon) {
    this(id, styleClass, Icons.of(icon));
  }

  /** Adds a line in heavier type. */
  Label title(String text) {
    return line(text, "dock-title");
  }

  /** Adds a line in lighter type. */
  Label detail(String text) {
    return line(text, "dock-detail");
  }

  /** Adds a word on the right. */
  Label aside() {
    var label = new Label();
    label.getStyleClass().add("dock-detail");
    label.setMinWidth(USE_PREF_SIZE);
    getChildren().add(label);
    return label;
  }

  private Label line(String text, String styleClass) {
    var label = new Label(text);
    label.getStyleClass().add(styleClass);
    label.setWrapText(true);
    words.getChildren().add(label);
    setAccessibleText(BidiText.plain(text));
    return label;
  }

  /** Adds a button on the right; it never takes the keyboard by itself. */
  Button button(String id, String text, Runnable action) {
    var button = new Button(text);
    button.setId(id);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> action.run());
    getChildren().add(button);
    return button;
  }
}
