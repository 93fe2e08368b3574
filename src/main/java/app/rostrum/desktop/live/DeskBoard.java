package app.rostrum.desktop.live;

import app.rostrum.desktop.people.DeskViewModel;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiTip;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Visibility;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * A strip above the grid with what everybody is shown: the operator's message, and the host's
 * topic, pinned message and speaking time.
 */
final class DeskBoard extends HBox {
  DeskBoard(DeskViewModel desk, Pins pins) {
    setId("desk-board");
    getStyleClass().add("desk-board");
    setAlignment(Pos.CENTER_LEFT);
    setSpacing(18);
    Label topic = label("topic", Material2RoundMZ.SUBJECT, desk.topicProperty(), true, pins);
    topic.getStyleClass().add("topic");
    Label pinned = label("pinned", Material2RoundMZ.PUSH_PIN, desk.pinnedProperty(), true, pins);
    HBox.setHgrow(pinned, Priority.ALWAYS);
    pinned.setMaxWidth(Double.MAX_VALUE);
    Label timer = label("speaking-time", Material2RoundMZ.TIMER, desk.timerProperty(), false, pins);
    Label message = operatorMessage(desk, "operator-message", pins);
    getChildren().addAll(message, topic, pinned, timer);
    pins.follow(
        () ->
            Visibility.show(
                this,
                !desk.operatorMessageProperty().get().isEmpty()
                    || !desk.topicProperty().get().isEmpty()
                    || !desk.pinnedProperty().get().isEmpty()
                    || !desk.timerProperty().get().isEmpty()),
        desk.operatorMessageProperty(),
        desk.topicProperty(),
        desk.pinnedProperty(),
        desk.timerProperty());
  }

  /** Returns what the server's operator tells everybody, which is hidden while that is nothing. */
  static Label operatorMessage(DeskViewModel desk, String id, Pins pins) {
    Label message =
        label(id, Material2RoundAL.CAMPAIGN, desk.operatorMessageProperty(), true, pins);
    HBox.setHgrow(message, Priority.ALWAYS);
    message.setMaxWidth(Double.MAX_VALUE);
    return message;
  }

  /**
   * @param chosen whether a person has chosen the text, so that it is isolated and may end in dots
   */
  private static Label label(
      String id, Ikon icon, ObservableValue<String> text, boolean chosen, Pins pins) {
    var label = new Label("", Icons.of(icon));
    label.setId(id);
    label.getStyleClass().add(chosen ? "board-text" : "board-fact");
    label.setMinWidth(chosen ? 60 : USE_PREF_SIZE);
    pins.follow(
        text,
        now -> {
          label.setText(chosen ? BidiText.isolated(now) : now);
          label.setTooltip(now.isEmpty() || !chosen ? null : EmojiTip.of(BidiText.isolated(now)));
          Visibility.show(label, !now.isEmpty());
        });
    return label;
  }
}
