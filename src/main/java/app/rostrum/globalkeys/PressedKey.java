package app.rostrum.globalkeys;

import app.rostrum.globalkeys.GlobalKeys.End;
import app.rostrum.globalkeys.GlobalKeys.Listener;
import app.rostrum.globalkeys.GlobalKeys.Way;
import app.rostrum.threads.Threads;
import java.util.Optional;

/**
 * Keeps what a listener is told in order: repeats are swallowed, and no end leaves a key pressed.
 * Safe for any thread; the listener is not called under a lock.
 */
final class PressedKey {
  private final Listener listener;
  private boolean down;
  private boolean over;

  PressedKey(Listener listener) {
    this.listener = listener;
  }

  void heard(Way way, Optional<String> trigger) {
    synchronized (this) {
      if (over) {
        return;
      }
    }
    tell(() -> listener.heard(way, trigger));
  }

  void press() {
    synchronized (this) {
      if (over || down) {
        return;
      }
      down = true;
    }
    tell(listener::pressed);
  }

  void release() {
    synchronized (this) {
      if (!down) {
        return;
      }
      down = false;
    }
    tell(listener::released);
  }

  /** Releases a pressed key, and tells why it is no longer heard. */
  void end(End reason) {
    if (finish()) {
      tell(() -> listener.ended(reason));
    }
  }

  /** Releases a pressed key, because nobody wants to hear it any more. */
  void close() {
    finish();
  }

  private boolean finish() {
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
    }
    release();
    return true;
  }

  private static void tell(Runnable telling) {
    Threads.contain("global key", telling);
  }
}
