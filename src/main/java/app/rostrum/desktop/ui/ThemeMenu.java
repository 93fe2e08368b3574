package app.rostrum.desktop.ui;

import java.util.Locale;
import javafx.scene.control.Menu;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import org.kordamp.ikonli.material2.Material2RoundAL;

/** The menu of themes: system, light, dark. */
public final class ThemeMenu {
  private ThemeMenu() {}

  /** Creates the menu, which follows the appearance until the pins are closed. */
  public static Menu of(Appearance appearance, Texts texts, Pins pins) {
    var menu = new Menu(texts.get("theme"), Icons.of(Material2RoundAL.BRIGHTNESS_4));
    menu.setId("theme");
    var group = new ToggleGroup();
    for (Appearance.Choice choice : Appearance.Choice.values()) {
      var item = new RadioMenuItem(texts.get("theme." + choice));
      item.setId("theme-" + choice.name().toLowerCase(Locale.ROOT));
      item.setToggleGroup(group);
      item.setOnAction(e -> appearance.choiceProperty().set(choice));
      pins.follow(appearance.choiceProperty(), chosen -> item.setSelected(chosen == choice));
      menu.getItems().add(item);
    }
    return menu;
  }
}
