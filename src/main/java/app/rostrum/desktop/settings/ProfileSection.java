package app.rostrum.desktop.settings;

import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.FormField;
import app.rostrum.desktop.ui.Texts;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** The section of the person's name and what others see of it. */
final class ProfileSection {
  private static final double AVATAR = 64;

  private ProfileSection() {}

  static Node of(ProfileViewModel model, SettingRows rows) {
    Texts texts = rows.texts();
    rows.pins().add(model::close);
    var avatar = new Avatar("", AVATAR);
    var shown = new Label();
    shown.setId("profile-shown");
    shown.getStyleClass().addAll("card-title", "person-name");
    rows.pins()
        .follow(
            model.nameProperty(),
            typed -> {
              String name = model.signedInAs().orElse(typed);
              avatar.setIdentity(name);
              shown.setText(name);
            });
    var card = new HBox(avatar, shown);
    card.setSpacing(16);
    card.setAlignment(Pos.CENTER_LEFT);
    rows.add(card);
    rows.note(texts.get("settings.profile.look"));
    var name =
        new FormField(
            "profile-name",
            texts.get("settings.profile.name"),
            texts.get("passcode.name-prompt"),
            model
                .keptProperty()
                .map(
                    kept ->
                        texts.get(kept ? "settings.profile.kept" : "settings.profile.name-hint")),
            model.problemProperty(),
            rows.pins());
    rows.pins().bindBoth(name.input().textProperty(), model.nameProperty());
    name.input().setOnAction(e -> model.keep());
    rows.pins()
        .follow(
            name.input().focusedProperty(),
            focused -> {
              if (!focused) {
                model.keep();
              }
            });
    rows.add(name);
    model.open();
    return rows;
  }
}
