package app.rostrum.bench;

import app.rostrum.bot.Bot;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.Pause;
import app.rostrum.cloud.live.Live;
import app.rostrum.cloud.live.LiveStatistics;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.stream.Role;
import app.rostrum.threads.RightOfWay;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/**
 * Measures what a large audience costs: while nobody speaks its size is limited by memory and by
 * connections, then somebody speaks, and it is limited by what the machine can send. The clients
 * are a process of their own.
 */
final class LargeAudience {
  private static final int AT_ONCE = 250;
  private static final Duration WATCHED = Duration.ofSeconds(10);

  /** The time in which packets reach the length that suits the crowd, and the JVM compiles. */
  private static final Duration SETTLING = Duration.ofSeconds(20);

  private LargeAudience() {}

  static void run(Figures figures, String mainClass, int listeners)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var clock = Clock.systemUTC();
    OkHttpClient http = HttpClients.create();
    try (var _ = RightOfWay.start(); // As serve has it.
        var host = EmbeddedHost.startTemporary(clock);
        Bot ada = MixLoad.speaker(http, host, clock, "Ada", Role.HOST, 110);
        var audience = AudienceProcess.start(mainClass, host, MixLoad.STREAM)) {
      ada.session().setMicrophone(false);
      long before = LiveHeap.bytes();
      audience.admit(listeners);
      double took = 0;
      for (int there = 0; there < listeners; there += AT_ONCE) {
        took += audience.join(Math.min(AT_ONCE, listeners - there));
      }
      figures.row(
          "%d listen while nobody speaks, %d join at once: all in after"
              .formatted(listeners, AT_ONCE),
          "%.1f s".formatted(took),
          "",
          listeners,
          "");
      long cpuBefore = cpuNanos();
      LiveStatistics then = host.cloud().live().statistics();
      Pause.of(WATCHED);
      LiveStatistics now = host.cloud().live().statistics();
      share(figures, cpuNanos() - cpuBefore, then, now);
      figures.row(
          "  heap for each",
          "%.0f KiB".formatted((LiveHeap.bytes() - before) / 1024.0 / listeners),
          "",
          now.listeners(),
          "");
      ada.session().setMicrophone(true);
      Pause.of(SETTLING);
      hear(figures, host.cloud().live(), audience);
      ada.session().endStream();
      ada.left().get(10, TimeUnit.SECONDS);
    }
  }

  private static void hear(Figures figures, Live live, AudienceProcess audience)
      throws IOException {
    live.forgetLateness();
    long cpuBefore = cpuNanos();
    LiveStatistics then = live.statistics();
    AudienceProcess.Heard heard = audience.listen(WATCHED.toSeconds());
    LiveStatistics now = live.statistics();
    double each = (double) heard.packets() / WATCHED.toSeconds() / now.listeners();
    figures.row(
        "  then somebody speaks: packets a second for each; missing ones of all",
        "%.1f".formatted(each),
        "%.2f %%".formatted(100.0 * heard.missing() / (heard.packets() + heard.missing())),
        now.listeners(),
        "50, or fewer of several frames; 0");
    share(figures, cpuNanos() - cpuBefore, then, now);
    figures.row(
        "  lateness of the last packet of a frame (median, p99)",
        "%.1f ms".formatted(now.latenessMedian().toNanos() / 1e6),
        "%.1f ms".formatted(now.latenessP99().toNanos() / 1e6),
        now.listeners(),
        "");
  }

  private static void share(
      Figures figures, long cpuNanos, LiveStatistics then, LiveStatistics now) {
    figures.row(
        "  the server's share of a core; packets not sent, frames skipped",
        "%.0f %%".formatted(100.0 * cpuNanos / WATCHED.toNanos()),
        "%d; %d"
            .formatted(
                now.packetsDropped() - then.packetsDropped(),
                now.ticksSkipped() - then.ticksSkipped()),
        now.listeners(),
        "0; 0");
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
