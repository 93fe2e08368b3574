package app.rostrum.desktop.reactions;

import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.Reaction;
import java.util.Locale;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.material2.Material2RoundAL;

/**
 * The bar's button with the menu of reactions; each has a key of its own, Ctrl+1 to Ctrl+6. Hidden
 * on deployments that have none.
 */
public final class ReactionButton extends StackPane {
  private static final KeyCode[] DIGITS = {
    KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4, KeyCode.DIGIT5, KeyCode.DIGIT6
  };
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
                key(Reaction.APPLAUSE).getDisplayText(),
                key(Reaction.CELEBRATE).getDisplayText())));
    var menu = new ContextMenu();
    for (Reaction reaction : Reaction.values()) {
      var item =
          new MenuItem(
              ReactionPicture.name(reaction, texts), ReactionPicture.of(reaction, PICTURE));
      item.setId("react-" + reaction.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      item.setAccelerator(key(reaction));
      item.setOnAction(e -> model.send(reaction));
      menu.getItems().add(item);
    }
    button.setOnAction(e -> menu.show(button, Side.TOP, 0, -6));
    getChildren().add(button);
    pins.add(menu::hide);
    pins.follow(model.availableProperty(), available -> Visibility.show(this, available));
  }

  private static KeyCombination key(Reaction reaction) {
    return new KeyCodeCombination(DIGITS[reaction.ordinal()], KeyCombination.SHORTCUT_DOWN);
  }

  /** Sends the reaction of a key; returns false if it has none. */
  public static boolean pressed(KeyEvent e, ReactionsViewModel model) {
    for (Reaction reaction : Reaction.values()) {
      if (key(reaction).match(e)) {
        model.send(reaction);
        return true;
      }
    }
    return false;
  }
}
