package app.rostrum.desktop.settings;

import app.rostrum.desktop.ui.Clipboards;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.material2.Material2RoundAL;

/** The section of versions, notices, the log and diagnostics. */
final class AboutSection {
  private AboutSection() {}

  static Node of(AboutViewModel model, Optional<Runnable> details, SettingRows rows) {
    Texts texts = rows.texts();
    rows.pins().add(model::close);
    var versions = new GridPane();
    versions.setId("versions");
    versions.setHgap(16);
    versions.setVgap(6);
    for (var version : AboutViewModel.versions()) {
      var name = new Label(version.getKey());
      name.getStyleClass().add("field-caption");
      name.setMinWidth(Region.USE_PREF_SIZE);
      var number = new Label(version.getValue());
      number.setWrapText(true);
      versions.addRow(versions.getRowCount(), name, number);
    }
    var copy =
        new Button(
            texts.get("settings.about.diagnostics"), Icons.of(Material2RoundAL.CONTENT_COPY));
    copy.setId("copy-diagnostics");
    copy.setOnAction(
        e ->
            model.diagnostics(
                text -> {
                  Clipboards.copy(text);
                  copy.setText(texts.get("copied"));
                }));
    var notices = new TextArea(AboutViewModel.notices());
    notices.setId("notices");
    notices.setEditable(false);
    notices.setWrapText(true);
    notices.setPrefRowCount(14);
    notices.setAccessibleText(texts.get("settings.about.notices"));
    Visibility.show(notices, false);
    var show = new Button(texts.get("settings.about.notices"));
    show.setId("show-notices");
    show.setOnAction(
        e -> {
          boolean shown = !notices.isVisible();
          Visibility.show(notices, shown);
          show.setText(texts.get(shown ? "settings.about.notices-hide" : "settings.about.notices"));
        });
    var buttons = new FlowPane(copy, show);
    buttons.setHgap(8);
    buttons.setVgap(8);
    details.ifPresent(
        open -> {
          var button = new Button(texts.get("settings.about.details"));
          button.setId("show-details");
          button.setOnAction(e -> open.run());
          buttons.getChildren().add(button);
        });
    rows.add(versions, buttons);
    rows.note(texts.get("settings.about.diagnostics-note"));
    rows.add(notices);
    model
        .logFolder()
        .ifPresent(folder -> rows.captioned(texts.get("settings.about.log"), log(folder, texts)));
    return rows;
  }

  private static Node log(Path folder, Texts texts) {
    var path = new TextField(folder.toString());
    path.setId("log-folder");
    path.setEditable(false);
    path.getStyleClass().add("copy-field");
    path.setAccessibleText(texts.get("settings.about.log"));
    HBox.setHgrow(path, Priority.ALWAYS);
    var copy = new Button(texts.get("copy"));
    copy.setId("copy-log-folder");
    copy.setMinWidth(Region.USE_PREF_SIZE);
    copy.setOnAction(
        e -> {
          Clipboards.copy(folder.toString());
          copy.setText(texts.get("copied"));
        });
    var row = new HBox(path, copy);
    row.setSpacing(8);
    return row;
  }
}
