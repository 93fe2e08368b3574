package app.rostrum.desktop.ui;

import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;

/**
 * A label for names and other people's words: emoji are pictures, and each script has the label's
 * weight, see {@link DrawnText}. Its text remains the characters, for screen readers, too. It has
 * no graphic of its own.
 */
public final class EmojiLabel extends Label {
  private final Pins pins = new Pins();
  private final boolean rightToLeft;
  private @Nullable DrawnText drawn;

  public EmojiLabel() {
    this("");
  }

  public EmojiLabel(String text) {
    this(text, false);
  }

  /**
   * @param rightToLeft the direction of each line
   */
  EmojiLabel(String text, boolean rightToLeft) {
    super(text);
    this.rightToLeft = rightToLeft;
    setAccessibleRole(AccessibleRole.TEXT);
    pins.follow(this::draw, textProperty(), fontProperty(), textFillProperty());
  }

  private void draw() {
    String text = getText();
    drawn =
        TextRun.needed(text) ? new DrawnText(text, rightToLeft, getFont(), getTextFill()) : null;
    setContentDisplay(drawn == null ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY);
    setGraphic(drawn);
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    DrawnText text = drawn;
    if (text == null) {
      return;
    }
    // A label gives its graphic all the width that it asks for.
    double left = snappedLeftInset() + snapSpaceX(getLabelPadding().getLeft());
    double right = snappedRightInset() + snapSpaceX(getLabelPadding().getRight());
    double top = snappedTopInset() + snapSpaceY(getLabelPadding().getTop());
    double bottom = snappedBottomInset() + snapSpaceY(getLabelPadding().getBottom());
    double width = Math.max(0, getWidth() - left - right);
    layoutInArea(
        text,
        left,
        top,
        width,
        Math.max(0, getHeight() - top - bottom),
        0,
        Insets.EMPTY,
        false,
        false,
        getAlignment().getHpos() == null ? HPos.LEFT : getAlignment().getHpos(),
        getAlignment().getVpos() == VPos.BASELINE ? VPos.CENTER : getAlignment().getVpos());
  }

  @Override
  public double getBaselineOffset() {
    DrawnText text = drawn;
    return text == null
        ? super.getBaselineOffset()
        : snappedTopInset() + snapSpaceY(getLabelPadding().getTop()) + text.getBaselineOffset();
  }
}
