package app.rostrum.desktop.services;

import app.rostrum.backend.NearbyHost;
import java.util.List;
import java.util.function.Consumer;

/** Finds the backend of a passcode or an invitation link. */
@FunctionalInterface
public interface SignIn {
  /**
   * Finds the backend and verifies the passcode. Blocks: called on the background executor.
   *
   * @param passcodeOrLink as typed or pasted: digits with or without spaces, or an invitation link
   * @throws app.rostrum.backend.BackendException if the backend refuses or cannot be reached
   */
  Deployment signIn(String passcodeOrLink);

  /**
   * Looks for hosts in the network that announce themselves. Returns at once.
   *
   * @param found called on any thread with those that are there, whenever that has changed
   */
  default Looking lookNearby(Consumer<List<NearbyHost>> found) {
    return () -> {};
  }

  /** A search that goes on until it is closed. */
  interface Looking extends AutoCloseable {
    @Override
    void close();
  }
}
