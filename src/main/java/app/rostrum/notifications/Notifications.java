package app.rostrum.notifications;

import java.util.concurrent.CompletableFuture;

/**
 * The notifications of a desktop. Safe for any thread; no method blocks. What a person chooses is
 * run on a thread of this class.
 */
public interface Notifications extends AutoCloseable {
  /** Completes with whether notifications can be shown here now. */
  CompletableFuture<Boolean> available();

  /** Shows a notification in place of the one with this key. A failure is only logged. */
  void show(String key, Notification notification);

  /** Takes a notification back, if it is still there. */
  void withdraw(String key);

  /**
   * Shows a number on the app's icon in the dock or taskbar, where there is one that can.
   *
   * @param count 0 for none
   */
  void badge(int count);

  /** Takes all notifications back, and the number. */
  @Override
  void close();

  /** A desktop without notifications. */
  Notifications NONE =
      new Notifications() {
        @Override
        public CompletableFuture<Boolean> available() {
          return CompletableFuture.completedFuture(false);
        }

        @Override
        public void show(String key, Notification notification) {}

        @Override
        public void withdraw(String key) {}

        @Override
        public void badge(int count) {}

        @Override
        public void close() {}
      };
}
