package app.rostrum.desktop.ui;

import app.rostrum.desktop.emoji.EmojiSegment;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Stop;
import javafx.scene.shape.Circle;

/** A disc with a person's initials. It is decoration: the name always stands beside it. */
public final class Avatar extends StackPane {
  private final Circle disc = new Circle();
  private final EmojiLabel initials = new EmojiLabel();

  /**
   * @param diameter in pixels
   */
  public Avatar(String identity, double diameter) {
    getStyleClass().add("avatar");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    getChildren().addAll(disc, initials);
    setMouseTransparent(true);
    setIdentity(identity);
    setDiameter(diameter);
  }

  public void setIdentity(String identity) {
    Identicon look = Identicon.of(identity);
    initials.setText(initials(identity, look));
    setDiameter(2 * disc.getRadius());
    disc.setFill(gradient(look.color()));
  }

  /** Returns the initials, or the first emoji of a name without letters. */
  private static String initials(String identity, Identicon look) {
    return look.initials().equals(Identicon.NO_INITIALS)
        ? EmojiSegment.of(identity).stream()
            .filter(EmojiSegment.Emoji.class::isInstance)
            .map(EmojiSegment::text)
            .findFirst()
            .orElse(look.initials())
        : look.initials();
  }

  public void setDiameter(double diameter) {
    disc.setRadius(diameter / 2);
    setMinSize(diameter, diameter);
    setPrefSize(diameter, diameter);
    setMaxSize(diameter, diameter);
    long letters = initials.getText().codePoints().filter(Character::isLetterOrDigit).count();
    double size = diameter * (letters > 2 ? 0.28 : 0.36);
    initials.setStyle("-fx-font-size: " + Math.round(size) + "px;");
  }

  private static LinearGradient gradient(Color color) {
    return new LinearGradient(
        0,
        0,
        0.6,
        1,
        true,
        CycleMethod.NO_CYCLE,
        new Stop(0, color),
        new Stop(1, color.deriveColor(8, 1.05, 0.8, 1)));
  }
}
