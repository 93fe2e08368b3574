package app.rostrum.desktop.live;

import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * A card that tells a first-time listener how to ask to speak. Once closed, it never comes again.
 */
final class Welcome extends VBox {
  private static final String SEEN = "welcome-seen";

  private Welcome(PreferenceStore preferences, Texts texts) {
    setId("welcome");
    getStyleClass().add("prompt");
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    var title = new Label(texts.get("welcome.title"), Icons.of(Material2RoundMZ.PAN_TOOL));
    title.getStyleClass().add("prompt-title");
    var text = new Label(texts.get("welcome.text"));
    text.setWrapText(true);
    text.getStyleClass().add("muted-text");
    text.setMinHeight(USE_PREF_SIZE);
    var close = new Button(texts.get("welcome.close"));
    close.setId("close-welcome");
    close.setOnAction(
        e -> {
          preferences.put(SEEN, "true");
          setVisible(false);
          setManaged(false);
        });
    var buttons = new HBox(close);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(title, text, buttons);
  }

  /** Returns whether this person has not closed a welcome yet. */
  public static boolean wanted(PreferenceStore preferences) {
    return preferences.get(SEEN).isEmpty();
  }

  public static Welcome of(PreferenceStore preferences, Texts texts) {
    return new Welcome(preferences, texts);
  }
}
