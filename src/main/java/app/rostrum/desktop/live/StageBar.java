package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * Adds the controls of hosts and speakers to the common bar: microphone, and a speaker's move to
 * the audience.
 */
final class StageBar {
  private static final PseudoClass MUTED = PseudoClass.getPseudoClass("muted");

  private StageBar() {}

  public static LiveBar on(LiveBar bar, LiveViewModel model, Texts texts, Pins pins) {
    var microphone = new BarButton("mic", Material2RoundMZ.MIC, texts.get("bar.mute"));
    microphone.getStyleClass().add("mic-button");
    microphone.setTooltip(new Tooltip(texts.get("bar.mic-tip")));
    microphone.setOnAction(e -> model.setMicrophone(!model.microphoneOnProperty().get()));
    pins.bind(microphone.disableProperty(), model.changingProperty());
    var hint = new Label();
    hint.setId("mic-state");
    hint.getStyleClass().add("bar-note");
    pins.follow(
        model.microphoneOnProperty(),
        on -> {
          microphone.set(
              on ? Material2RoundMZ.MIC : Material2RoundMZ.MIC_OFF,
              texts.get(on ? "bar.mute" : "bar.unmute"));
          microphone.setAccessibleText(texts.get(on ? "bar.mic-on" : "bar.mic-off"));
          microphone.pseudoClassStateChanged(MUTED, !on);
          hint.setText(texts.get(on ? "bar.mic-on-hint" : "bar.mic-off-hint"));
        });
    bar.first(microphone);
    bar.left(hint);
    if (!model.hostProperty().get()) {
      var down = new MenuItem(texts.get("bar.leave-stage"), Icons.of(Material2RoundAL.EVENT_SEAT));
      down.setId("leave-stage");
      down.setOnAction(e -> model.leaveStage());
      bar.menuItem(down);
    }
    return bar;
  }
}
