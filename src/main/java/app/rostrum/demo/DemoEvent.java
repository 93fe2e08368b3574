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
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.host.ServeCommand;
import app.rostrum.media.NoDevices;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.WavRecorder;
import app.rostrum.stream.Role;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/**
 * The event of {@code rostrum demo}: the host Ada and the listener Chloe in real windows, the
 * speaker Ben and more listeners without. Each voice is a tone of its own, so that the recording of
 * the listener Dana can be measured.
 */
final class DemoEvent implements AutoCloseable {
  private static final String STREAM = "Friday talk";
  private static final double ADA = 440;
  private static final double BEN = 587.3;
  private static final double CHLOE = 784;
  private static final List<String> LISTENERS = List.of("Emil", "Fatima", "Grace", "Hiro");

  private final Path output;
  private final PrintStream out;
  private final Clock clock = Clock.systemUTC();
  private final OkHttpClient http = HttpClients.create();
  private final Closer opened = new Closer();
  private final ExecutorService background = Threads.perTask("background");
  private final long begun = System.nanoTime();
  private final VoiceCheck check;
  private int pictures;

  DemoEvent(Path output, PrintStream out) throws IOException {
    this.output = output;
    this.out = out;
    Files.createDirectories(output);
    opened.add(background::shutdown);
    this.check = new VoiceCheck(Map.of("Ada", ADA, "Ben", BEN, "Chloe", CHLOE));
  }

  /** Plays the event and returns whether everybody was heard exactly when they should be. */
  boolean play() throws IOException {
    Path data = Files.createTempDirectory("rostrum-demo");
    EmbeddedHost host =
        opened.add(
            EmbeddedHost.start(
                new EmbeddedHost.Options("127.0.0.1", 0, data, Optional.empty(), false),
                clock,
                (name, fields) -> {}));
    Backend backend = Backends.open(http, host.url(), host.passcode());
    say("The embedded cloud runs at " + host.url() + ", no account needed.");

    Showcase showcase = opened.add(Showcase.begin());
    var adaVoice = new SwitchedVoice(ADA);
    var chloeVoice = new SwitchedVoice(CHLOE);
    var ada = opened.add(showcase.open("Ada (host)", services(adaVoice), 20, 20));
    ada.await("passcode");
    picture(ada, "passcode");
    ada.type("name", "Ada");
    ada.type("passcode", ServeCommand.spaced(host.passcode()));
    ada.press("continue");
    ada.await("create-stream");
    picture(ada, "lobby-empty");
    ada.press("create-stream");
    ada.type("stream-name", STREAM);
    ada.press("stage-open");
    picture(ada, "lobby-new-stream");
    ada.press("create-and-join");
    ada.await("mic");
    say("Ada opens the stream \"" + STREAM + "\" and is on stage.");

    var benVoice = new SwitchedVoice(BEN);
    Bot ben = bot(backend, "Ben", Role.SPEAKER, benVoice, Optional.empty());
    var recorder = opened.add(WavRecorder.create(output.resolve("what-dana-heard.wav")));
    Bot dana = bot(backend, "Dana", Role.VIEWER, new SwitchedVoice(0), Optional.of(recorder));
    for (String listener : LISTENERS) {
      bot(backend, listener, Role.VIEWER, new SwitchedVoice(0), Optional.empty());
    }
    arrived(ben);
    arrived(dana);
    say("Ben joins as a speaker; Dana, " + String.join(", ", LISTENERS) + " listen.");

    var chloe = opened.add(showcase.open("Chloe (listener)", services(chloeVoice), 120, 90));
    chloe.type("name", "Chloe");
    chloe.type("passcode", host.passcode());
    chloe.press("continue");
    chloe.await(NodeIds.of("join-listen", STREAM));
    picture(chloe, "lobby-with-a-stream");
    chloe.press(NodeIds.of("join-listen", STREAM));
    chloe.await("hand");
    Pause.of(Duration.ofMillis(2000));

    adaVoice.speak(true);
    measure(dana, "Ada speaks", "Ada");
    picture(ada, "stage-host-speaking");
    picture(chloe, "audience-listening");
    chloe.press("close-welcome");
    adaVoice.speak(false);
    benVoice.speak(true);
    measure(dana, "Ben answers", "Ben");
    adaVoice.speak(true);
    measure(dana, "both at once", "Ada", "Ben");
    benVoice.speak(false);

    chat(chloe, "Good morning from Cologne! Does the new release record streams?");
    ada.press("chat");
    ada.awaitText("Good morning from Cologne!");
    chat(ada, "Not yet, but it is next. Raise your hand and tell us what you need.");
    chloe.awaitText("Not yet, but it is next.");
    say("Chloe and Ada write to each other.");
    picture(ada, "stage-chat");
    picture(chloe, "audience-chat");
    ada.press("chat");
    chloe.press("chat");

    chloe.press("hand");
    say("Chloe raises her hand.");
    if (!ada.shows("people-panel")) {
      ada.press("people");
    }
    ada.await(NodeIds.of("invite", "Chloe"));
    picture(ada, "people-raised-hand");
    picture(chloe, "audience-hand-raised");
    ada.press(NodeIds.of("invite", "Chloe"));
    chloe.await("accept-invitation");
    picture(chloe, "audience-invitation");
    say("Ada invites her.");
    chloe.press("accept-invitation");
    chloe.await("mic");
    adaVoice.speak(false);
    chloeVoice.speak(true);
    measure(dana, "Chloe speaks on stage", "Chloe");
    picture(chloe, "stage-chloe");
    adaVoice.speak(true);
    measure(dana, "Ada and Chloe", "Ada", "Chloe");
    picture(ada, "stage-three-speakers");

    ada.press("mic");
    measure(dana, "Ada has muted herself", "Chloe");
    picture(ada, "stage-muted");
    ada.press("mic");

    ada.press(NodeIds.of("mute", "Chloe"));
    measure(dana, "Ada has muted Chloe", "Ada");
    picture(chloe, "stage-muted-by-host");
    chloe.press("mic");
    measure(dana, "Chloe has opened her microphone", "Ada", "Chloe");

    ada.press(NodeIds.of("move", "Chloe"));
    chloe.await("hand");
    say("Ada moves Chloe back to the audience; she listens on.");
    measure(dana, "Chloe is in the audience again", "Ada");
    picture(chloe, "audience-moved-back");

    ada.press("leave");
    ada.await("confirm-end");
    picture(ada, "leave-asks-the-host");
    ada.press("confirm-end");
    chloe.await("lobby-screen");
    Pause.of(Duration.ofMillis(500));
    picture(chloe, "ended-by-host");
    dana.left().orTimeout(10, TimeUnit.SECONDS).join();
    say(
        "Ada ends the event, and everybody learns of it. Dana: "
            + Bot.describe(dana.left().join())
            + ".");
    recorder.close();
    out.println();
    out.println(check.table());
    out.printf(
        "%d pictures and what-dana-heard.wav are in %s.%n", pictures, output.toAbsolutePath());
    return check.passed();
  }

  private DesktopServices services(SwitchedVoice voice) {
    var sessions =
        new EngineSessions(http, () -> opened.add(PlainEngine.create(voice, mix -> {})), clock);
    return new DesktopServices(
        new PasscodeSignIn(http, Backends.locator()),
        () -> {
          throw new IllegalStateException("the demo has an embedded cloud already");
        },
        sessions,
        () -> new NoDevices("The demo speaks with synthetic voices."),
        PreferenceStore.inMemory(),
        SecretStore.inMemory(),
        clock,
        background,
        () -> {});
  }

  private Bot bot(
      Backend backend,
      String name,
      Role role,
      SwitchedVoice voice,
      Optional<WavRecorder> recorder) {
    return opened.add(
        new Bot(
            backend,
            http,
            clock,
            name,
            STREAM,
            role,
            role.onStage() ? voice : new Silence(),
            recorder.map(r -> r),
            BotBehavior.QUIET,
            new JsonLines(new PrintStream(OutputStream.nullOutputStream()), clock, true)));
  }

  private static void chat(Showcase.Window window, String text) {
    if (!window.shows("chat-panel")) {
      window.press("chat");
    }
    window.type("chat-input", text);
    window.press("chat-send");
    window.awaitText(text);
  }

  private static void arrived(Bot bot) {
    bot.live().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Lets a change reach everybody, then measures the sound that Dana hears. */
  private void measure(Bot dana, String what, String... expected) {
    Pause.of(Duration.ofMillis(2500));
    check.add(what, dana.heard(), List.of(expected));
    say(what + ": " + check.last());
  }

  private void picture(Showcase.Window window, String name) {
    Pause.of(Duration.ofMillis(400));
    pictures++;
    window.picture(output.resolve("%02d-%s.png".formatted(pictures, name)));
  }

  private void say(String text) {
    out.printf("%5.1f s  %s%n", (System.nanoTime() - begun) / 1e9, text);
  }

  @Override
  public void close() {
    opened.close();
  }
}
