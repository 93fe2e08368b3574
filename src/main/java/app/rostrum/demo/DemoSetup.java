package app.rostrum.demo;

import app.rostrum.backend.Backend;
import app.rostrum.bot.Bot;
import app.rostrum.bot.BotBehavior;
import app.rostrum.cli.Backends;
import app.rostrum.cli.Closer;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.JsonLines;
import app.rostrum.cli.Pause;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.services.EngineSessions;
import app.rostrum.desktop.services.PasscodeSignIn;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.services.SecretStore;
import app.rostrum.globalkeys.GlobalKeys;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.NoDevices;
import app.rostrum.media.OwnSound;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.WavRecorder;
import app.rostrum.notifications.Notifications;
import app.rostrum.stream.Role;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import okhttp3.OkHttpClient;

/**
 * The equipment of the demo: an embedded cloud, windows of the app, bots, and a record of what
 * happens in pictures, lines and measurements.
 */
final class DemoSetup implements AutoCloseable {
  private final String stream;
  private final Path output;
  private final PrintStream out;
  private final Clock clock = Clock.systemUTC();
  private final OkHttpClient http = HttpClients.create();
  private final Closer opened = new Closer();
  private final ExecutorService background = Threads.perTask("background");
  private final long begun = System.nanoTime();
  private final EmbeddedHost host;
  private final Backend backend;
  private final Showcase showcase;
  private int pictures;

  /**
   * Starts cloud and toolkit.
   *
   * @param stream the stream that the bots join
   * @param output the folder for pictures and recordings
   * @param out prints the course of the event
   */
  DemoSetup(String stream, Path output, PrintStream out) throws IOException {
    this.stream = stream;
    this.output = Files.createDirectories(output);
    this.out = out;
    opened.add(background::shutdown);
    try {
      host = opened.add(EmbeddedHost.startTemporary(clock));
      backend = Backends.open(http, host.url(), host.passcode());
      showcase = opened.add(Showcase.begin());
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  EmbeddedHost host() {
    return host;
  }

  /** Opens a window of the app whose person speaks with this voice. */
  Showcase.Window window(String title, SwitchedVoice voice, double x, double y) {
    return opened.add(showcase.open(title, services(voice), x, y));
  }

  private DesktopServices services(SwitchedVoice voice) {
    var sessions =
        new EngineSessions(
            () -> http, () -> opened.add(PlainEngine.create(voice, mix -> {})), clock);
    return new DesktopServices(
        new PasscodeSignIn(() -> http, Backends.locator()),
        () -> {
          throw new IllegalStateException("the demo has an embedded cloud already");
        },
        sessions,
        () -> new NoDevices(AudioDevices.Problem.SYNTHETIC),
        () -> OwnSound.NONE,
        PreferenceStore.inMemory(),
        SecretStore.inMemory(),
        Notifications.NONE,
        GlobalKeys.NONE,
        Optional.empty(),
        clock,
        background,
        () -> {});
  }

  /** Starts a bot and returns at once. */
  Bot bot(String name, Role role, PcmSource voice, Optional<PcmSink> recorder) {
    return opened.add(
        new Bot(
            backend,
            http,
            clock,
            name,
            stream,
            role,
            voice,
            recorder,
            BotBehavior.QUIET,
            new JsonLines(new PrintStream(OutputStream.nullOutputStream()), clock, true)));
  }

  /** Creates a recording in the output folder. */
  WavRecorder recorder(String file) throws IOException {
    return opened.add(WavRecorder.create(output.resolve(file)));
  }

  /** Saves a picture of a window, after a moment in which it settles. */
  void picture(Showcase.Window window, String name) {
    Pause.of(Duration.ofMillis(400));
    pictures++;
    window.picture(output.resolve("%02d-%s.png".formatted(pictures, name)));
  }

  /** Returns the number of pictures so far. */
  int pictures() {
    return pictures;
  }

  /** Prints a line with the time since the beginning. */
  void say(String text) {
    out.printf("%5.1f s  %s%n", (System.nanoTime() - begun) / 1e9, text);
  }

  @Override
  public void close() {
    opened.close();
  }
}
