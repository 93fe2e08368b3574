package app.rostrum.desktop.passcode;

import app.rostrum.desktop.passcode.PasscodeViewModel.Busy;
import app.rostrum.desktop.ui.DirectScrollPane;
import app.rostrum.desktop.ui.FormField;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Mark;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The screen of the passcode entry. */
public final class PasscodeView extends StackPane implements Pin {
  private final Pins pins = new Pins();
  private final FormField name;
  private final FormField passcode;

  /**
   * @param settings opens the settings
   */
  public PasscodeView(PasscodeViewModel model, Texts texts, Runnable settings) {
    setId("passcode-screen");
    getStyleClass().add("passcode-screen");
    var nothing = new SimpleStringProperty("");
    name =
        new FormField(
            "name",
            texts.get("passcode.name"),
            texts.get("passcode.name-prompt"),
            nothing,
            model.nameErrorProperty(),
            pins);
    pins.bindBoth(name.input().textProperty(), model.nameProperty());
    passcode =
        new FormField(
            "passcode",
            texts.get("passcode.passcode"),
            texts.get("passcode.passcode-prompt"),
            model.passcodeHintProperty(),
            model.passcodeErrorProperty(),
            pins);
    pins.bindBoth(passcode.input().textProperty(), model.passcodeProperty());
    passcode.input().getStyleClass().add("digits");
    passcode.keepRoomFor(2);

    var proceed = new Button(texts.get("passcode.continue"));
    proceed.setId("continue");
    proceed.getStyleClass().addAll("accent", "large-button");
    proceed.setDefaultButton(true);
    proceed.setMaxWidth(Double.MAX_VALUE);
    proceed.setOnAction(e -> model.signIn());

    var host = new Button(texts.get("passcode.host-here"), Icons.of(Material2RoundAL.COMPUTER));
    host.setId("host-here");
    host.getStyleClass().add("large-button");
    host.setMaxWidth(Double.MAX_VALUE);
    host.setOnAction(e -> model.hostHere());
    var hostNote = quiet(texts.get("passcode.host-note"), "host-note");
    var hostError = new Label();
    hostError.setId("host-error");
    hostError.getStyleClass().add("error-text");
    hostError.setWrapText(true);
    hostError.setMinHeight(USE_PREF_SIZE);
    pins.bind(hostError.textProperty(), model.hostErrorProperty());
    var memoryNote = quiet("", "memory-note");
    pins.bind(memoryNote.textProperty(), model.memoryNoteProperty());

    var form =
        new VBox(heading(texts), name, passcode, proceed, or(texts), host, hostError, hostNote);
    form.getStyleClass().add("passcode-form");
    var progress = progress(model, texts);
    var card = new StackPane(form, progress);
    card.getStyleClass().add("passcode-card");
    card.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    var nearby = new NearbyPart(model.nearby(), texts, this::focusPasscode, pins);
    var known = new KnownPart(model.known(), texts, this::focusPasscode, pins);
    var column = new VBox(card, known, nearby, memoryNote);
    column.getStyleClass().add("passcode-column");
    column.setAlignment(Pos.CENTER);
    var centre = new StackPane(column);
    centre.getStyleClass().add("passcode-centre");
    var scroll = new DirectScrollPane(centre);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.getStyleClass().add("edge-to-edge");
    getChildren().addAll(scroll, gear(texts, settings));

    pins.follow(
        model.hostErrorProperty(),
        text -> {
          // One takes the other's place, so that the card keeps its height.
          Visibility.show(hostError, !text.isEmpty());
          Visibility.show(hostNote, text.isEmpty());
        });
    pins.follow(model.memoryNoteProperty(), text -> Visibility.show(memoryNote, !text.isEmpty()));
    pins.follow(
        model.busyProperty(),
        busy -> {
          boolean waited = form.isDisabled();
          form.setDisable(busy != Busy.NO);
          progress.setVisible(busy != Busy.NO);
          if (waited && busy == Busy.NO) {
            focusOnWhatIsWrong(model);
          }
        });
  }

  /** Gives the keyboard to the next field to be filled in. */
  public void focusFirst() {
    // The fields are part of the scene only after the pane around them has its skin.
    applyCss();
    layout();
    (name.input().getText().isEmpty() ? name : passcode).input().requestFocus();
  }

  private void focusPasscode() {
    passcode.input().requestFocus();
  }

  private void focusOnWhatIsWrong(PasscodeViewModel model) {
    if (!model.nameErrorProperty().get().isEmpty()) {
      name.input().requestFocus();
    } else {
      passcode.input().requestFocus();
      passcode.input().selectAll();
    }
  }

  private static Node gear(Texts texts, Runnable settings) {
    var gear = new Button("", Icons.of(Material2RoundMZ.SETTINGS));
    gear.setId("open-settings");
    gear.setAccessibleText(texts.get("settings.open"));
    gear.setTooltip(new Tooltip(texts.get("settings.open")));
    gear.getStyleClass().addAll("flat", "button-icon");
    gear.setOnAction(e -> settings.run());
    StackPane.setAlignment(gear, Pos.TOP_RIGHT);
    StackPane.setMargin(gear, new Insets(12));
    return gear;
  }

  private static Node heading(Texts texts) {
    var title = new Label(texts.get("app.name"));
    title.getStyleClass().add("app-title");
    var subtitle = new Label(texts.get("app.subtitle"));
    subtitle.getStyleClass().add("app-subtitle");
    var heading = new VBox(new Mark(44), title, subtitle);
    heading.getStyleClass().add("passcode-heading");
    heading.setAlignment(Pos.CENTER);
    return heading;
  }

  private static Node or(Texts texts) {
    var or = new Label(texts.get("passcode.or"));
    or.getStyleClass().add("or");
    var row = new HBox(line(), or, line());
    row.setAlignment(Pos.CENTER);
    row.setSpacing(12);
    return row;
  }

  private static Region line() {
    var line = new Region();
    line.getStyleClass().add("rule");
    HBox.setHgrow(line, Priority.ALWAYS);
    return line;
  }

  private Node progress(PasscodeViewModel model, Texts texts) {
    var indicator = new ProgressIndicator();
    indicator.setMaxSize(36, 36);
    var what = new Label();
    pins.bind(
        what.textProperty(), model.busyProperty().map(busy -> texts.get("passcode.busy." + busy)));
    var cancel = new Button(texts.get("cancel"));
    cancel.setId("cancel-sign-in");
    cancel.setOnAction(e -> model.cancel());
    var box = new VBox(indicator, what, cancel);
    box.getStyleClass().add("passcode-progress");
    box.setAlignment(Pos.CENTER);
    box.setId("sign-in-progress");
    pins.follow(
        box.visibleProperty(),
        visible -> {
          if (visible) {
            cancel.requestFocus();
          }
        });
    return box;
  }

  private static Label quiet(String text, String id) {
    var label = new Label(text);
    label.setId(id);
    label.getStyleClass().add("quiet");
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }

  @Override
  public void close() {
    pins.close();
  }
}
