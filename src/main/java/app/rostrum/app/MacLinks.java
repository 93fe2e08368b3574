package app.rostrum.app;

import app.rostrum.desktop.services.Arrivals;
import java.awt.Desktop;
import java.util.Locale;
import java.util.Optional;

/**
 * The links that macOS opens with the app, which come as an Apple event and not as an argument, and
 * to the app that runs already. Written by the documentation: nobody has tried it on a Mac yet.
 */
final class MacLinks {
  private MacLinks() {}

  /** Takes the links to come; does nothing on other systems. */
  static void follow(Arrivals arrivals) {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac")
        && Desktop.isDesktopSupported()
        && Desktop.getDesktop().isSupported(Desktop.Action.APP_OPEN_URI)) {
      Desktop.getDesktop()
          .setOpenURIHandler(event -> arrivals.arrive(Optional.of(event.getURI().toString())));
    }
  }
}
