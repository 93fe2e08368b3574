package app.rostrum.desktop.passcode;

import app.rostrum.backend.InvitationLink;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;

/** The backends used before, each with a way to forget it. */
final class KnownPart extends VBox {
  private final KnownViewModel model;
  private final Texts texts;
  private final Runnable whenChosen;

  /**
   * @param whenChosen runs after one was chosen
   */
  KnownPart(KnownViewModel model, Texts texts, Runnable whenChosen, Pins pins) {
    this.model = model;
    this.texts = texts;
    this.whenChosen = whenChosen;
    setId("known");
    getStyleClass().add("nearby");
    var title = new Label(texts.get("known.title"));
    title.getStyleClass().add("field-caption");
    var list = new VBox();
    list.getStyleClass().add("nearby-list");
    getChildren().addAll(title, list);
    pins.follow(model.worthShowingProperty(), worth -> Visibility.show(this, worth));
    pins.listen(
        model.backends(),
        change -> list.getChildren().setAll(model.backends().stream().map(this::row).toList()));
    list.getChildren().setAll(model.backends().stream().map(this::row).toList());
  }

  private Node row(InvitationLink backend) {
    String name = KnownViewModel.nameOf(backend);
    var button = new Button(texts.get("nearby.host", name), Icons.of(Material2RoundAL.HISTORY));
    button.setId(NodeIds.of("known", name));
    button.setMnemonicParsing(false);
    button.setAlignment(Pos.CENTER_LEFT);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setWrapText(true);
    button.setMinHeight(Region.USE_PREF_SIZE);
    button.setAccessibleText(texts.plain("known.choose", name));
    HBox.setHgrow(button, Priority.ALWAYS);
    button.setOnAction(
        e -> {
          model.choose(backend);
          whenChosen.run();
        });
    var forget = new Button("", Icons.of(Material2RoundAL.CLOSE));
    forget.setId(NodeIds.of("forget", name));
    forget.getStyleClass().addAll("flat", "button-icon");
    forget.setAccessibleText(texts.plain("known.forget", name));
    forget.setTooltip(new Tooltip(texts.get("known.forget", name)));
    forget.setOnAction(
        e -> {
          whenChosen.run();
          model.forget(backend);
        });
    return new HBox(4, button, forget);
  }
}
