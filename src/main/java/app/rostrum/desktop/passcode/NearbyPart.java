package app.rostrum.desktop.passcode;

import app.rostrum.backend.NearbyHost;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The hosts in the network, shown when there are some. */
final class NearbyPart extends VBox {
  /** More would push the rest of the screen away; the link leads to the others. */
  private static final int MOST_SHOWN = 6;

  private final NearbyViewModel model;
  private final Texts texts;
  private final VBox list = new VBox();

  /**
   * @param whenChosen runs after one was chosen
   */
  NearbyPart(NearbyViewModel model, Texts texts, Runnable whenChosen, Pins pins) {
    this.model = model;
    this.texts = texts;
    setId("nearby");
    getStyleClass().add("nearby");
    var title = new Label(texts.get("nearby.title"));
    title.getStyleClass().add("field-caption");
    list.getStyleClass().add("nearby-list");
    var note = new Label();
    note.setId("nearby-note");
    note.getStyleClass().add("muted-text");
    note.setWrapText(true);
    note.setMinHeight(Region.USE_PREF_SIZE);
    getChildren().addAll(title, list, note);
    pins.listen(model.hosts(), change -> arrange(whenChosen));
    pins.follow(
        model.chosenProperty(),
        chosen -> {
          arrange(whenChosen);
          note.setText(chosen.map(host -> texts.get("nearby.ask", host.name())).orElse(""));
          Visibility.show(note, chosen.isPresent());
        });
  }

  private void arrange(Runnable whenChosen) {
    Visibility.show(this, !model.hosts().isEmpty());
    list.getChildren()
        .setAll(
            model.hosts().stream()
                .limit(MOST_SHOWN)
                .map(host -> button(host, whenChosen))
                .toList());
  }

  private ToggleButton button(NearbyHost host, Runnable whenChosen) {
    var button =
        new ToggleButton(texts.get("nearby.host", host.name()), Icons.of(Material2RoundMZ.WIFI));
    button.setId(NodeIds.of("nearby", host.name()));
    button.setMnemonicParsing(false);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setWrapText(true);
    button.setMinHeight(Region.USE_PREF_SIZE);
    button.setAccessibleText(texts.plain("nearby.host", host.name()));
    button.setSelected(model.chosenProperty().get().equals(Optional.of(host)));
    button.setOnAction(
        e -> {
          model.choose(button.isSelected() ? Optional.of(host) : Optional.empty());
          whenChosen.run();
        });
    return button;
  }
}
