package app.rostrum.desktop.lobby;

import app.rostrum.backend.Passcode;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.sharing.SharingPart;
import app.rostrum.desktop.sharing.SharingViewModel;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * Passcode and invitation link for others, and the choice to let the network in, shown when this
 * computer hosts.
 */
final class InvitationCard extends VBox {
  private final Texts texts;
  private final Consumer<String> copy;

  InvitationCard(
      SignedIn signedIn, SharingViewModel sharing, Texts texts, Consumer<String> copy, Pins pins) {
    this.texts = texts;
    this.copy = copy;
    setId("invitation-card");
    getStyleClass().add("invitation-card");
    var title =
        new Label(texts.get("lobby.hosting-here"), Icons.of(Material2RoundMZ.WIFI_TETHERING));
    title.getStyleClass().add("card-title");
    var note = new Label(texts.get("lobby.hosting-note"));
    note.getStyleClass().add("muted-text");
    note.setWrapText(true);
    note.setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(title, note);
    var rows = new HBox();
    rows.setSpacing(12);
    Node passcode =
        row(
            "invitation-passcode",
            "lobby.passcode",
            new TextField(Passcode.grouped(signedIn.deployment().passcode())));
    rows.getChildren().add(passcode);
    var link = new TextField();
    Node linkRow = row("invitation-link", "lobby.link", link);
    HBox.setHgrow(linkRow, Priority.ALWAYS);
    rows.getChildren().add(linkRow);
    // A link to this computer's own address would lead others to theirs.
    Runnable show =
        () -> {
          link.setText(sharing.link().orElse(""));
          Visibility.show(linkRow, sharing.link().isPresent());
        };
    getChildren().addAll(new SharingPart("invitation", sharing, texts, l -> l, show, pins), rows);
  }

  private Node row(String id, String key, TextField field) {
    field.setId(id);
    field.setEditable(false);
    field.setAccessibleText(texts.get(key));
    field.getStyleClass().add("copy-field");
    HBox.setHgrow(field, Priority.ALWAYS);
    var button = new Button(texts.get("copy"), Icons.of(Material2RoundAL.CONTENT_COPY));
    button.setId("copy-" + id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setAccessibleText(texts.get("copy-what", texts.get(key)));
    button.setOnAction(e -> copy.accept(field.getText()));
    var row = new HBox(field, button);
    row.setSpacing(8);
    row.setAlignment(Pos.CENTER_LEFT);
    var caption = new Label(texts.get(key));
    caption.getStyleClass().add("field-caption");
    var column = new VBox(caption, row);
    column.setSpacing(4);
    return column;
  }
}
