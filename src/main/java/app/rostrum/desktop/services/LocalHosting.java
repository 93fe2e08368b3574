package app.rostrum.desktop.services;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Hosts on this computer, by the embedded cloud in this process. */
@FunctionalInterface
public interface LocalHosting {
  /**
   * Starts the embedded cloud, or finds the one that runs already. Returns at once. The future
   * completes on any thread, exceptionally if no cloud could be started.
   */
  CompletableFuture<LocalHost> start();

  /**
   * A running embedded cloud.
   *
   * @param invitationLink a link that {@link SignIn} accepts
   */
  record LocalHost(URI address, String passcode, String invitationLink) {
    /** Leaves out the passcode. */
    @Override
    public String toString() {
      return "LocalHost[" + address + "]";
    }
  }
}
