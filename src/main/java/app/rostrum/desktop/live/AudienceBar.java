package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Texts;
import atlantafx.base.controls.ProgressSliderSkin;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** Turns the common bar into that of listeners: volume and the hand. */
final class AudienceBar {
  private static final PseudoClass RAISED = PseudoClass.getPseudoClass("raised");

  private AudienceBar() {}

  public static Node on(LiveBar bar, LiveViewModel model, Texts texts) {
    bar.left(muteButton(model, texts), volume(model, texts));
    bar.first(hand(model, texts));
    return new VBox(queue(model, texts), bar);
  }

  private static BarButton hand(LiveViewModel model, Texts texts) {
    var hand = new BarButton("hand", Material2RoundMZ.PAN_TOOL, "");
    hand.getStyleClass().add("hand-button");
    Runnable show =
        () -> {
          boolean raised = model.handRaisedProperty().get();
          boolean pending = model.handPendingProperty().get();
          hand.pseudoClassStateChanged(RAISED, raised);
          hand.setText(
              texts.get(
                  pending
                      ? raised ? "hand.lowering" : "hand.raising"
                      : raised ? "hand.lower" : "hand.raise"));
          hand.setDisable(pending || model.changingProperty().get());
        };
    model.handRaisedProperty().subscribe(show);
    model.handPendingProperty().subscribe(show);
    model.changingProperty().subscribe(show);
    show.run();
    hand.setOnAction(e -> model.toggleHand());
    return hand;
  }

  private static Label queue(LiveViewModel model, Texts texts) {
    var label = new Label("", Icons.of(Material2RoundMZ.PAN_TOOL));
    label.setId("queue-place");
    label.getStyleClass().add("queue-strip");
    label.setMaxWidth(Double.MAX_VALUE);
    label.setAlignment(Pos.CENTER);
    ObservableValue<String> text =
        model
            .queuePlaceProperty()
            .map(place -> place.intValue() == 0 ? "" : texts.get("hand.place", place));
    label.textProperty().bind(text);
    text.subscribe(
        t -> {
          label.setVisible(!t.isEmpty());
          label.setManaged(!t.isEmpty());
        });
    return label;
  }

  private static Button muteButton(LiveViewModel model, Texts texts) {
    var icon = new FontIcon(Material2RoundMZ.VOLUME_UP);
    var button = new Button("", icon);
    button.setId("volume-mute");
    button.getStyleClass().addAll("flat", "button-icon");
    button.setOnAction(e -> model.soundMutedProperty().set(!model.soundMutedProperty().get()));
    Runnable show =
        () -> {
          boolean muted = model.soundMutedProperty().get() || model.volumeProperty().get() == 0;
          icon.setIconCode(
              muted
                  ? Material2RoundMZ.VOLUME_OFF
                  : model.volumeProperty().get() < 0.5
                      ? Material2RoundMZ.VOLUME_DOWN
                      : Material2RoundMZ.VOLUME_UP);
          button.setAccessibleText(texts.get(muted ? "volume.unmute" : "volume.mute"));
        };
    model.soundMutedProperty().subscribe(show);
    model.volumeProperty().subscribe(show);
    show.run();
    return button;
  }

  private static Slider volume(LiveViewModel model, Texts texts) {
    var slider = new Slider(0, 1, 1);
    slider.setId("volume");
    slider.setBlockIncrement(0.1);
    slider.setPrefWidth(110);
    slider.setMinWidth(60);
    slider.setSkin(new ProgressSliderSkin(slider));
    slider.setAccessibleText(texts.get("volume"));
    slider.valueProperty().bindBidirectional(model.volumeProperty());
    return slider;
  }
}
