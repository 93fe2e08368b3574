package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import atlantafx.base.controls.ProgressSliderSkin;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Slider;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** Adds a listener's controls to the common bar: volume and hand. */
final class AudienceBar {
  private static final PseudoClass RAISED = PseudoClass.getPseudoClass("raised");

  private AudienceBar() {}

  public static Node on(LiveBar bar, LiveViewModel model, Texts texts, Pins pins) {
    bar.left(muteButton(model, texts, pins), volume(model, texts, pins));
    bar.first(hand(model, texts, pins));
    return bar;
  }

  private static BarButton hand(LiveViewModel model, Texts texts, Pins pins) {
    var hand = new BarButton("hand", Material2RoundMZ.PAN_TOOL, "");
    hand.getStyleClass().add("hand-button");
    pins.follow(
        () -> {
          boolean raised = model.hand().raisedProperty().get();
          boolean pending = model.hand().pendingProperty().get();
          boolean open = model.hand().queueOpenProperty().get();
          hand.pseudoClassStateChanged(RAISED, raised);
          hand.setText(
              texts.get(
                  pending
                      ? raised ? "hand.lowering" : "hand.raising"
                      : raised ? "hand.lower" : open ? "hand.raise" : "hand.closed"));
          hand.setDisable(pending || model.changingProperty().get() || !(raised || open));
        },
        model.hand().raisedProperty(),
        model.hand().pendingProperty(),
        model.hand().queueOpenProperty(),
        model.changingProperty());
    hand.setOnAction(e -> model.toggleHand());
    return hand;
  }

  private static Button muteButton(LiveViewModel model, Texts texts, Pins pins) {
    var icon = new FontIcon(Material2RoundMZ.VOLUME_UP);
    var button = new Button("", icon);
    button.setId("volume-mute");
    button.getStyleClass().addAll("flat", "button-icon");
    button.setOnAction(e -> model.soundMutedProperty().set(!model.soundMutedProperty().get()));
    pins.follow(
        () -> {
          boolean muted = model.soundMutedProperty().get() || model.volumeProperty().get() == 0;
          icon.setIconCode(
              muted
                  ? Material2RoundMZ.VOLUME_OFF
                  : model.volumeProperty().get() < 0.5
                      ? Material2RoundMZ.VOLUME_DOWN
                      : Material2RoundMZ.VOLUME_UP);
          button.setAccessibleText(texts.get(muted ? "volume.unmute" : "volume.mute"));
        },
        model.soundMutedProperty(),
        model.volumeProperty());
    return button;
  }

  private static Slider volume(LiveViewModel model, Texts texts, Pins pins) {
    var slider = new Slider(0, 1, 1);
    slider.setId("volume");
    slider.setBlockIncrement(0.1);
    slider.setPrefWidth(110);
    slider.setMinWidth(60);
    slider.setSkin(new ProgressSliderSkin(slider));
    slider.setAccessibleText(texts.get("volume"));
    pins.bindBoth(slider.valueProperty(), model.volumeProperty());
    return slider;
  }
}
