package app.rostrum.desktop.ui;

import java.util.Locale;
import javafx.scene.paint.Color;

/**
 * The look of an identity: one or two initials on a colour of its own, the same on every machine.
 * White text on the colour has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3).
 *
 * @param initials upper case
 */
public record Identicon(String initials, Color color) {
  private static final int HUES = 24;
  private static final double CONTRAST = 4.6;

  public static Identicon of(String identity) {
    return new Identicon(initials(identity), color(identity));
  }

  private static String initials(String identity) {
    String[] words = identity.strip().split("[\\s_.·-]+");
    String first = firstLetter(words[0]);
    String last = words.length > 1 ? firstLetter(words[words.length - 1]) : "";
    String both = first + last;
    return both.isEmpty() ? "?" : both.toUpperCase(Locale.ROOT);
  }

  private static String firstLetter(String word) {
    return word.codePoints()
        .filter(Character::isLetterOrDigit)
        .limit(1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Color color(String identity) {
    // FNV-1a: String.hashCode leaves similar names on neighbouring hues.
    int hash = 0x811c9dc5;
    for (int i = 0; i < identity.length(); i++) {
      hash = (hash ^ identity.charAt(i)) * 0x01000193;
    }
    hash ^= hash >>> 15;
    double hue = Math.floorMod(hash, HUES) * (360.0 / HUES);
    double saturation = 0.62 + 0.12 * Math.floorMod(hash >> 8, 2);
    double brightness = 0.86;
    Color color = Color.hsb(hue, saturation, brightness);
    while (contrastWithWhite(color) < CONTRAST) {
      brightness -= 0.01;
      color = Color.hsb(hue, saturation, brightness);
    }
    return color;
  }

  /** Returns the contrast ratio of WCAG 2.2, 1 to 21. */
  public static double contrastWithWhite(Color color) {
    double luminance =
        0.2126 * linear(color.getRed())
            + 0.7152 * linear(color.getGreen())
            + 0.0722 * linear(color.getBlue());
    return 1.05 / (luminance + 0.05);
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }
}
