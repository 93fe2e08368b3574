package app.rostrum.globalkeys;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The keys of a desktop, of whatever window has the keyboard. Safe for any thread; no method
 * blocks.
 */
public interface GlobalKeys extends AutoCloseable {
  /** The way in which a key is heard, or why there is none. */
  enum Way {
    /** The desktop asks the person, chooses the key with them, and keeps it from other programs. */
    PORTAL,
    /** The X server tells of each key, and other programs get it, too. */
    X11,
    /** Windows says whether the key is down, and other programs get it, too. */
    WINDOWS,
    /** A Wayland desktop that has no portal for it. */
    WAYLAND,
    /** A system for which there is no way yet. */
    UNKNOWN_SYSTEM;

    /** Returns whether a key can be heard. */
    public boolean open() {
      return this == PORTAL || isShared();
    }

    /** Returns whether the window in front gets the key, too. */
    public boolean isShared() {
      return this == X11 || this == WINDOWS;
    }
  }

  /** The reason for which a key is not heard any more. */
  enum End {
    /** There is no {@link Way}. */
    NO_WAY,
    /** The person or the desktop did not allow it. */
    REFUSED,
    /** The keyboard has no such key. */
    NO_SUCH_KEY,
    /** The desktop does not answer, or no longer. */
    LOST
  }

  /**
   * Told of a key, on one thread at a time. Each press is followed by a release at the latest when
   * the key is no longer heard, whatever the reason.
   */
  interface Listener {
    /**
     * The key is heard from now on.
     *
     * @param trigger the keys to press as the desktop names them; empty if it names none
     */
    void heard(Way way, Optional<String> trigger);

    /** The key went down. Repeats of a held key are not told. */
    void pressed();

    void released();

    /** The key is not heard any more; the last call. Not made after the pin was closed. */
    void ended(End reason);
  }

  /** Listening to a key; closing ends it, and gives the key back. */
  @FunctionalInterface
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** Completes with the way that there is now. */
  CompletableFuture<Way> way();

  /**
   * Listens to a key.
   *
   * @param purpose the effect of the key, as the desktop shows it to the person
   */
  Listening listen(GlobalKey key, String purpose, Listener listener);

  /** Ends all listening. */
  @Override
  void close();

  /** A desktop whose keys are its windows' own. */
  GlobalKeys NONE =
      new GlobalKeys() {
        @Override
        public CompletableFuture<Way> way() {
          return CompletableFuture.completedFuture(Way.UNKNOWN_SYSTEM);
        }

        @Override
        public Listening listen(GlobalKey key, String purpose, Listener listener) {
          listener.ended(End.NO_WAY);
          return () -> {};
        }

        @Override
        public void close() {}
      };
}
