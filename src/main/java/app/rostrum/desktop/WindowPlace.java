package app.rostrum.desktop;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.Rectangle2D;

/**
 * The size and place of a window on the desktop, in pixels, decorations included.
 *
 * @param maximized whether it fills its screen; the rest is what it returns to
 */
record WindowPlace(double x, double y, double width, double height, boolean maximized) {
  private static final Pattern WRITTEN =
      Pattern.compile("(-?\\d{1,6}) (-?\\d{1,6}) (\\d{1,5}) (\\d{1,5})( maximized)?");

  /** The part of the title bar that must be on a screen, so that the window can be moved. */
  private static final double GRIP_WIDTH = 100;

  private static final double GRIP_HEIGHT = 30;

  /** Reads what {@link #written} wrote; empty if it is something else. */
  static Optional<WindowPlace> read(String text) {
    Matcher m = WRITTEN.matcher(text);
    return m.matches()
        ? Optional.of(
            new WindowPlace(
                Double.parseDouble(m.group(1)),
                Double.parseDouble(m.group(2)),
                Double.parseDouble(m.group(3)),
                Double.parseDouble(m.group(4)),
                m.group(5) != null))
        : Optional.empty();
  }

  WindowPlace maximizedNow() {
    return new WindowPlace(x, y, width, height, true);
  }

  WindowPlace atLeast(double leastWidth, double leastHeight) {
    return new WindowPlace(
        x, y, Math.max(width, leastWidth), Math.max(height, leastHeight), maximized);
  }

  String written() {
    return String.format(
        Locale.ROOT,
        "%d %d %d %d%s",
        Math.round(x),
        Math.round(y),
        Math.round(width),
        Math.round(height),
        maximized ? " maximized" : "");
  }

  /**
   * Returns the place that is next to this one and can be used on the present screens: no larger
   * than its screen, and on one that exists.
   *
   * @param screens their usable areas, the primary one first
   */
  WindowPlace on(List<Rectangle2D> screens) {
    var title = new Rectangle2D(x, y, Math.max(1, width), GRIP_HEIGHT);
    Optional<Rectangle2D> holding =
        screens.stream()
            .filter(screen -> grip(screen, title) >= Math.min(GRIP_WIDTH, width))
            .max(Comparator.comparingDouble(screen -> grip(screen, title)));
    Rectangle2D screen = holding.orElse(screens.getFirst());
    double fitWidth = Math.min(width, screen.getWidth());
    double fitHeight = Math.min(height, screen.getHeight());
    if (holding.isPresent()) {
      return new WindowPlace(x, y, fitWidth, fitHeight, maximized);
    }
    return new WindowPlace(
        screen.getMinX() + (screen.getWidth() - fitWidth) / 2,
        screen.getMinY() + (screen.getHeight() - fitHeight) / 2,
        fitWidth,
        fitHeight,
        maximized);
  }

  /** Returns the width of the title bar on a screen; 0 if its height is not all there. */
  private static double grip(Rectangle2D screen, Rectangle2D title) {
    boolean whole = title.getMinY() >= screen.getMinY() && title.getMaxY() <= screen.getMaxY();
    double left = Math.max(screen.getMinX(), title.getMinX());
    double right = Math.min(screen.getMaxX(), title.getMaxX());
    return whole ? Math.max(0, right - left) : 0;
  }

  /** The corner at the bottom right of a screen. */
  static WindowPlace corner(Rectangle2D screen, double width, double height) {
    double edge = 24;
    return new WindowPlace(
        screen.getMaxX() - width - edge, screen.getMaxY() - height - edge, width, height, false);
  }
}
