package app.rostrum.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Resources that a process occupies, as Linux tells them in {@code /proc}; zeros on other systems.
 *
 * @param mebibytes resident memory
 * @param descriptors open files and sockets
 */
record ProcessUsage(long mebibytes, long threads, long descriptors) {
  static ProcessUsage of(long pid) throws IOException {
    Path process = Path.of("/proc", String.valueOf(pid));
    if (!Files.isDirectory(process)) {
      return new ProcessUsage(0, 0, 0);
    }
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      return new ProcessUsage(
          field(process, "VmRSS:") / 1024, field(process, "Threads:"), open.count());
    }
  }

  private static long field(Path process, String name) throws IOException {
    return Files.readAllLines(process.resolve("status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
