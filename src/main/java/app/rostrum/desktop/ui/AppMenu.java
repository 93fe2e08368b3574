package app.rostrum.desktop.ui;

import java.util.List;
import javafx.scene.control.MenuItem;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The part of a screen's menu that leads to the settings and to the sheet of shortcuts.
 *
 * @param settings opens the settings
 * @param shortcuts opens the sheet
 */
public record AppMenu(Runnable settings, Runnable shortcuts) {
  public List<MenuItem> items(Texts texts) {
    var openSettings =
        new MenuItem(texts.get("settings.menu"), Icons.of(Material2RoundMZ.SETTINGS));
    openSettings.setId("open-settings");
    openSettings.setOnAction(e -> settings.run());
    var openSheet = new MenuItem(texts.get("shortcuts.menu"), Icons.of(Material2RoundAL.KEYBOARD));
    openSheet.setId("open-shortcuts");
    openSheet.setOnAction(e -> shortcuts.run());
    return List.of(openSettings, openSheet);
  }
}
