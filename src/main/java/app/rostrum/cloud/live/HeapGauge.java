package app.rostrum.cloud.live;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tells whether the heap is nearly full of what is in use: by the largest pool after its last
 * collection, since before one it may be full of what is not. A collection of long ago says
 * nothing. Not for several threads at a time.
 */
final class HeapGauge implements BooleanSupplier {
  private static final double SCARCE = 0.85;
  private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Optional<MemoryPoolMXBean> pool =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(each -> each.getType() == MemoryType.HEAP)
          .filter(each -> each.getCollectionUsage() != null && each.getUsage().getMax() > 0)
          .max(Comparator.comparingLong(each -> each.getUsage().getMax()));
  private long collections;
  private long lastNanos = System.nanoTime() - FRESH_NANOS;

  @Override
  public boolean getAsBoolean() {
    return pool.map(this::isNearlyFull).orElse(false);
  }

  private boolean isNearlyFull(MemoryPoolMXBean largest) {
    String name = largest.getName();
    long count =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(collector -> List.of(collector.getMemoryPoolNames()).contains(name))
            .mapToLong(GarbageCollectorMXBean::getCollectionCount)
            .sum();
    if (count != collections) {
      collections = count;
      lastNanos = System.nanoTime();
    }
    var usage = largest.getCollectionUsage();
    return System.nanoTime() - lastNanos < FRESH_NANOS
        && usage.getUsed() > SCARCE * largest.getUsage().getMax();
  }
}
