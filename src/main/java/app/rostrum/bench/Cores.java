package app.rostrum.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The processor cores that a process may run on, by util-linux's {@code taskset}. */
final class Cores {
  private static final String ALLOWED = "Cpus_allowed_list:";

  private Cores() {}

  /** Returns the cores of this process, as {@code taskset} lists them; empty on other systems. */
  static String ofThisProcess() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.isReadable(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith(ALLOWED))
            .map(line -> line.substring(ALLOWED.length()).trim())
            .findFirst()
            .orElse("")
        : "";
  }

  /** Returns the first of some cores; empty if there is no other. */
  static String first(String cores) {
    return others(cores).isEmpty() ? "" : cores.split("[-,]", 2)[0];
  }

  /** Returns all of some cores but the first, for example {@code 1-3} of {@code 0-3}. */
  static String others(String cores) {
    int end = cores.indexOf(',');
    String range = end < 0 ? cores : cores.substring(0, end);
    String rest = end < 0 ? "" : cores.substring(end + 1);
    int dash = range.indexOf('-');
    if (dash < 0) {
      return rest;
    }
    int second = Integer.parseInt(range.substring(0, dash)) + 1;
    String tail = second + range.substring(dash);
    return rest.isEmpty() ? tail : tail + "," + rest;
  }

  /** Binds all threads of a process to cores; returns false if that is not possible here. */
  static boolean bind(long pid, String cores) throws InterruptedException {
    try {
      Process taskset =
          new ProcessBuilder("taskset", "-a", "-c", "-p", cores, String.valueOf(pid))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return taskset.waitFor(10, TimeUnit.SECONDS) && taskset.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }
}
