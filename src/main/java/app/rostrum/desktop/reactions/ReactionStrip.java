package app.rostrum.desktop.reactions;

import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Reaction;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/**
 * The reactions of the last seconds with their numbers, in a fixed order. It appears and goes
 * without motion, and takes no clicks.
 */
public final class ReactionStrip extends HBox {
  private static final double PICTURE = 22;

  private final Texts texts;
  private final NumberFormat numbers;

  /**
   * @param pins of the screen
   */
  public ReactionStrip(ReactionsViewModel model, Texts texts, Pins pins) {
    this.texts = texts;
    this.numbers = NumberFormat.getIntegerInstance(texts.locale());
    setId("reactions");
    getStyleClass().add("reaction-strip");
    setAlignment(Pos.CENTER);
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setMouseTransparent(true);
    setAccessibleRole(AccessibleRole.TEXT);
    pins.follow(model.countsProperty(), this::show);
  }

  private void show(Map<Reaction, Integer> counts) {
    var chips = new ArrayList<Label>();
    var words = new ArrayList<String>();
    for (Reaction reaction : Reaction.values()) {
      Integer count = counts.get(reaction);
      if (count != null) {
        var chip = new Label(numbers.format(count), ReactionPicture.of(reaction, PICTURE));
        chip.getStyleClass().add("reaction-count");
        chips.add(chip);
        words.add(texts.get("reactions.count", ReactionPicture.name(reaction, texts), count));
      }
    }
    getChildren().setAll(chips);
    setVisible(!chips.isEmpty());
    setAccessibleText(String.join(", ", words));
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }
}
