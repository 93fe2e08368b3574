package app.rostrum.desktop.people;

import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.Visibility;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A person in a row: face, name, what there is to say about them, and the buttons for them. */
final class PersonLine extends HBox {
  private static final double AVATAR = 34;

  private final Avatar avatar = new Avatar("", AVATAR);
  private final EmojiLabel name = new EmojiLabel();
  private final VBox words = new VBox(name);
  private final PersonActs acts;
  private @Nullable Label detail;

  PersonLine(PersonActs acts) {
    this.acts = acts;
    name.getStyleClass().add("person-name");
    words.setAlignment(Pos.CENTER_LEFT);
    words.setMinWidth(40);
    HBox.setHgrow(words, Priority.ALWAYS);
    setAlignment(Pos.CENTER_LEFT);
    setSpacing(10);
    getChildren().addAll(avatar, words, acts);
  }

  PersonActs acts() {
    return acts;
  }

  /**
   * @param shown the name as it is shown
   * @param about stands below the name; empty if there is nothing to say
   */
  void show(String identity, String shown, String about) {
    avatar.setIdentity(identity);
    name.setText(shown);
    if (detail == null && !about.isEmpty()) {
      detail = new Label();
      detail.getStyleClass().add("person-detail");
      words.getChildren().add(detail);
    }
    if (detail != null) {
      detail.setText(about);
      Visibility.show(detail, !about.isEmpty());
    }
  }
}
