package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.host.Reach;
import app.rostrum.host.WebhookReceivers;
import app.rostrum.host.tls.ServerTls;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.Processing;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.media.webrtc.WebRtcEngine;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.SoundFigures;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.testing.Coturn;
import app.rostrum.testing.PulseAudio;
import app.rostrum.testing.TcpProxy;
import app.rostrum.testing.UdpDoor;
import app.rostrum.web.AddressRanges;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * People who can reach nothing of a server but its web pages, and coturn by TCP, which is the
 * judge. The server is at 127.0.0.1 and they see it at 127.0.0.9, where only the relay's packets
 * get in once the host is in.
 */
@Tag("e2e")
@Tag("media")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TurnEndToEndTest {
  private static final InetAddress OUTSIDE = InetAddress.ofLiteral("127.0.0.9");
  private static final double HEARD = -45;

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final LevelMeter heardByHana = new LevelMeter();
  private Coturn turn;
  private UdpDoor door;
  private EmbeddedHost host;
  private URI outside;

  @BeforeEach
  void open() throws Exception {
    turn = opened(Coturn.start(folder));
    int port = freePort();
    outside = URI.create("http://127.0.0.9:" + port);
    var at = new InetSocketAddress(OUTSIDE, port);
    opened(new TcpProxy(at, port)).letOnlyTheWebThrough();
    door = opened(new UdpDoor(at, port, InetAddress.ofLiteral(Coturn.RELAY)));
    var options =
        new EmbeddedHost.Options(
            "127.0.0.1",
            port,
            folder.resolve("data"),
            Optional.of(outside),
            false,
            false,
            AddressRanges.NONE,
            WebhookReceivers.LOOPBACK,
            new Reach(
                List.of(OUTSIDE),
                Optional.of(new Reach.Turn(List.of(turn.url()), turn.secretFile()))),
            new ServerTls.Off(),
            Optional.empty());
    host = opened(EmbeddedHost.start(options, Clock.systemUTC(), (name, fields) -> {}));
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }

  private HttpBackend backend() {
    return new HttpBackend(http, outside, host.passcode());
  }

  /** Hana, after whom the door is shut. */
  private StreamSession host() {
    var engine = opened(PlainEngine.create(new Tone(440), heardByHana));
    StreamSession hana =
        opened(
            new SessionFactory(backend(), http, engine, Clock.systemUTC())
                .create("Hana", "Talk", new StreamSettings(true, false), true, state -> {}));
    await().until(() -> hana.state().phase().equals(new Phase.OnStage(Role.HOST)));
    await().until(door::isUsed);
    door.shut();
    return hana;
  }

  @Test
  void aBrowserHearsTheStreamByTheRelayThatIsNamedToAdmittedPeople() throws Exception {
    var _ = host();
    StreamCredentials viewer = backend().joinAsViewer("Vera", "Talk", null);
    String whep = viewer.whep().orElseThrow().toString();
    assertThat(link(whep, "")).as("for a stranger").isNull();
    assertThat(link(whep, viewer.token())).contains("<" + turn.url() + ">");
    hears(whep, viewer.token());
  }

  @Test
  void thePeopleOfTheAppHearAndAreHeardByTheRelay() throws Exception {
    try (PulseAudio pulse = PulseAudio.start()) {
      pulse.useInThisProcess();
      StreamSession hana = host();
      try (var voice = pulse.playTone(880, PulseAudio.MICROPHONE_FEED);
          WebRtcEngine engine = WebRtcEngine.create(Processing.NONE)) {
        var sessions = new SessionFactory(backend(), http, engine, Clock.systemUTC());
        StreamSession sam = opened(sessions.join("Sam", "Talk", Role.SPEAKER, true, state -> {}));
        await().until(() -> hana.state().speakers().size() == 2);
        await().until(() -> Spectrum.levelAt(heardByHana.mix(), 880) > HEARD);
        awaitRelay(sam);
        sam.close();
        StreamSession vera = opened(sessions.join("Vera", "Talk", Role.VIEWER, true, state -> {}));
        await()
            .ignoreExceptions()
            .until(
                () ->
                    Spectrum.levelAt(pulse.record(PulseAudio.SPEAKER + ".monitor", 0.5), 440)
                        > HEARD);
        awaitRelay(vera);
        assertThat(vera.state().trouble()).isEmpty();
        vera.close();
      }
    }
  }

  private static void awaitRelay(StreamSession session) {
    await("the session knows that its sound goes by a relay")
        .until(
            () ->
                session
                    .sound()
                    .flatMap(SoundFigures::route)
                    .filter(MediaRoute::relayed)
                    .isPresent());
  }

  private String link(String whep, String token) throws IOException {
    var request =
        new Request.Builder().url(whep).method("OPTIONS", RequestBody.create(new byte[0]));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (var response = http.newCall(request.build()).execute()) {
      return response.header("Link");
    }
  }

  private static void hears(String whep, String token) throws IOException {
    Process listener =
        new ProcessBuilder("node", "whep-listener.cjs", whep, token, "relay")
            .directory(new File("src/test/conformance"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))) {
      JsonObject report = read(lines);
      while (level(report) < -45) {
        report = read(lines);
      }
      assertThat(report.getAsJsonObject("path").get("type").getAsString()).isEqualTo("relay");
    } finally {
      listener.descendants().forEach(ProcessHandle::destroyForcibly);
      listener.destroyForcibly();
    }
  }

  private static JsonObject read(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    assertThat(line).as("is src/test/conformance installed?").isNotNull();
    JsonObject report = JsonParser.parseString(line).getAsJsonObject();
    assertThat(report.get("error")).isNull();
    return report;
  }

  private static double level(JsonObject report) {
    JsonElement level = report.getAsJsonObject("levels").get("440");
    return level == null || level.isJsonNull() ? -200 : level.getAsDouble();
  }
}
