package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The host's invitation to speak, a card above the bar. It is no dialog, because it must never take
 * the keyboard.
 */
final class InvitationPrompt extends VBox {
  InvitationPrompt(LiveViewModel model, Texts texts, Pins pins) {
    setId("invitation");
    getStyleClass().add("prompt");
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setAccessibleRole(AccessibleRole.PARENT);
    setAccessibleText(texts.get("invitation.title"));
    var title =
        new Label(texts.get("invitation.title"), Icons.of(Material2RoundMZ.RECORD_VOICE_OVER));
    title.getStyleClass().add("prompt-title");
    var text = new Label(texts.get("invitation.text"));
    text.setWrapText(true);
    text.getStyleClass().add("muted-text");
    text.setMinHeight(USE_PREF_SIZE);
    var join = button("accept-invitation", texts.get("invitation.join"));
    join.setGraphic(Icons.of(Material2RoundMZ.MIC));
    join.getStyleClass().add("accent");
    join.setOnAction(e -> model.acceptInvitation(true));
    var muted = button("accept-invitation-muted", texts.get("invitation.join-muted"));
    muted.setGraphic(Icons.of(Material2RoundMZ.MIC_OFF));
    muted.setOnAction(e -> model.acceptInvitation(false));
    var notNow = button("decline-invitation", texts.get("invitation.not-now"));
    notNow.getStyleClass().add("flat");
    notNow.setOnAction(e -> model.declineInvitation());
    var spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    var buttons = new HBox(notNow, spacer, muted, join);
    buttons.setSpacing(8);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(title, text, buttons);
    pins.follow(model.invitedProperty(), invited -> Visibility.show(this, invited));
  }

  private static Button button(String id, String text) {
    var button = new Button(text);
    button.setId(id);
    button.setMinWidth(USE_PREF_SIZE);
    return button;
  }
}
