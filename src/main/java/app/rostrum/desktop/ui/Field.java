package app.rostrum.desktop.ui;

import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;

/** A text field with its caption above and its hint or error below. */
public final class Field extends VBox {
  private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

  private final TextField input = new TextField();

  public Field(
      String id,
      String caption,
      String prompt,
      ObservableValue<String> hint,
      ObservableValue<String> error) {
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
    hintLabel.textProperty().bind(hint);
    var errorText = new Label();
    errorText.setId(id + "-error");
    errorText.setWrapText(true);
    errorText.setMinHeight(USE_PREF_SIZE);
    errorText.textProperty().bind(error);
    var errorLine = new HBox(Icons.of(Material2RoundAL.ERROR), errorText);
    errorLine.getStyleClass().add("field-error");
    getChildren().addAll(label, input, hintLabel, errorLine);
    error.subscribe(
        text -> {
          boolean wrong = !text.isEmpty();
          show(errorLine, wrong);
          show(hintLabel, !wrong && !hint.getValue().isEmpty());
          input.pseudoClassStateChanged(DANGER, wrong);
          input.setAccessibleHelp(wrong ? text : hint.getValue());
        });
    hint.subscribe(text -> show(hintLabel, error.getValue().isEmpty() && !text.isEmpty()));
  }

  public TextField input() {
    return input;
  }

  private static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
