package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.about.Version;
import app.rostrum.cli.HttpClients;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
  private static final int SOUND_PORT = 8770;

  private final OkHttpClient client = HttpClients.create();
  private final Readiness readiness = new Readiness();
  private final AtomicBoolean canStore = new AtomicBoolean(true);
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new Health(readiness, canStore::get)
            .addTo(
                WebServer.builder()
                    .handle("/", request -> HttpResponse.of(404, "text/plain", "elsewhere\n")),
                SOUND_PORT)
            .start(new InetSocketAddress("127.0.0.1", 0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Response ask(String method, String path) throws Exception {
    RequestBody body = method.equals("POST") ? RequestBody.create(new byte[0]) : null;
    return client
        .newCall(
            new Request.Builder()
                .url("http://127.0.0.1:" + server.port() + path)
                .method(method, body)
                .build())
        .execute();
  }

  private String answer(String path) throws Exception {
    try (Response response = ask("GET", path)) {
      return response.code() + " " + response.body().string().strip();
    }
  }

  @Test
  void itIsReadyFromTheEndOfTheStartToTheBeginningOfTheEnd() throws Exception {
    assertThat(answer("/readyz")).isEqualTo("503 starting");
    assertThat(answer("/healthz")).isEqualTo("200 ok");
    readiness.advance(Readiness.State.READY);
    assertThat(answer("/readyz")).isEqualTo("200 ready");
    readiness.advance(Readiness.State.DRAINING);
    readiness.advance(Readiness.State.READY);
    assertThat(answer("/readyz")).isEqualTo("503 draining");
    readiness.advance(Readiness.State.STOPPING);
    assertThat(answer("/readyz")).isEqualTo("503 stopping");
    assertThat(answer("/healthz")).isEqualTo("200 ok");
  }

  @Test
  void aServerThatCannotKeepAnythingIsNotReady() throws Exception {
    readiness.advance(Readiness.State.READY);
    canStore.set(false);
    assertThat(answer("/readyz")).isEqualTo("503 failing");
  }

  @Test
  void itTellsItsVersionAndThePortOfItsSound() throws Exception {
    assertThat(answer("/version")).startsWith("200 ");
    JsonObject said = JsonParser.parseString(answer("/version").substring(4)).getAsJsonObject();
    assertThat(said.keySet()).containsExactly("version", "sound_port");
    assertThat(said.get("version").getAsString()).isEqualTo(Version.current());
    assertThat(said.get("sound_port").getAsInt()).isEqualTo(SOUND_PORT);
  }

  @Test
  void headIsAnsweredWithoutABodyAndOtherMethodsAreRefused() throws Exception {
    try (Response response = ask("HEAD", "/healthz")) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.body().string()).isEmpty();
      assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    }
    try (Response response = ask("POST", "/readyz")) {
      assertThat(response.code()).isEqualTo(405);
      assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
    }
    assertThat(answer("/healthz/more")).startsWith("404 ");
  }

  @Test
  void aHostThatHasStartedIsReadyUntilItDrains(@TempDir Path data) throws Exception {
    try (var host =
        EmbeddedHost.start(
            new EmbeddedHost.Options("127.0.0.1", 0, data, Optional.empty(), false),
            Clock.systemUTC(),
            (name, fields) -> {})) {
      var ready = new Request.Builder().url(host.url() + "/readyz").build();
      try (Response response = client.newCall(ready).execute()) {
        assertThat(response.code()).isEqualTo(200);
      }
      host.readiness().advance(Readiness.State.DRAINING);
      try (Response response = client.newCall(ready).execute()) {
        assertThat(response.code()).isEqualTo(503);
      }
    }
  }
}
