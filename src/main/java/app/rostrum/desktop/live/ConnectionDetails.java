package app.rostrum.desktop.live;

import app.rostrum.desktop.settings.AboutViewModel;
import app.rostrum.desktop.ui.Clipboards;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.material2.Material2RoundAL;

/**
 * The details of a connection: delay, loss, devices and versions, anew each second while they are
 * shown, and a way to copy them.
 */
public final class ConnectionDetails {
  private ConnectionDetails() {}

  /**
   * Shows them in place of any other dialog.
   *
   * @param about gathers the report that is copied
   */
  public static void open(LiveViewModel model, AboutViewModel about, Overlay overlay, Texts texts) {
    var dialog = new Dialog("details-dialog", texts.get("details.title"));
    var facts = new GridPane();
    facts.setId("details");
    facts.setHgap(16);
    facts.setVgap(6);
    dialog.pins().add(about::close);
    dialog.pins().add(model.followConnection(now -> show(now, facts)));
    var copy =
        new Button(
            texts.get("settings.about.diagnostics"), Icons.of(Material2RoundAL.CONTENT_COPY));
    copy.setId("copy-diagnostics");
    Consumer<String> copied =
        text -> {
          Clipboards.copy(text);
          copy.setText(texts.get("copied"));
        };
    copy.setOnAction(e -> about.diagnostics(copied));
    var note = new Label(texts.get("settings.about.diagnostics-note"));
    note.getStyleClass().add("muted-text");
    note.setWrapText(true);
    note.setMinHeight(Region.USE_PREF_SIZE);
    dialog.body(facts).body(copy).body(note);
    dialog.focus(dialog.defaultButton("close-details", texts.get("done"), dialog::close));
    overlay.show(dialog);
  }

  private static void show(Map<String, String> now, GridPane facts) {
    if (facts.getChildren().isEmpty()) {
      now.keySet().forEach(name -> add(name, facts));
      AboutViewModel.versions()
          .forEach(version -> add(version.getKey(), facts).setText(version.getValue()));
    }
    int row = 0;
    for (String value : now.values()) {
      ((Label) facts.getChildren().get(2 * row + 1)).setText(value);
      row++;
    }
  }

  private static Label add(String name, GridPane facts) {
    var caption = new Label(name);
    caption.getStyleClass().add("field-caption");
    caption.setMinWidth(Region.USE_PREF_SIZE);
    var value = new Label();
    value.setWrapText(true);
    facts.addRow(facts.getRowCount(), caption, value);
    return value;
  }
}
