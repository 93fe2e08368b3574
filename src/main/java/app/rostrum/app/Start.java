package app.rostrum.app;

import app.rostrum.app.RunningApp.Answer;
import app.rostrum.cli.Pause;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The outcome of a start of the app: it runs, or another one that runs already is shown. */
sealed interface Start {
  /** The wait between two looks whether the app that is about to end has ended. */
  Duration BETWEEN = Duration.ofMillis(50);

  /**
   * This one is to run.
   *
   * @param running reached by later starts; empty if this machine has no place for its socket
   */
  record First(Optional<RunningApp> running) implements Start {}

  /** The running app has the link, and shows its window. */
  record HandedOver() implements Start {}

  /** There is a running app, which does not answer. */
  record Unanswered() implements Start {}

  /**
   * Becomes the running app or hands a link to it. Blocks until that is clear.
   *
   * @param sockets where it listens, the best first; a later one counts if the others cannot be
   * @param patience with one that does not answer
   */
  static Start of(List<Path> sockets, Optional<String> link, Duration patience) {
    for (Path socket : sockets) {
      try {
        return at(socket, link, patience);
      } catch (IOException e) {
        // The folder cannot be used; the next one may be.
      }
    }
    return new First(Optional.empty());
  }

  private static Start at(Path socket, Optional<String> link, Duration patience)
      throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<RunningApp> running = RunningApp.become(socket);
      if (running.isPresent()) {
        return new First(running);
      }
      if (hand(socket, link, left) == Answer.TAKEN) {
        return new HandedOver();
      }
      Pause.of(BETWEEN);
    }
    return new Unanswered();
  }

  /** Hands over the link, or gives up after a time in nanoseconds. */
  private static Answer hand(Path socket, Optional<String> link, long patience) {
    ExecutorService caller = Threads.perTask("hand-over");
    Future<Answer> answer = caller.submit(() -> RunningApp.hand(socket, link));
    try {
      return answer.get(patience, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Answer.GONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.GONE;
    } finally {
      caller.shutdownNow();
    }
  }
}
