package app.rostrum.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.bot.Bot;
import app.rostrum.bot.BotBehavior;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.JsonLines;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Role;
import app.rostrum.testing.ServeProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;

/**
 * A server as a process of its own, with a host who plays a tone and a listener who measures it. It
 * believes {@code X-Forwarded-For}, so that attackers have many addresses, and others that of
 * loopback.
 */
final class AttackedServer implements AutoCloseable {
  private static final Path REPORT = Path.of("target/torture.txt");
  static final String STREAM = "Concert";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Connections, and threads of pools, that come and go in an idle server. */
  private static final int SLACK = 40;

  /** The memory that an attack may take: the heap grows a little by itself. */
  private static final int MEBIBYTES = 300;

  private final boolean thorough;
  private final OkHttpClient http = HttpClients.create();
  private final JsonLines silent =
      new JsonLines(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
          Clock.systemUTC(),
          true);
  private final SoundGauge gauge = new SoundGauge();
  private final ServeProcess server;
  private final Backend backend;
  private final Bot host;
  private final Bot listener;
  private int newcomers;

  private AttackedServer(ServeProcess server, boolean thorough) throws Exception {
    this.server = server;
    this.thorough = thorough;
    backend = Backends.open(http, server.url(), server.passcode());
    host = bot("Hanna", Role.HOST, new Tone(440), PcmSink.DISCARD);
    host.live().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    listener = bot("Lena", Role.VIEWER, new Silence(), gauge);
    await("the listener hears the host").atMost(PATIENCE).until(gauge::hearsNow);
    // The first ones load classes and open what stays open.
    letNewcomersIn();
  }

  /**
   * Starts a server, with two people in a stream.
   *
   * @param thorough whether attacks last longer than CI has time for
   */
  static AttackedServer start(Path folder, boolean thorough) throws Exception {
    var server = ServeProcess.start("torture", folder, "--trusted-proxy", "127.0.0.1");
    try {
      return new AttackedServer(server, thorough);
    } catch (Throwable e) {
      server.close();
      throw e;
    }
  }

  private Bot bot(String name, Role role, PcmSource voice, PcmSink sound) {
    return new Bot(
        backend,
        http,
        Clock.systemUTC(),
        name,
        STREAM,
        role,
        voice,
        Optional.of(sound),
        BotBehavior.QUIET,
        silent);
  }

  /** Returns how often to try: in CI, or by the command. */
  int times(int inCi, int byCommand) {
    return thorough ? byCommand : inCi;
  }

  int port() {
    return server.port();
  }

  URI resolve(String path) {
    return server.url().resolve(path);
  }

  OkHttpClient http() {
    return http;
  }

  /** Returns the backend as somebody sees it who knows the passcode. */
  Backend backend() {
    return backend;
  }

  String passcode() {
    return server.passcode();
  }

  /** Waits for frames of 20 ms of sound, by which an attack keeps its pace. */
  void awaitFrames(int frames) throws InterruptedException {
    gauge.awaitFrames(frames);
  }

  /** Lets two people come who were never here before, one to listen and one to speak. */
  void letNewcomersIn() throws Exception {
    newcomers++;
    try (Bot viewer = bot("Viewer " + newcomers, Role.VIEWER, new Silence(), PcmSink.DISCARD);
        Bot speaker = bot("Speaker " + newcomers, Role.SPEAKER, new Silence(), PcmSink.DISCARD)) {
      viewer.live().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      speaker.live().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /**
   * Runs an attack, lets the listener listen for two more seconds, waits until what the attack took
   * is given back, and writes the line about it.
   */
  void endures(Attack attack) throws Exception {
    ProcessUsage before = ProcessUsage.of(server.process().pid());
    gauge.begin();
    String result = "failed";
    String tried = "did not finish";
    ProcessUsage during = before;
    try {
      tried = attack.run(this);
      during = ProcessUsage.of(server.process().pid());
      gauge.awaitFrames(2 * SoundGauge.FRAMES_PER_SECOND);
      assertThat(gauge.heard().share())
          .as("share of the sound heard")
          .isGreaterThan(attack.leastSound());
      assertThat(during.mebibytes()).as("memory").isLessThan(before.mebibytes() + MEBIBYTES);
      await("what the attack took is given back")
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                ProcessUsage now = ProcessUsage.of(server.process().pid());
                assertThat(now.threads()).isLessThan(before.threads() + SLACK);
                assertThat(now.descriptors()).isLessThan(before.descriptors() + SLACK);
              });
      result = "passed";
    } finally {
      var usages = List.of(before, during, ProcessUsage.of(server.process().pid()));
      report(result + " " + attack.name() + ": " + tried, gauge.heard(), usages);
    }
  }

  /** Writes a line; memory, threads and descriptors are those before, during and after. */
  private static void report(String attack, SoundGauge.Heard heard, List<ProcessUsage> usages)
      throws IOException {
    String line =
        String.format(
            Locale.ROOT,
            "%s; others heard %.1f %%, longest gap %d ms; MiB %s; threads %s; descriptors %s%n",
            attack,
            100 * heard.share(),
            heard.longestGapMillis(),
            arrows(usages, ProcessUsage::mebibytes),
            arrows(usages, ProcessUsage::threads),
            arrows(usages, ProcessUsage::descriptors));
    Files.writeString(REPORT, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String arrows(List<ProcessUsage> usages, ToLongFunction<ProcessUsage> field) {
    return usages.stream()
        .mapToLong(field)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" → "));
  }

  @Override
  public void close() throws Exception {
    try (server) {
      listener.close();
      host.close();
    }
    http.connectionPool().evictAll();
  }
}
