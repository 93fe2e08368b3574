package app.rostrum.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be taken back if a later step fails, newest first. */
final class Undo {
  private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

  private record Entry(String what, Runnable compensation) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  synchronized void add(String what, Runnable compensation) {
    entries.push(new Entry(what, compensation));
  }

  /** Takes everything back; what cannot be taken back is logged and the rest goes on. */
  synchronized void run() {
    while (!entries.isEmpty()) {
      Entry entry = entries.pop();
      try {
        entry.compensation().run();
      } catch (RuntimeException e) {
        LOG.warn("left behind by a stream that could not be created: {}", entry.what(), e);
      }
    }
  }
}
