package app.rostrum.bench;

import app.rostrum.bot.Bot;
import app.rostrum.cli.HttpClients;
import app.rostrum.cloud.live.Live;
import app.rostrum.cloud.live.LiveStatistics;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.stream.Role;
import app.rostrum.threads.RightOfWay;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/**
 * Measures what listeners notice while a crowd joins them at once. The clients are a process of
 * their own; where there are several cores, the server has one of them for itself and no other.
 */
final class JoinStorm {
  private JoinStorm() {}

  /**
   * @param listeners those who listen before the storm
   * @param joins those who join at once
   */
  static void run(Figures figures, String mainClass, int listeners, int joins)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    String cores = Cores.ofThisProcess();
    boolean onOneCore = bind(ProcessHandle.current().pid(), Cores.first(cores));
    try {
      run(figures, mainClass, listeners, joins, onOneCore ? Cores.others(cores) : "");
    } finally {
      if (onOneCore) {
        bind(ProcessHandle.current().pid(), cores);
      }
    }
  }

  private static boolean bind(long process, String cores) throws InterruptedException {
    return !cores.isEmpty() && Cores.bind(process, cores);
  }

  /**
   * @param coresOfClients empty if they share the server's
   */
  private static void run(
      Figures figures, String mainClass, int listeners, int joins, String coresOfClients)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var clock = Clock.systemUTC();
    OkHttpClient http = HttpClients.create();
    try (var _ = RightOfWay.start(); // As serve has it.
        var host = EmbeddedHost.startTemporary(clock);
        Bot ada = MixLoad.speaker(http, host, clock, "Ada", Role.HOST, 110);
        var audience = AudienceProcess.start(mainClass, host, MixLoad.STREAM)) {
      boolean apart = bind(audience.process().pid(), coresOfClients);
      audience.admit(listeners + joins);
      audience.join(listeners);
      Live live = host.cloud().live();
      live.forgetLateness();
      LiveStatistics before = live.statistics();
      double took = audience.join(joins);
      LiveStatistics after = live.statistics();
      figures.row(
          "%d join %d listeners at once%s: all in after"
              .formatted(joins, listeners, apart ? ", on one core" : ""),
          "%.1f s".formatted(took),
          "",
          joins,
          "<= 8 s");
      figures.row(
          "  lateness of the last packet of a frame (median, p99)",
          "%.1f ms".formatted(after.latenessMedian().toNanos() / 1e6),
          "%.1f ms".formatted(after.latenessP99().toNanos() / 1e6),
          (int) (after.framesMixed() - before.framesMixed()),
          "p99 <= 40 ms");
      figures.row(
          "  packets dropped by the sender, frames skipped",
          String.valueOf(after.packetsDropped() - before.packetsDropped()),
          String.valueOf(after.ticksSkipped() - before.ticksSkipped()),
          joins,
          "0");
      ada.session().endStream();
      ada.left().get(10, TimeUnit.SECONDS);
    }
  }
}
