package app.rostrum.desktop.ui;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;

/**
 * The look of an identity: its initials on a colour of its own, the same on every machine. A number
 * at the end of a name counts as an initial, so that Speaker 1, 10 and 11 differ. White text on the
 * colour has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3).
 *
 * @param initials upper case, one to four characters
 */
public record Identicon(String initials, Color color) {
  static final String NO_INITIALS = "?";

  private static final int HUES = 48;
  private static final double CONTRAST = 4.6;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}$");

  public static Identicon of(String identity) {
    return new Identicon(initials(identity), color(identity));
  }

  private static String initials(String identity) {
    String[] words = identity.strip().split("[\\s_.·-]+");
    String first = firstLetter(words[0]);
    String last = words.length > 1 ? firstLetter(words[words.length - 1]) : "";
    Matcher number = NUMBER.matcher(words[words.length - 1]);
    if (number.find() && !first.equals(number.group())) {
      last = number.group();
    }
    String both = first + last;
    return both.isEmpty() ? NO_INITIALS : both.toUpperCase(Locale.ROOT);
  }

  private static String firstLetter(String word) {
    return word.codePoints()
        .filter(Character::isLetterOrDigit)
        .limit(1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Color color(String identity) {
    // FNV-1a, then the finalizer of MurmurHash3: similar names must not have similar colours.
    int hash = 0x811c9dc5;
    for (int i = 0; i < identity.length(); i++) {
      hash = (hash ^ identity.charAt(i)) * 0x01000193;
    }
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    hash ^= hash >>> 16;
    double hue = Math.floorMod(hash, HUES) * (360.0 / HUES);
    double saturation = 0.5 + 0.13 * Math.floorMod(hash >>> 12, 3);
    double brightness = 0.86 - 0.2 * Math.floorMod(hash >>> 20, 2);
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
