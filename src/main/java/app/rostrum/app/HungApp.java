package app.rostrum.app;

import app.rostrum.desktop.ui.Texts;
import app.rostrum.notifications.Notification;
import app.rostrum.notifications.Notifications;
import app.rostrum.notifications.SessionNotifications;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a person who opened a link on the desktop, and sees no terminal, that the app hangs. */
final class HungApp {
  private static final Logger LOG = LoggerFactory.getLogger(HungApp.class);
  private static final int PATIENCE_SECONDS = 3;

  private HungApp() {}

  /** Shows a notification, where the desktop has any; it stays when this process has ended. */
  static void tell() {
    tell(
        SessionNotifications.ofSession("Rostrum", RunCommand.DESKTOP_FILE),
        Texts.in(Locale.getDefault()));
  }

  static void tell(Notifications desktop, Texts texts) {
    desktop.show(
        "hung",
        new Notification(texts.get("hung.title"), texts.get("hung.text"), () -> {}, List.of()));
    try {
      // It is answered after the notification was passed on.
      boolean told = desktop.available().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      LOG.debug("the desktop was told: {}", told);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the desktop was not told: {}", e.toString());
    }
  }
}
