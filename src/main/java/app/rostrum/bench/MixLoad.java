package app.rostrum.bench;

import app.rostrum.backend.Backend;
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
import app.rostrum.stream.Role;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Measures one mix of three speakers for many listeners: CPU of the sending threads and loss. */
final class MixLoad {
  private static final String STREAM = "load";
  private static final int STORM = 200;

  private MixLoad() {}

  static void run(Figures figures, int listeners, int seconds)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var clock = Clock.systemUTC();
    OkHttpClient http = HttpClients.create();
    var options =
        new EmbeddedHost.Options(
            "127.0.0.1", 0, Files.createTempDirectory("rostrum-load"), Optional.empty(), false);
    try (var host = EmbeddedHost.start(options, clock, (name, fields) -> {});
        var ada = speaker(http, host, clock, "Ada", Role.HOST, 110);
        var ben = speaker(http, host, clock, "Ben", Role.SPEAKER, 155);
        var chloe = speaker(http, host, clock, "Chloe", Role.SPEAKER, 200);
        var crowd = new Crowd(new InetSocketAddress("127.0.0.1", host.url().getPort()))) {
      arrived(ada, ben, chloe);
      Backend backend = Backends.open(http, host.url(), host.passcode());
      StreamCredentials credentials = backend.joinAsViewer("Crowd", STREAM, null);
      URI whep = credentials.whep().orElseThrow(() -> new IllegalStateException("nothing to play"));
      while (crowd.members().size() < listeners) {
        storm(
            crowd,
            Math.min(STORM, listeners - crowd.members().size()),
            http,
            whep,
            credentials.token());
      }
      Pause.of(Duration.ofSeconds(3));
      measure(figures, host.cloud().live(), crowd, seconds);
      ada.session().endStream();
      ada.left().get(10, TimeUnit.SECONDS);
    }
  }

  private static Bot speaker(
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

  /** Lets many listeners join at once. */
  private static void storm(Crowd crowd, int people, OkHttpClient http, URI whep, String token)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    try (var pool = Threads.perTask("storm")) {
      var joining = new ArrayList<Future<?>>();
      for (int i = 0; i < people; i++) {
        Crowd.Member member = crowd.add();
        joining.add(
            pool.submit(
                () -> {
                  member.connect(offer -> answer(http, whep, token, offer));
                  return true;
                }));
      }
      for (Future<?> each : joining) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (crowd.members().stream().anyMatch(member -> member.packets == 0)) {
      if (System.nanoTime() - end > 0) {
        throw new TimeoutException("some listeners receive nothing within a minute");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static String answer(OkHttpClient http, URI whep, String token, String offer) {
    var request =
        new Request.Builder()
            .url(whep.toString())
            .header("Authorization", "Bearer " + token)
            .post(RequestBody.create(offer, MediaType.get("application/sdp")))
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (response.code() != 201) {
        throw new IllegalStateException("WHEP answered " + response.code());
      }
      return response.body().string();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    double cpu = (senderCpu(live) - cpuBefore) / took / 1e9;
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
        "  packets/s received by all together",
        "%.0f".formatted(received / took),
        "",
        people,
        String.valueOf(people * 50L));
    figures.row(
        "  packets lost, or dropped by the sender",
        String.valueOf(lost + after.packetsDropped() - before.packetsDropped()),
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
