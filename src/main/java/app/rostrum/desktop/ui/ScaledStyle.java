package app.rostrum.desktop.ui;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The style sheet of another text size: fonts, icons and what has to be as high as a line or as
 * wide as some words grow with the text, gaps and borders do not, because the room is needed.
 */
final class ScaledStyle {
  private static final Pattern SCALED =
      Pattern.compile(
          "(-fx-(?:font-size|icon-size|min-height|pref-height|max-height|fixed-cell-size|pref-width):\\s*)"
              + "(\\d+(?:\\.\\d+)?)(px)?(?=\\s*[;}])");

  /** The size of icons that no rule of ours gives a size, in pixels. */
  private static final int ICON = 18;

  private ScaledStyle() {}

  /**
   * Returns the address of the style sheet.
   *
   * @param css the style sheet for 100 %
   */
  static String of(String css, int percent) {
    String icons = ".ikonli-font-icon { -fx-icon-size: " + ICON + "px; }\n";
    byte[] scaled = scaled(icons + css, percent).getBytes(StandardCharsets.UTF_8);
    return "data:text/css;charset=utf-8;base64," + Base64.getEncoder().encodeToString(scaled);
  }

  static String scaled(String css, int percent) {
    return SCALED
        .matcher(css)
        .replaceAll(
            size -> {
              double pixels = Double.parseDouble(size.group(2)) * percent / 100;
              String unit = size.group(3) == null ? "" : size.group(3);
              // Lines that divide stay thin.
              return pixels <= 2
                  ? size.group()
                  : size.group(1) + String.format(Locale.ROOT, "%.1f", pixels) + unit;
            });
  }
}
