package app.rostrum.cli;

import java.util.Locale;

/** Finds out whether there is a display, and does without. */
public final class Displays {
  private Displays() {}

  /** Returns true on Linux without an X11 display; macOS and Windows always have one. */
  public static boolean absent() {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      return false;
    }
    String display = System.getenv("DISPLAY");
    return display == null || display.isBlank();
  }

  /** Makes JavaFX draw in memory. Must be called before the toolkit starts. */
  public static void useNone() {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    System.setProperty("java.awt.headless", "true");
  }
}
