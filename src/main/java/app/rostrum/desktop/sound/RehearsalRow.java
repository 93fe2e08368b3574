package app.rostrum.desktop.sound;

import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** A button with which people hear themselves as others do, its progress and its outcome. */
public final class RehearsalRow extends VBox {
  /**
   * Begins to follow devices and stream.
   *
   * @param pins of the place; their end ends a rehearsal, too
   */
  public RehearsalRow(RehearsalViewModel model, Texts texts, Pins pins) {
    pins.add(model::close);
    getStyleClass().add("rehearsal");
    var button = new Button();
    button.setId("rehearsal");
    button.setMinHeight(USE_PREF_SIZE);
    button.setWrapText(true);
    button.setOnAction(e -> model.toggle());
    pins.bind(button.disableProperty(), model.possibleProperty().map(possible -> !possible));
    pins.follow(
        model.runningProperty(),
        running -> {
          button.setText(texts.get(running ? "rehearsal.stop" : "rehearsal.start"));
          button.setGraphic(Icons.of(running ? Material2RoundMZ.STOP : Material2RoundAL.HEARING));
        });
    var progress = new ProgressBar();
    progress.setId("rehearsal-progress");
    progress.setAccessibleText(texts.get("rehearsal.progress"));
    progress.setMaxWidth(Double.MAX_VALUE);
    pins.bind(progress.progressProperty(), model.progressProperty());
    pins.follow(model.runningProperty(), running -> Visibility.show(progress, running));
    var status = new Label();
    status.setId("rehearsal-status");
    status.setWrapText(true);
    status.setMinHeight(USE_PREF_SIZE);
    pins.bind(status.textProperty(), model.statusProperty());
    pins.follow(model.statusProperty(), text -> Visibility.show(status, !text.isEmpty()));
    pins.follow(model.offeredProperty(), offered -> Visibility.show(this, offered));
    getChildren().addAll(button, progress, status);
    model.open();
  }
}
