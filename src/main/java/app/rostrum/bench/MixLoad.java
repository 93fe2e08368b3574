package app.rostrum.bench;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.bot.Bot;
import app.rostrum.bot.BotBehavior;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.JsonLines;
import app.rostrum.cli.Pause;
import app.rostrum.cloud.live.Live;
import app.rostrum.cloud.live.LiveStatistics;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.media.plain.Voice;
import app.rostrum.rtc.BareSending;
import app.rostrum.stream.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/** Measures one mix of three speakers for many listeners: CPU of the sending threads and loss. */
final class MixLoad {
  static final String STREAM = "load";
  private static final int STORM = 200;

  private MixLoad() {}

  static void run(Figures figures, int listeners, int seconds)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var clock = Clock.systemUTC();
    OkHttpClient http = HttpClients.create();
    try (var host = EmbeddedHost.startTemporary(clock);
        var ada = speaker(http, host, clock, "Ada", Role.HOST, 110);
        var ben = speaker(http, host, clock, "Ben", Role.SPEAKER, 155);
        var chloe = speaker(http, host, clock, "Chloe", Role.SPEAKER, 200);
        var crowd = new Crowd(new InetSocketAddress("127.0.0.1", host.url().getPort()))) {
      arrived(ada, ben, chloe);
      List<StreamCredentials> admitted =
          Audience.admit(Backends.open(http, host.url(), host.passcode()), STREAM, listeners);
      for (int i = 0; i < listeners; i += STORM) {
        Audience.join(crowd, http, admitted.subList(i, Math.min(i + STORM, listeners)));
      }
      Pause.of(Duration.ofSeconds(3));
      measure(figures, host.cloud().live(), crowd, seconds);
      ada.session().endStream();
      ada.left().get(10, TimeUnit.SECONDS);
    }
    figures.row(
        "  CPU of encrypting and sending alone, per packet",
        "%.2f µs".formatted(BareSending.microsPerPacket(listeners)),
        "",
        listeners,
        "");
  }

  static Bot speaker(
      OkHttpClient http, EmbeddedHost host, Clock clock, String name, Role role, double hz) {
    var bot =
        new Bot(
            Backends.open(http, host.url(), host.passcode()),
            http,
            clock,
            name,
            STREAM,
            role,
            new Voice(hz, -14),
            Optional.empty(),
            BotBehavior.QUIET,
            new JsonLines(new PrintStream(OutputStream.nullOutputStream()), clock, true));
    bot.live().orTimeout(20, TimeUnit.SECONDS).join();
    return bot;
  }

  private static void arrived(Bot... bots) {
    for (Bot bot : bots) {
      if (!bot.live().isDone()) {
        throw new IllegalStateException("a speaker is not on stage");
      }
    }
  }

  private static void measure(Figures figures, Live live, Crowd crowd, int seconds) {
    live.forgetLateness();
    LiveStatistics before = live.statistics();
    long cpuBefore = senderCpu(live);
    long receivedBefore = crowd.members().stream().mapToLong(m -> m.packets).sum();
    long lostBefore = crowd.members().stream().mapToLong(m -> m.lost).sum();
    long begun = System.nanoTime();
    Pause.of(Duration.ofSeconds(seconds));
    double took = (System.nanoTime() - begun) / 1e9;
    LiveStatistics after = live.statistics();
    long cpuNanos = senderCpu(live) - cpuBefore;
    double cpu = cpuNanos / took / 1e9;
    long lost = crowd.members().stream().mapToLong(m -> m.lost).sum() - lostBefore;
    long received = crowd.members().stream().mapToLong(m -> m.packets).sum() - receivedBefore;
    int people = crowd.members().size();
    figures.row(
        "listeners of one mix: the sending threads' share of a core",
        "%.0f %%".formatted(cpu * 100),
        "",
        people,
        "<= 80 % at 1000");
    figures.row(
        "  CPU of the sending threads per packet",
        "%.2f µs".formatted(cpuNanos / 1e3 / (after.packetsSent() - before.packetsSent())),
        "",
        (int) (after.packetsSent() - before.packetsSent()),
        "");
    figures.row(
        "  packets/s received by all together",
        "%.0f".formatted(received / took),
        "",
        people,
        String.valueOf(people * 50L));
    figures.row(
        "  frames missing at all together: lost, dropped or skipped",
        String.valueOf(lost),
        "",
        people,
        "0");
    figures.row(
        "  lateness of the last packet of a frame (median, p99)",
        "%.1f ms".formatted(after.latenessMedian().toNanos() / 1e6),
        "%.1f ms".formatted(after.latenessP99().toNanos() / 1e6),
        people,
        "");
    figures.row(
        "  frames skipped because the mix fell behind",
        String.valueOf(after.ticksSkipped() - before.ticksSkipped()),
        "",
        (int) (after.framesMixed() - before.framesMixed()),
        "0");
  }

  private static long senderCpu(Live live) {
    var threads = ManagementFactory.getThreadMXBean();
    return live.senderThreadIds().stream().mapToLong(threads::getThreadCpuTime).sum();
  }
}
