package app.rostrum.desktop.ui;

import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;

/** A text field with its caption above and its hint or error below. */
public final class FormField extends VBox {
  private static final double LINE = 18;
  private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

  private final TextField input = new TextField();

  /** The place of hint and error, of which one is shown. */
  private final StackPane note = new StackPane();

  public FormField(
      String id,
      String caption,
      String prompt,
      ObservableValue<String> hint,
      ObservableValue<String> error,
      Pins pins) {
    getStyleClass().add("field");
    input.setId(id);
    input.setPromptText(prompt);
    input.setAccessibleText(caption);
    input.getStyleClass().add("field-input");
    var label = new Label(caption);
    label.getStyleClass().add("field-caption");
    label.setLabelFor(input);
    label.setMnemonicParsing(false);
    var hintLabel = new Label();
    hintLabel.getStyleClass().add("field-hint");
    hintLabel.setId(id + "-hint");
    hintLabel.setWrapText(true);
    pins.bind(hintLabel.textProperty(), hint);
    var errorText = new Label();
    errorText.setId(id + "-error");
    errorText.setWrapText(true);
    errorText.setMinHeight(USE_PREF_SIZE);
    pins.bind(errorText.textProperty(), error);
    var errorLine = new HBox(Icons.of(Material2RoundAL.ERROR), errorText);
    errorLine.getStyleClass().add("field-error");
    note.getChildren().addAll(hintLabel, errorLine);
    note.getStyleClass().add("field-note");
    note.setAlignment(Pos.TOP_LEFT);
    getChildren().addAll(label, new EmojiInput(input, pins), note);
    pins.follow(
        () ->
            Visibility.show(
                note,
                note.getMinHeight() > 0
                    || !error.getValue().isEmpty()
                    || !hint.getValue().isEmpty()),
        error,
        hint);
    pins.follow(
        error,
        text -> {
          boolean wrong = !text.isEmpty();
          Visibility.show(errorLine, wrong);
          Visibility.show(hintLabel, !wrong && !hint.getValue().isEmpty());
          input.pseudoClassStateChanged(DANGER, wrong);
          input.setAccessibleHelp(wrong ? text : hint.getValue());
        });
    pins.follow(
        hint, text -> Visibility.show(hintLabel, error.getValue().isEmpty() && !text.isEmpty()));
  }

  /** Keeps room for so many lines of a hint or an error below the field, so that nothing moves. */
  public void keepRoomFor(int lines) {
    note.setMinHeight(lines * LINE);
    Visibility.show(note, true);
  }

  public TextField input() {
    return input;
  }
}
