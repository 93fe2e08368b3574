package app.rostrum.desktop.lobby;

import app.rostrum.backend.NearbyHost;
import app.rostrum.desktop.lobby.OtherHostsViewModel.Search;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.FormField;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The other computers in the network that host; choosing one asks for its passcode. */
final class OtherHostsPart extends VBox {
  /** More would push the rest of the screen away; links lead to the others. */
  private static final int MOST_SHOWN = 6;

  private final OtherHostsViewModel model;
  private final Texts texts;
  private final Overlay overlay;
  private final FlowPane list = new FlowPane(8, 8);

  OtherHostsPart(OtherHostsViewModel model, Texts texts, Overlay overlay, Pins pins) {
    this.model = model;
    this.texts = texts;
    this.overlay = overlay;
    setId("other-hosts");
    getStyleClass().add("other-hosts");
    var title = new Label(texts.get("nearby.title"));
    title.getStyleClass().add("field-caption");
    var note = new Label();
    note.setId("other-hosts-note");
    note.getStyleClass().add("muted-text");
    note.setWrapText(true);
    note.setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(title, note, list);
    pins.listen(model.hosts(), change -> arrange());
    pins.follow(
        model.searchProperty(),
        state -> {
          Visibility.show(list, state == Search.SOME);
          Visibility.show(note, state != Search.SOME);
          note.setText(texts.get("others." + state));
        });
    arrange();
  }

  private void arrange() {
    list.getChildren().setAll(model.hosts().stream().limit(MOST_SHOWN).map(this::button).toList());
  }

  private Button button(NearbyHost host) {
    var button = new Button(texts.get("nearby.host", host.name()), Icons.of(Material2RoundMZ.WIFI));
    button.setId(NodeIds.of("other-host", host.name()));
    button.setMnemonicParsing(false);
    button.setAccessibleText(texts.plain("others.sign-in", host.name()));
    button.setOnAction(e -> ask(host));
    return button;
  }

  private void ask(NearbyHost host) {
    var dialog = new Dialog("other-host-dialog", texts.get("others.sign-in", host.name()));
    var wait = new Label(texts.get("passcode.busy.VERIFYING"));
    wait.setId("other-host-wait");
    wait.getStyleClass().add("muted-text");
    var field =
        new FormField(
            "other-host-passcode",
            texts.get("lobby.passcode"),
            "",
            wait.textProperty().map(text -> ""),
            model.errorProperty(),
            dialog.pins());
    field.keepRoomFor(2);
    dialog.pins().bindBoth(field.input().textProperty(), model.passcodeProperty());
    field.input().getStyleClass().add("digits");
    field.input().setOnAction(e -> model.signIn(host));
    dialog
        .text(texts.get("nearby.ask", host.name()))
        .body(field)
        .body(wait)
        .focus(field.input())
        .cancelButton("cancel-other-host", texts.get("cancel"));
    Button go =
        dialog.defaultButton(
            "continue-other-host", texts.get("passcode.continue"), () -> model.signIn(host));
    dialog
        .pins()
        .follow(
            model.busyProperty(),
            busy -> {
              boolean waited = field.isDisabled();
              field.setDisable(busy);
              go.setDisable(busy);
              wait.setVisible(busy);
              if (waited && !busy) {
                field.input().requestFocus();
                field.input().selectAll();
              }
            });
    overlay.show(dialog);
    dialog.pins().add(model::cancel);
    model.choose(host);
  }
}
