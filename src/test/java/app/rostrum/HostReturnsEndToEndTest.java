package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamSummary;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.FreePort;
import app.rostrum.testing.PulseAudio;
import app.rostrum.testing.RostrumProcess;
import app.rostrum.testing.ServeProcess;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host whose program is killed and started again while people listen. */
@Tag("e2e")
@Tag("patient")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@NullUnmarked
class HostReturnsEndToEndTest {
  private static final String STREAM = "Tea";
  private static final double HANNA = 440;
  private static final double HEARD = -45;
  private static final double NOT_HEARD = -60;
  private static final Duration SOON = Duration.ofSeconds(60);

  /** The host has to be away for a minute before somebody may take over. */
  private static final Duration SUCCESSION = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final Texts texts = Texts.in(Locale.ENGLISH);
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private int port;
  private PulseAudio sound;
  private String passcode;

  @BeforeEach
  void start() throws Exception {
    sound = opened(PulseAudio.start());
    opened(sound.playTone(HANNA, PulseAudio.MICROPHONE_FEED));
    port = FreePort.find();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : opened) {
      part.close();
    }
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  private void serve() throws Exception {
    passcode =
        opened(ServeProcess.start("host-returns-serve", port, folder.resolve("server"))).passcode();
  }

  private RostrumProcess bot(String name, String role, String... more) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "bot",
                "--json",
                "--seconds",
                "900",
                "--passcode",
                passcode,
                "--url",
                "http://127.0.0.1:" + port,
                "--stream",
                STREAM,
                "--name",
                name,
                "--as",
                role));
    arguments.addAll(List.of(more));
    return opened(RostrumProcess.start("host-returns-" + name, arguments.toArray(String[]::new)));
  }

  private AppProcess app() throws IOException {
    return opened(new AppProcess(folder, port, sound.environment()));
  }

  private void signIn(AppProcess app) {
    app.type("#name", "Hanna");
    app.type("#passcode", passcode);
    app.click("#continue");
  }

  private static void create(AppProcess app) {
    app.click("#create-stream");
    app.type("#stream-name", STREAM);
    app.click("#stage-open");
    app.click("#create-and-join");
    app.see("#mic");
  }

  private Path file() {
    return folder.resolve("app/hosting.properties");
  }

  private String kept(String what) throws IOException {
    var values = new Properties();
    try (var in = Files.newInputStream(file())) {
      values.load(in);
    }
    return values.getProperty(what);
  }

  private Backend backend() {
    return Backends.open(http, URI.create("http://127.0.0.1:" + port), passcode);
  }

  private StreamSummary onlyStream() {
    List<StreamSummary> streams = backend().listStreams().orElseThrow();
    assertThat(streams).hasSize(1);
    return streams.getFirst();
  }

  private static void hears(RostrumProcess listener) {
    listener.awaitAfter(listener.mark(), "heard", SOON, event -> level(event) > HEARD);
  }

  private static double level(JsonObject heard) {
    double level = Spectrum.SILENCE;
    for (JsonElement pitch : heard.getAsJsonArray("pitches")) {
      if (Math.abs(pitch.getAsJsonObject().get("hz").getAsDouble() - HANNA) < 8) {
        level = Math.max(level, pitch.getAsJsonObject().get("dbfs").getAsDouble());
      }
    }
    return level;
  }

  private static Predicate<JsonObject> phase(String text) {
    return event -> event.has("phase") && event.get("phase").getAsString().equals(text);
  }

  private static List<String> phases(RostrumProcess process) {
    return process.events().stream()
        .filter(event -> event.has("phase"))
        .map(event -> event.get("phase").getAsString())
        .toList();
  }

  /** Checks that the app has returned as host by itself, muted; unmutes, and the stream goes on. */
  private void isHostAgain(AppProcess app, String room, RostrumProcess listener) throws Exception {
    app.see("#mic");
    await("muted").atMost(SOON).until(() -> app.text("#mic").equals(texts.get("bar.unmute")));
    await("the speakers' list says who is host")
        .atMost(SOON)
        .until(() -> onlyStream().hostIdentity().equals("Hanna") && onlyStream().speakers() == 1);
    assertThat(onlyStream().roomSid()).isEqualTo(room);
    assertThat(kept("room")).isEqualTo(room);
    int silent = listener.mark();
    listener.awaitAfter(silent, "heard", SOON, event -> level(event) < NOT_HEARD);
    app.click("#leave");
    app.see("#end-dialog");
    app.click("#cancel-end");
    assertThat(listener.events().stream().skip(silent).filter(e -> e.has("pitches")))
        .allMatch(event -> level(event) < NOT_HEARD);
    app.click("#mic");
    hears(listener);
    assertThat(phases(listener))
        .containsOnlyOnce("in the audience")
        .noneMatch(HostReturnsEndToEndTest::left);
  }

  private static boolean left(String phase) {
    return phase.startsWith("left");
  }

  @Test
  void aKilledAppIsHostOfTheSameStreamAgainAndMuted() throws Exception {
    serve();
    AppProcess first = app();
    signIn(first);
    create(first);
    RostrumProcess listener = bot("Lia", "listener");
    hears(listener);
    anUnpluggedMicrophoneIsMissedAndComesBack(first, listener);
    String room = kept("room");

    first.kill();
    AppProcess second = app();
    signIn(second);
    isHostAgain(second, room, listener);

    String token = kept("token");
    second.kill();
    backend().deleteStream(STREAM, token);
    listener.await("phase", SOON, phase("left: ended by the host"));
    AppProcess third = app();
    signIn(third);
    third.see("#lobby-notice");
    assertThat(third.text("#lobby-notice")).contains(STREAM).contains("has ended");
    third.see("#lobby-screen");
    assertThat(file()).doesNotExist();
  }

  private void anUnpluggedMicrophoneIsMissedAndComesBack(AppProcess app, RostrumProcess listener) {
    sound.unplugMicrophone();
    app.tell("#toasts", "has been unplugged");
    app.tell("#mic", texts.get("audibility.NO_MICROPHONE"));
    listener.awaitAfter(listener.mark(), "heard", SOON, event -> level(event) < NOT_HEARD);

    sound.plugInMicrophone();
    app.tell("#toasts", "has been plugged in and is in use");
    hears(listener);
    app.tell("#mic", texts.get("audibility.HEARD"));
  }

  @Test
  void aKilledAppIsToldThatSomebodyHasTakenOver() throws Exception {
    serve();
    AppProcess first = app();
    signIn(first);
    create(first);
    String room = kept("room");
    var engine = opened(PlainEngine.create(new Silence(), PcmSink.DISCARD));
    StreamSession ben =
        opened(
            new SessionFactory(backend(), http, engine, Clock.systemUTC())
                .join("Ben", STREAM, Role.SPEAKER, true, state -> {}));
    await().atMost(SOON).until(() -> ben.state().phase().equals(new Phase.OnStage(Role.SPEAKER)));

    first.kill();
    await("Ben may take over").atMost(SUCCESSION).until(() -> ben.state().mayTakeOver());
    ben.takeOver();
    await().atMost(SOON).until(() -> ben.state().phase().equals(new Phase.OnStage(Role.HOST)));
    Path copy = Files.copy(file(), folder.resolve("bot.properties"));
    AppProcess second = app();
    signIn(second);
    second.see("#lobby-notice");
    assertThat(second.text("#lobby-notice")).contains(STREAM).contains("Ben");
    second.see("#lobby-screen");
    assertThat(file()).doesNotExist();
    assertThat(onlyStream().roomSid()).isEqualTo(room);
    assertThat(onlyStream().hostIdentity()).isEqualTo("Ben");

    RostrumProcess bot = bot("Hanna", "host", "--hosting-file", copy.toString());
    bot.await("taken-over", SOON, event -> event.get("host").getAsString().equals("Ben"));
    assertThat(bot.exitCode(SOON)).isEqualTo(1);
    assertThat(copy).doesNotExist();

    second.click("#" + NodeIds.of("join-speak", STREAM));
    second.click("#go-on-stage");
    await("the former host joins as a speaker")
        .atMost(SOON)
        .until(
            () ->
                ben.state().speakers().stream()
                    .map(StreamState.Speaker::identity)
                    .toList()
                    .contains("Hanna"));
    assertThat(file()).doesNotExist();
  }

  @Test
  void anAppThatHostedOnThisComputerRestoresItsServerAndItsStream() throws Exception {
    AppProcess first = app();
    first.type("#name", "Hanna");
    first.click("#host-here");
    first.see("#invitation-passcode");
    passcode = first.text("#invitation-passcode").replace(" ", "");
    create(first);
    String room = kept("room");
    RostrumProcess listener = bot("Lia", "listener");
    hears(listener);

    first.kill();
    listener.await("reconnecting", SOON, event -> event.get("reconnecting").getAsBoolean());
    AppProcess second = app();
    second.type("#name", "Hanna");
    second.click("#host-here");
    isHostAgain(second, room, listener);

    second.kill();
    try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      AppProcess third = app();
      third.type("#name", "Hanna");
      third.click("#host-here");
      third.see("#mic");
      assertThat(other.isBound()).isTrue();
      third.click("#leave");
      third.see("#end-dialog");
      assertThat(kept("room")).as("at another port").isEqualTo(room);
    }
  }

  @Test
  void aHostBotThatIsKilledOrStoppedIsHostOfTheSameStreamAgain() throws Exception {
    serve();
    Path hosting = folder.resolve("bot.properties");
    RostrumProcess first = host(hosting);
    first.await("phase", SOON, phase("on stage as host"));
    String room = onlyStream().roomSid();
    RostrumProcess listener = bot("Lia", "listener");
    hears(listener);

    first.kill();
    RostrumProcess second = host(hosting);
    second.await("phase", SOON, phase("on stage as host"));
    hears(listener);
    second.close();
    assertThat(hosting).exists();
    RostrumProcess third = host(hosting);
    third.await("phase", SOON, phase("on stage as host"));
    hears(listener);
    assertThat(onlyStream().roomSid()).isEqualTo(room);
    assertThat(phases(listener))
        .containsOnlyOnce("in the audience")
        .noneMatch(HostReturnsEndToEndTest::left);
  }

  private RostrumProcess host(Path hosting) throws IOException {
    return bot("Hanna", "host", "--tone", "" + HANNA, "--hosting-file", hosting.toString());
  }
}
