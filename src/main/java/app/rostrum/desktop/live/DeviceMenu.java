package app.rostrum.desktop.live;

import app.rostrum.desktop.sound.SoundDevices;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Menus;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.media.AudioDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.material2.Material2RoundAL;

/**
 * The button beside the microphone, with a menu of the devices. The device in use has a check mark;
 * another gets it once it is in use.
 */
final class DeviceMenu {
  private DeviceMenu() {}

  /**
   * @param devices opens the dialog with all about devices
   */
  static Button of(MicrophoneViewModel model, Texts texts, Runnable devices, Pins pins) {
    var button = new Button("", Icons.of(Material2RoundAL.EXPAND_LESS));
    button.setId("mic-menu");
    button.getStyleClass().addAll("flat", "button-icon", "device-menu-button");
    button.setAccessibleText(texts.get("bar.choose-device"));
    button.setTooltip(new Tooltip(texts.get("bar.choose-device")));
    var menu = new ContextMenu();
    menu.setId("device-menu");
    button.setOnAction(
        e -> {
          menu.getItems().setAll(items(model, texts, devices));
          Menus.show(menu, button, Side.TOP, 0, -6);
        });
    pins.add(menu::hide);
    return button;
  }

  static List<MenuItem> items(MicrophoneViewModel model, Texts texts, Runnable devices) {
    var items = new ArrayList<MenuItem>();
    model
        .sound()
        .ifPresent(
            sound -> {
              items.addAll(microphones(sound, texts));
              items.addAll(speakers(sound, texts));
            });
    var more = new MenuItem(texts.get("bar.devices"), Icons.of(Material2RoundAL.HEADSET));
    more.setId("all-devices");
    more.setOnAction(e -> devices.run());
    items.add(more);
    return items;
  }

  private static List<MenuItem> microphones(SoundDevices sound, Texts texts) {
    return section(
        texts.get("sound.microphone"),
        texts,
        sound.microphones(),
        sound.microphoneProperty().get(),
        sound::chooseMicrophone);
  }

  private static List<MenuItem> speakers(SoundDevices sound, Texts texts) {
    return section(
        texts.get("sound.speaker"),
        texts,
        sound.speakers(),
        sound.speakerProperty().get(),
        sound::chooseSpeaker);
  }

  private static List<MenuItem> section(
      String title,
      Texts texts,
      List<AudioDevice> devices,
      Optional<AudioDevice> inUse,
      Consumer<AudioDevice> choose) {
    var items = new ArrayList<MenuItem>();
    items.add(caption(title));
    if (devices.isEmpty()) {
      var none = new MenuItem(texts.get("sound.none"));
      none.setDisable(true);
      items.add(none);
    }
    for (AudioDevice device : devices) {
      boolean used = inUse.map(AudioDevice::id).equals(Optional.of(device.id()));
      var name = new Label(device.name(), Icons.of(Material2RoundAL.CHECK));
      name.setMaxWidth(320);
      name.getGraphic().setVisible(used);
      name.setAccessibleText(used ? texts.get("sound.in-use", device.name()) : device.name());
      var item = new MenuItem("", name);
      item.setOnAction(e -> choose.accept(device));
      items.add(item);
    }
    items.add(new SeparatorMenuItem());
    return items;
  }

  private static MenuItem caption(String title) {
    var label = new Label(title);
    label.getStyleClass().add("menu-caption");
    var item = new MenuItem("", label);
    item.setDisable(true);
    return item;
  }
}
