package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.Pause;
import app.rostrum.host.EmbeddedHost;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;

/** Measures what streams cost in which there is nobody. */
final class EmptyStreams {
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration WATCHED = Duration.ofSeconds(10);

  private EmptyStreams() {}

  static void run(Figures figures, int streams) throws IOException {
    try (var host = EmbeddedHost.startTemporary(Clock.systemUTC())) {
      Backend backend = Backends.open(HttpClients.create(), host.url(), host.passcode());
      for (int i = 0; i < streams; i++) {
        var unused = backend.createStream("Hanna " + i, "Empty " + i, true);
      }
      Pause.of(SETTLING);
      long cpu = cpuNanos();
      long begun = System.nanoTime();
      Pause.of(WATCHED);
      double share = (double) (cpuNanos() - cpu) / (System.nanoTime() - begun);
      figures.row(
          "streams in which there is nobody: share of a core",
          "%.0f %%".formatted(share * 100),
          "",
          streams,
          "<= 5 %");
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
