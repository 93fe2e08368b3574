package app.rostrum.threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** The signals of the system to this process, as {@code kill} sends them. */
public final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Runs a task each time that a signal arrives, in place of what the virtual machine does with it.
   * Whatever the task throws is logged.
   *
   * @param name without SIG, for example TERM
   * @param task called on a thread of its own
   * @return false if this system or virtual machine does not let the process have the signal
   */
  public static boolean on(String name, Runnable task) {
    try {
      var unused = Signal.handle(new Signal(name), signal -> Threads.contain("SIG" + name, task));
      return true;
    } catch (IllegalArgumentException e) {
      LOG.debug("SIG{} cannot be handled: {}", name, e.getMessage());
      return false;
    }
  }
}
