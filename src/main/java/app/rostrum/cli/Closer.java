package app.rostrum.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was opened, the newest first, each one even if closing another one fails. Failures
 * are logged, an {@link Error} too. All methods can be called from any thread.
 */
public final class Closer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Remembers something to close. */
  public synchronized <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    return part;
  }

  private synchronized Deque<AutoCloseable> takeAll() {
    var all = new ArrayDeque<>(opened);
    opened.clear();
    return all;
  }

  /** Closes everything added since it was last closed. */
  @Override
  public void close() {
    for (AutoCloseable part : takeAll()) {
      try {
        part.close();
      } catch (Throwable failure) {
        LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), failure);
      }
    }
  }
}
