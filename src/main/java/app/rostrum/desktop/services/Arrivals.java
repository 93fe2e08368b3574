package app.rostrum.desktop.services;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The links that arrive from outside while the app starts or runs. Until there is a window the
 * newest one waits. Thread-safe.
 */
public final class Arrivals {
  private Optional<String> waiting = Optional.empty();
  private @Nullable Function<Optional<String>, CompletableFuture<Boolean>> window;

  /**
   * Takes a link to the window.
   *
   * @param link as it came; empty if only the window is wanted
   * @return completes with whether somebody will see it: not if the window is about to close
   */
  public CompletableFuture<Boolean> arrive(Optional<String> link) {
    Function<Optional<String>, CompletableFuture<Boolean>> open;
    synchronized (this) {
      open = window;
      if (open == null) {
        waiting = link.or(() -> waiting);
        return CompletableFuture.completedFuture(true);
      }
    }
    return open.apply(link);
  }

  /**
   * Lets a window take the links, the one that waits first.
   *
   * @param open takes a link; called on any thread
   */
  public void takeTo(Function<Optional<String>, CompletableFuture<Boolean>> open) {
    Optional<String> first;
    synchronized (this) {
      window = open;
      first = waiting;
      waiting = Optional.empty();
    }
    if (first.isPresent()) {
      var unused = open.apply(first);
    }
  }
}
