package app.rostrum.desktop.emoji;

import javafx.scene.AccessibleRole;
import javafx.scene.image.ImageView;

/** A node with the picture of an emoji, to stand in a line of text. */
public final class EmojiPicture extends ImageView {
  /** The height of a picture, in heights of the font. */
  private static final double OF_FONT = 1.25;

  /** The part of a picture above the line on which letters stand. */
  private static final double ABOVE_BASELINE = 0.79;

  private final double size;

  /**
   * @param size of the square, in pixels
   */
  public EmojiPicture(EmojiSegment.Emoji emoji, double size) {
    super(EmojiSet.shared().image(emoji.picture(), size));
    this.size = size;
    setFitWidth(size);
    setFitHeight(size);
    setSmooth(true);
    setMouseTransparent(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(emoji.text());
    getStyleClass().add("emoji");
  }

  /** Returns the size of a picture in text of a font's size, both in pixels. */
  public static double sizeIn(double fontSize) {
    return Math.round(fontSize * OF_FONT);
  }

  @Override
  public double getBaselineOffset() {
    return Math.round(size * ABOVE_BASELINE);
  }
}
