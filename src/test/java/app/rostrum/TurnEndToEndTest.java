package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.host.Reach;
import app.rostrum.host.WebhookReceivers;
import app.rostrum.host.tls.ServerTls;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSettings;
import app.rostrum.web.AddressRanges;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A browser that can reach nothing but a TURN server, by TCP: coturn, which is the judge. */
@Tag("e2e")
@Tag("media")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TurnEndToEndTest {
  private static final Path COTURN = Path.of("/usr/bin/turnserver");

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private Process coturn(int port) throws IOException {
    Process process =
        new ProcessBuilder(
                COTURN.toString(),
                "-n",
                "--listening-ip=127.0.0.1",
                "--relay-ip=127.0.0.1",
                "--listening-port=" + port,
                "--no-udp",
                "--no-tls",
                "--no-dtls",
                "--no-cli",
                "--allow-loopback-peers",
                "--use-auth-secret",
                "--static-auth-secret=shared",
                "--realm=rostrum.example",
                "--pidfile=" + folder.resolve("pid"),
                "--userdb=" + folder.resolve("db"),
                "--log-file=" + folder.resolve("log"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    await()
        .ignoreExceptions()
        .until(
            () -> {
              new Socket("127.0.0.1", port).close();
              return true;
            });
    return process;
  }

  @Test
  void aBrowserHearsTheStreamByTheRelayThatIsNamedToAdmittedPeople() throws Exception {
    assumeTrue(Files.isExecutable(COTURN), "coturn is not installed");
    int port = freePort();
    int turnPort = freePort();
    Path secret = Files.writeString(folder.resolve("secret"), "shared\n");
    Process turn = coturn(turnPort);
    var options =
        new EmbeddedHost.Options(
            "127.0.0.1",
            port,
            folder.resolve("data"),
            // Without a public URL, pages of other origins are refused on loopback.
            Optional.of(URI.create("http://127.0.0.1:" + port)),
            false,
            false,
            AddressRanges.NONE,
            WebhookReceivers.LOOPBACK,
            new Reach(
                List.of(),
                Optional.of(
                    new Reach.Turn(
                        List.of("turn:127.0.0.1:" + turnPort + "?transport=tcp"), secret))),
            new ServerTls.Off(),
            Optional.empty());
    try (var host = EmbeddedHost.start(options, Clock.systemUTC(), (name, fields) -> {});
        var engine = PlainEngine.create(new Tone(440), new LevelMeter())) {
      var backend = new HttpBackend(http, host.url(), host.passcode());
      var session =
          new SessionFactory(backend, http, engine, Clock.systemUTC())
              .create("Hana", "Talk", new StreamSettings(true, false), true, state -> {});
      await().until(() -> session.state().phase().equals(new Phase.OnStage(Role.HOST)));
      StreamCredentials viewer = backend.joinAsViewer("Vera", "Talk", null);
      String whep = viewer.whep().orElseThrow().toString();
      assertThat(link(whep, "")).as("for a stranger").isNull();
      assertThat(link(whep, viewer.token())).contains("<turn:127.0.0.1:" + turnPort);
      hears(whep, viewer.token());
      session.close();
    } finally {
      turn.destroy();
    }
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
