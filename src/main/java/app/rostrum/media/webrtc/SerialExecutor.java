package app.rostrum.media.webrtc;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that talks to libwebrtc for one engine. What libwebrtc's own threads report is
 * posted here at once, because they must not be held up, and because asking libwebrtc anything from
 * one of them can lock up.
 */
final class SerialExecutor implements Executor {
  private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

  private final ExecutorService thread;

  SerialExecutor(String name) {
    thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
  }

  @Override
  public void execute(Runnable step) {
    if (!tryExecute(step)) {
      // A late report of a closed engine: nobody is interested any more.
      log.debug("the engine is closed");
    }
  }

  /** False once shut down. */
  boolean tryExecute(Runnable step) {
    try {
      thread.execute(
          () -> {
            try {
              step.run();
            } catch (RuntimeException | Error e) {
              // The binding throws Error for what libwebrtc refuses.
              log.error("a step of the media engine failed", e);
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Lets what has been posted run, then ends. */
  void shutdown() {
    thread.shutdown();
  }
}
