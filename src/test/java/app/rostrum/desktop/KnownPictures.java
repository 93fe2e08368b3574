package app.rostrum.desktop;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * Pictures of a few stable screens that somebody has looked at, so that a later change shows. They
 * are kept and compared as the mean colours of small squares: a machine that draws letters a little
 * differently passes, a button that has moved does not.
 */
final class KnownPictures {
  private static final Set<String> NAMES =
      Set.of(
          "passcode-empty-small",
          "lobby-streams-small",
          "lobby-create-small",
          "stage-9-small",
          "stage-9-small-dark",
          "audience-3-small",
          "audience-invited-small-dark",
          "chat-many-small",
          "stage-3-people-small",
          "settings-sound-small");

  private static final Path KNOWN = Path.of("src/test/resources/app/rostrum/desktop/pictures");
  private static final Path SEEN = Path.of("target", "screens", "known");

  /** The side of a square, in pixels. */
  private static final int SIDE = 8;

  /** The difference of a colour channel from which a square looks different, of 255. */
  private static final int VISIBLE = 20;

  /** The share of squares that may look different: of a small picture, less than a button. */
  private static final double TOLERANCE = 0.004;

  private KnownPictures() {}

  /**
   * Returns in what a picture differs from the known one of its name; empty if it does not, or if
   * none is known.
   */
  static Optional<String> difference(String name, int[] pixels, int width, int height) {
    if (!NAMES.contains(name)) {
      return Optional.empty();
    }
    BufferedImage seen = squares(pixels, width, height);
    Path known = KNOWN.resolve(name + ".png");
    try {
      Files.createDirectories(SEEN);
      Path kept = SEEN.resolve(name + ".png");
      ImageIO.write(seen, "png", kept.toFile());
      double share = Files.exists(known) ? share(ImageIO.read(known.toFile()), seen) : 1;
      return share <= TOLERANCE
          ? Optional.empty()
          : Optional.of(
              "%.1f %% of the picture differ from %s; if that is meant, copy %s there"
                  .formatted(share * 100, known, kept));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage squares(int[] pixels, int width, int height) {
    var squares = new BufferedImage(width / SIDE, height / SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < squares.getHeight(); y++) {
      for (int x = 0; x < squares.getWidth(); x++) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
          int pixel = pixels[(y * SIDE + i / SIDE) * width + x * SIDE + i % SIDE];
          red += pixel >> 16 & 0xFF;
          green += pixel >> 8 & 0xFF;
          blue += pixel & 0xFF;
        }
        int count = SIDE * SIDE;
        squares.setRGB(x, y, red / count << 16 | green / count << 8 | blue / count);
      }
    }
    return squares;
  }

  private static double share(BufferedImage known, BufferedImage seen) {
    if (known.getWidth() != seen.getWidth() || known.getHeight() != seen.getHeight()) {
      return 1;
    }
    int different = 0;
    for (int y = 0; y < seen.getHeight(); y++) {
      for (int x = 0; x < seen.getWidth(); x++) {
        if (apart(known.getRGB(x, y), seen.getRGB(x, y)) > VISIBLE) {
          different++;
        }
      }
    }
    return (double) different / (seen.getWidth() * seen.getHeight());
  }

  private static int apart(int a, int b) {
    int red = Math.abs((a >> 16 & 0xFF) - (b >> 16 & 0xFF));
    int green = Math.abs((a >> 8 & 0xFF) - (b >> 8 & 0xFF));
    return Math.max(Math.max(red, green), Math.abs((a & 0xFF) - (b & 0xFF)));
  }
}
