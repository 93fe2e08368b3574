package app.rostrum.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the compensations of a workflow's steps, to run them if a later step fails. */
final class Undo {
  private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

  private record Entry(String what, Runnable compensation) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  synchronized void add(String what, Runnable compensation) {
    entries.push(new Entry(what, compensation));
  }

  /** Runs the compensations, newest first. One that fails is logged and the others run. */
  synchronized void run() {
    while (!entries.isEmpty()) {
      Entry entry = entries.pop();
      try {
        entry.compensation().run();
      } catch (Throwable e) {
        LOG.warn("left behind by a stream that could not be created: {}", entry.what(), e);
      }
    }
  }
}
