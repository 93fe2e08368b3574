package app.rostrum.bench;

import app.rostrum.cli.Pause;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The heap that is in use in this process after a collection. */
final class LiveHeap {
  private static final int COLLECTIONS = 3;

  /** The time in which cleaners let go what a collection has found. */
  private static final Duration CLEANING = Duration.ofMillis(150);

  private LiveHeap() {}

  static long bytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static double mebibytes() {
    return bytes() / 1048576.0;
  }

  /** Returns the least after several collections, in a process that goes on working. */
  static double settledMebibytes() {
    double least = mebibytes();
    for (int i = 1; i < COLLECTIONS; i++) {
      Pause.of(CLEANING);
      least = Math.min(least, mebibytes());
    }
    return least;
  }
}
