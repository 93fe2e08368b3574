package app.rostrum.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parts of another process's memory, in MiB, the largest first: what its JVM has committed by
 * purpose (Native Memory Tracking, which the process has to be started with), and what of its files
 * is resident.
 */
final class MemoryParts {
  /** The flag without which a JVM does not track its memory. */
  static final String TRACKING = "-XX:NativeMemoryTracking=summary";

  private static final Pattern COMMITTED =
      Pattern.compile("^- +(.+?) \\(reserved=\\d+KB, committed=(\\d+)KB", Pattern.MULTILINE);
  private static final Pattern MAPPING =
      Pattern.compile("^[0-9a-f]+-[0-9a-f]+ \\S+ \\S+ \\S+ \\d+ *(.*)$");
  private static final Pattern RESIDENT = Pattern.compile("^Rss: +(\\d+) kB$");
  private static final double MEBIBYTE = 1024;

  private MemoryParts() {}

  /** Asks the JVM of a process; empty if this JDK has no jcmd. */
  static Map<String, Double> committed(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(jcmd)) {
      return Map.of();
    }
    Process asking =
        new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "VM.native_memory", "summary")
            .redirectErrorStream(true)
            .start();
    try (var answer = asking.getInputStream()) {
      return parseCommitted(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    } finally {
      asking.destroyForcibly();
    }
  }

  static Map<String, Double> parseCommitted(String summary) {
    return largestFirst(
        COMMITTED
            .matcher(summary)
            .results()
            .collect(Collectors.toMap(part -> part.group(1), part -> mebibytes(part.group(2)))));
  }

  /** Reads what is resident by file; all that is no file is one part. Empty except on Linux. */
  static Map<String, Double> resident(long pid) throws IOException {
    Path mappings = Path.of("/proc", String.valueOf(pid), "smaps");
    return Files.isReadable(mappings)
        ? parseResident(Files.readAllLines(mappings, StandardCharsets.UTF_8))
        : Map.of();
  }

  static Map<String, Double> parseResident(List<String> mappings) {
    var parts = new LinkedHashMap<String, Double>();
    String name = "";
    for (String line : mappings) {
      var mapping = MAPPING.matcher(line);
      var resident = RESIDENT.matcher(line);
      if (mapping.matches()) {
        String file = mapping.group(1);
        name = file.startsWith("/") ? file.substring(file.lastIndexOf('/') + 1) : "no file";
      } else if (resident.matches()) {
        parts.merge(name, mebibytes(resident.group(1)), Double::sum);
      }
    }
    return largestFirst(parts);
  }

  private static double mebibytes(String kibibytes) {
    return Long.parseLong(kibibytes) / MEBIBYTE;
  }

  private static Map<String, Double> largestFirst(Map<String, Double> parts) {
    return parts.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
  }

  /** Returns the largest parts in words; empty if there are none. */
  static Optional<String> words(Map<String, Double> parts, int most) {
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            parts.entrySet().stream()
                .limit(most)
                .map(part -> "%s %.0f".formatted(part.getKey(), part.getValue()))
                .collect(Collectors.joining(", ")));
  }
}
