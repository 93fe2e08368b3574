package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.names.LineRule;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;

/** The field for what a person with a raised hand wants to say; Enter sends it. */
final class HandWords extends TextField {
  HandWords(HandViewModel hand, Texts texts, Pins pins) {
    setId("hand-text");
    setPromptText(texts.get("hand.say"));
    setAccessibleText(texts.get("hand.say"));
    setPrefColumnCount(22);
    setTextFormatter(
        new TextFormatter<>(
            change ->
                LineRule.length(change.getControlNewText()) <= LineRule.SHORT ? change : null));
    setOnAction(
        e -> {
          hand.say(getText());
          getParent().requestFocus();
        });
    pins.follow(
        hand.maySayProperty(),
        may -> {
          Visibility.show(this, may);
          if (!may) {
            clear();
          }
        });
  }

  /** Returns one's place in the queue, or why there is none; empty if there is nothing to tell. */
  static String placeOf(HandViewModel hand, Texts texts) {
    int place = hand.queuePlaceProperty().get();
    if (place > 0) {
      return texts.get("hand.place", place);
    }
    if (hand.queueOpenProperty().get()) {
      return "";
    }
    String reason = hand.queueReasonProperty().get();
    return reason.isEmpty()
        ? texts.get("hand.queue-closed")
        : texts.get("hand.queue-closed-because", reason);
  }
}
