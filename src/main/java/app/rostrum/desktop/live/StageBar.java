package app.rostrum.desktop.live;

import app.rostrum.desktop.settings.TalkKey;
import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.material2.Material2RoundAL;

/**
 * Adds the controls of hosts and speakers to the common bar: microphone, its devices, and a
 * speaker's move to the audience.
 */
final class StageBar {
  private StageBar() {}

  /**
   * @param talkKey the key of the microphone
   * @param devices opens the dialog with all about devices
   */
  public static LiveBar on(
      LiveBar bar,
      LiveViewModel model,
      ObservableValue<TalkKey> talkKey,
      Texts texts,
      Runnable devices,
      Pins pins) {
    BarButton button = MicrophoneButton.of(model, talkKey, texts, pins);
    var microphone = new HBox(button, DeviceMenu.of(model.microphone(), texts, devices, pins));
    microphone.setAlignment(Pos.CENTER_LEFT);
    microphone.getStyleClass().add("mic-controls");
    bar.first(microphone);
    if (!model.hostProperty().get()) {
      var down = new MenuItem(texts.get("bar.leave-stage"), Icons.of(Material2RoundAL.EVENT_SEAT));
      down.setId("leave-stage");
      down.setOnAction(e -> model.leaveStage());
      bar.menuItem(down);
    }
    return bar;
  }
}
