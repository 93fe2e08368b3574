package app.rostrum.host;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * The figures of the process and its virtual machine, under the names that all Java programs have.
 */
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private ProcessMetrics() {}

  static void addTo(List<MetricSnapshot> all) {
    addMemory(all);
    addCollections(all);
    var threads = ManagementFactory.getThreadMXBean();
    all.add(Snapshots.gauge("jvm_threads_current", "Platform threads.", threads.getThreadCount()));
    all.add(
        Snapshots.gauge(
            "process_start_time_seconds",
            "Start of the process, in seconds since 1970.",
            ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      all.add(
          Snapshots.counter(
              "process_cpu_seconds", "CPU time of the process.", system.getProcessCpuTime() / 1e9));
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      all.add(
          Snapshots.gauge(
              "process_open_fds", "Open descriptors.", unix.getOpenFileDescriptorCount()));
      all.add(
          Snapshots.gauge(
              "process_max_fds",
              "Most descriptors that the process may open.",
              unix.getMaxFileDescriptorCount()));
    }
    residentBytes()
        .ifPresent(
            bytes ->
                all.add(
                    Snapshots.gauge("process_resident_memory_bytes", "Resident memory.", bytes)));
  }

  private static void addMemory(List<MetricSnapshot> all) {
    all.add(memory("jvm_memory_used_bytes", "Memory in use.", MemoryUsage::getUsed));
    all.add(memory("jvm_memory_committed_bytes", "Memory committed.", MemoryUsage::getCommitted));
    all.add(
        memory("jvm_memory_max_bytes", "Most memory; -1 without a limit.", MemoryUsage::getMax));
  }

  private static MetricSnapshot memory(
      String name, String help, ToLongFunction<MemoryUsage> figure) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    return Snapshots.gauges(
        name,
        help,
        "area",
        Map.of(
            "heap", figure.applyAsLong(memory.getHeapMemoryUsage()),
            "nonheap", figure.applyAsLong(memory.getNonHeapMemoryUsage())));
  }

  private static void addCollections(List<MetricSnapshot> all) {
    var collections =
        SummarySnapshot.builder()
            .name("jvm_gc_collection_seconds")
            .help("Time of garbage collections, by collector.");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections.dataPoint(
          SummarySnapshot.SummaryDataPointSnapshot.builder()
              .count(Math.max(0, collector.getCollectionCount()))
              .sum(Math.max(0, collector.getCollectionTime()) / 1e3)
              .labels(Labels.of("gc", collector.getName()))
              .build());
    }
    all.add(collections.build());
  }

  /** Returns the memory that the process has of the machine's, where the system tells it. */
  private static OptionalLong residentBytes() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
