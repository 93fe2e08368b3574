package app.rostrum.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Starts this program as another process, to measure it from outside. */
final class ChildProcess {
  private static final String APP_MEMORY = "-Xmx384m";

  /** The flags by which a JVM uses no AOT cache, whatever it was told before. */
  static final List<String> NO_CACHE = List.of("-XX:AOTMode=off");

  private ChildProcess() {}

  /** Returns whether this process, and with it the others, was told to use an AOT cache. */
  static boolean hasCache() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .anyMatch(flag -> flag.startsWith("-XX:AOTCache="));
  }

  /**
   * Starts the program with the flags of this process.
   *
   * @param mainClass the name of the class with the entry point
   * @param memory {@code -Xmx…}
   */
  static Process start(String mainClass, String memory, String... arguments) throws IOException {
    List<String> flags =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-Xmx"))
            .collect(Collectors.toCollection(ArrayList::new));
    flags.add(memory);
    return builder(mainClass, flags, arguments).start();
  }

  /**
   * Starts the program with the flags of the app, which has other ones for its memory than this
   * process. The script {@code rostrum} names them in {@code APP_FLAGS}.
   *
   * @param more flags besides
   * @param output of the program
   */
  static Process startApp(
      String mainClass, List<String> more, ProcessBuilder.Redirect output, String... arguments)
      throws IOException {
    List<String> flags =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.matches("-Xm[xn].*|-XX:(MetaspaceSize|.ExitOnOutOfMemory).*"))
            .collect(Collectors.toCollection(ArrayList::new));
    flags.addAll(List.of(System.getenv().getOrDefault("APP_FLAGS", APP_MEMORY).split(" ")));
    flags.addAll(more);
    return builder(mainClass, flags, arguments).redirectOutput(output).start();
  }

  private static ProcessBuilder builder(String mainClass, List<String> flags, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    String modules = System.getProperty("jdk.module.path");
    if (modules != null && flags.stream().noneMatch(f -> f.startsWith("--module-path"))) {
      command.add("--module-path");
      command.add(modules);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  /** Returns the resident memory; NaN if the system does not tell. */
  static double residentMebibytes(long pid) throws IOException {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    if (!Files.isReadable(status)) {
      return Double.NaN;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }
}
