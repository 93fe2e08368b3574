package app.rostrum.cli;

import java.util.Locale;

/** Whether there is a display to open windows on. */
public final class Displays {
  private Displays() {}

  /** True on a Linux without X11 display; macOS and Windows always have one. */
  public static boolean absent() {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      return false;
    }
    String display = System.getenv("DISPLAY");
    return display == null || display.isBlank();
  }

  /** Makes JavaFX draw in memory. Before the toolkit starts. */
  public static void useNone() {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    System.setProperty("java.awt.headless", "true");
  }
}
