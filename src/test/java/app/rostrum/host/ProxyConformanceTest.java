package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.HttpBackend;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.tls.CertificateFiles;
import app.rostrum.host.tls.ServerTls;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.Certificates;
import app.rostrum.testing.FreePort;
import app.rostrum.testing.NodeDriver;
import app.rostrum.testing.ReverseProxy;
import app.rostrum.web.AddressRanges;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server behind real proxies, with the examples for them that come with it. */
@Tag("conformance")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@NullUnmarked
class ProxyConformanceTest {
  private static final String STREAM = "Talk";
  private static final double HANNA = 440;
  private static final double BRUNO = 880;
  private static final double HEARD = -45;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final OkHttpClient http = HttpClients.create();
  private Fingerprint print;
  private EmbeddedHost host;

  @BeforeEach
  void know() throws Exception {
    print =
        Fingerprint.of(
            new CertificateFiles(Certificates.CHAIN, Certificates.KEY)
                .read()
                .certificate()
                .getPublicKey());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private void start(ReverseProxy.Kind kind) throws IOException {
    int port = FreePort.find();
    host =
        opened(
            EmbeddedHost.start(
                new EmbeddedHost.Options(
                    "127.0.0.1",
                    0,
                    folder.resolve("data"),
                    Optional.of(URI.create("https://127.0.0.1:" + port + kind.path())),
                    false,
                    true,
                    AddressRanges.LOOPBACK,
                    WebhookReceivers.LOOPBACK,
                    Reach.DEFAULT,
                    new ServerTls.Off(),
                    Optional.empty()),
                Clock.systemUTC(),
                (name, fields) -> {}));
    opened(ReverseProxy.start(kind, port, host.port(), folder));
  }

  /** A participant by our own clients. */
  private final class Person implements AutoCloseable {
    private final LevelMeter meter = new LevelMeter();
    private final PlainEngine engine;
    private final StreamSession session;

    Person(String name, Role role, double hz) {
      engine = PlainEngine.create(new Tone(hz), meter);
      var sessions =
          new SessionFactory(
              new HttpBackend(http, host.url(), Optional.of(print), host.passcode()),
              http,
              engine,
              Clock.systemUTC());
      session =
          role == Role.HOST
              ? sessions.create(name, STREAM, new StreamSettings(true, true), true, state -> {})
              : sessions.join(name, STREAM, role, true, state -> {});
      opened(this);
    }

    void until(Predicate<StreamState> wanted) {
      await().atMost(SOON).until(() -> wanted.test(session.state()));
    }

    void untilHears(double hz) {
      await().atMost(SOON).until(() -> Spectrum.levelAt(meter.mix(), hz) > HEARD);
    }

    @Override
    public void close() {
      session.close();
      engine.close();
    }
  }

  private Person onAir() {
    var hanna = new Person("Hanna", Role.HOST, HANNA);
    hanna.until(state -> state.phase() instanceof Phase.OnStage);
    return hanna;
  }

  @ParameterizedTest
  @EnumSource
  void ourClientsMeetBehindEachProxyAndRestAnswers(ReverseProxy.Kind kind) throws Exception {
    start(kind);
    Person hanna = onAir();
    var vera = new Person("Vera", Role.VIEWER, BRUNO);
    vera.untilHears(HANNA);
    vera.until(state -> state.audience().contains("Vera"));
    hanna.session.sendMessage("Welcome");
    vera.until(state -> state.chat().toString().contains("Welcome"));

    RestAccess rest = host.rest().orElseThrow();
    var request =
        new Request.Builder()
            .url(rest.url() + "/video/v1/Rooms")
            .header(
                "Authorization",
                Credentials.basic(rest.keys().accountSid(), rest.keys().authToken()))
            .build();
    try (Response rooms = print.pin(http).newCall(request).execute()) {
      assertThat(rooms.code()).isEqualTo(200);
      assertThat(rooms.body().string()).contains("\"unique_name\":\"" + STREAM + "\"");
    }
    assertThat(host.invitation().address()).contains(host.url());
    String page = host.invitation().format().replaceFirst("#.*", "");
    try (Response invitation =
        print.pin(http).newCall(new Request.Builder().url(page).build()).execute()) {
      assertThat(invitation.body().string()).contains("Open in Rostrum");
    }

    hanna.session.endStream();
    vera.until(state -> state.phase().equals(new Phase.Left(new LeaveReason.EndedByHost())));
  }

  @Test
  void theOfficialSdksMeetInPagesBehindNginxBelowAPath() throws Exception {
    start(ReverseProxy.Kind.NGINX_PATH);
    Person hanna = onAir();
    NodeDriver bruno = opened(new NodeDriver("event-page.cjs", host.url().toString()));
    NodeDriver lena = opened(new NodeDriver("event-page.cjs", host.url().toString()));
    join(bruno, "Bruno");
    bruno.run("accept");
    join(lena, "Lena");
    hears(lena, "stream", HANNA);
    hears(lena, "stream", BRUNO);
    hears(bruno, "Hanna", HANNA);
    hanna.untilHears(BRUNO);
    assertThat(lena.run("speakers").toString()).contains("Bruno");
    bruno.run("say", "text", "Hello from here");
    await("the listener reads the speaker")
        .atMost(SOON)
        .until(() -> lena.run("messages").toString().contains("Hello from here"));
    assertThat(lena.run("hangUp").getAsInt()).isEqualTo(200);
    lena.run("listen");
    happens(lena, "stream active");
    hanna.session.endStream();
    happens(bruno, "off stage");
    happens(lena, "stream ended");
    happens(lena, "speakers removed");
  }

  private void join(NodeDriver guest, String name) throws IOException {
    guest.run("join", "identity", name, "stream", STREAM, "code", host.passcode(), "pitch", BRUNO);
  }

  private static void happens(NodeDriver guest, String what) {
    await("the guest notes: " + what)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> guest.run("events").toString().contains(what));
  }

  private static void hears(NodeDriver guest, String whom, double pitch) {
    var pitches = new JsonArray();
    pitches.add(pitch);
    await("a guest hears " + whom)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              JsonElement levels = guest.run("levels", "whose", whom, "pitches", pitches);
              return levels.isJsonArray() && levels.getAsJsonArray().get(0).getAsDouble() > HEARD;
            });
  }
}
