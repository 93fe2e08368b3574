package app.rostrum.bench;

import java.lang.management.ManagementFactory;

/** The heap that is in use in this process after a collection. */
final class LiveHeap {
  private LiveHeap() {}

  static long bytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static double mebibytes() {
    return bytes() / 1048576.0;
  }
}
