package app.rostrum.desktop.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** A button of the bottom bar: an icon above a word. */
public final class BarButton extends Button {
  private final FontIcon icon;

  public BarButton(String id, Ikon ikon, String text) {
    super(text);
    icon = new FontIcon(ikon);
    setGraphic(icon);
    setId(id);
    setContentDisplay(ContentDisplay.TOP);
    setAlignment(Pos.CENTER);
    getStyleClass().add("bar-button");
  }

  /** Shows another icon and word. */
  public void set(Ikon ikon, String text) {
    icon.setIconCode(ikon);
    setText(text);
  }
}
