package app.rostrum.desktop.reactions;

import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.KeyNames;
import app.rostrum.desktop.ui.Menus;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.Reaction;
import java.util.Locale;
import java.util.OptionalInt;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.material2.Material2RoundAL;

/**
 * The bar's button with the menu of reactions; each has a key of its own, Ctrl+1 to Ctrl+6. Hidden
 * on deployments that have none.
 */
public final class ReactionButton extends StackPane {
  private static final double PICTURE = 22;

  /**
   * @param pins of the bar
   */
  public ReactionButton(ReactionsViewModel model, Texts texts, Pins pins) {
    var button = new BarButton("react", Material2RoundAL.EMOJI_EMOTIONS, texts.get("bar.react"));
    button.setAccessibleText(texts.get("bar.react-what"));
    button.setTooltip(
        new Tooltip(
            texts.get(
                "bar.react-tip",
                KeyNames.together(key(Reaction.APPLAUSE), texts),
                KeyNames.together(key(Reaction.CELEBRATE), texts))));
    var menu = new ContextMenu();
    for (Reaction reaction : Reaction.values()) {
      var item =
          new MenuItem(
              ReactionPicture.name(reaction, texts), ReactionPicture.of(reaction, PICTURE));
      item.setId("react-" + reaction.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      item.setAccelerator(KeyNames.named(key(reaction), texts));
      item.setOnAction(e -> model.send(reaction));
      menu.getItems().add(item);
    }
    button.setOnAction(e -> Menus.show(menu, button, Side.TOP, 0, -6));
    getChildren().add(button);
    pins.add(menu::hide);
    pins.follow(model.availableProperty(), available -> Visibility.show(this, available));
  }

  private static KeyCodeCombination key(Reaction reaction) {
    return Shortcut.REACT.keys().get(reaction.ordinal());
  }

  /** Sends the reaction of a key; returns false if it has none. */
  public static boolean pressed(KeyEvent e, ReactionsViewModel model) {
    OptionalInt reaction = Shortcut.REACT.which(e);
    reaction.ifPresent(index -> model.send(Reaction.values()[index]));
    return reaction.isPresent();
  }
}
