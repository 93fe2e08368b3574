package app.rostrum.desktop.services;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** "Host on this computer": the embedded cloud in this process. */
@FunctionalInterface
public interface LocalHosting {
  /**
   * Starts the embedded cloud, or finds the one that runs already. Returns at once; completes on
   * any thread, exceptionally when no cloud could be started.
   */
  CompletableFuture<LocalHost> start();

  /**
   * A running embedded cloud.
   *
   * @param invitationLink what {@link SignIn} accepts
   */
  record LocalHost(URI address, String passcode, String invitationLink) {
    /** Says nothing of the passcode. */
    @Override
    public String toString() {
      return "LocalHost[" + address + "]";
    }
  }
}
