package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.HttpBackend;
import app.rostrum.cli.HttpClients;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamCaption;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Captions that a program with the account's key writes, as a listener sees them. */
@Tag("e2e")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CaptionsEndToEndTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder = Path.of("");
  private final OkHttpClient http = HttpClients.create();

  @Test
  void aListenerSeesWhatTheCaptionerWrites() throws Exception {
    try (EmbeddedHost host =
            EmbeddedHost.start(
                new EmbeddedHost.Options(
                    "127.0.0.1", 0, folder.resolve("data"), Optional.empty(), false),
                Clock.systemUTC(),
                (name, fields) -> {});
        PlainEngine stage = PlainEngine.create(new Tone(440), PcmSink.DISCARD);
        PlainEngine audience = PlainEngine.create(new Tone(440), PcmSink.DISCARD)) {
      var backend =
          new HttpBackend(
              http, URI.create("http://127.0.0.1:" + host.url().getPort()), host.passcode());
      try (StreamSession hana =
          sessions(backend, stage)
              .create("Hana", "Java", new StreamSettings(true, false), true, state -> {})) {
        await().atMost(SOON).until(() -> hana.state().phase() instanceof Phase.OnStage);
        listen(host, sessions(backend, audience));
      }
    }
  }

  private SessionFactory sessions(HttpBackend backend, PlainEngine media) {
    return new SessionFactory(backend, http, media, Clock.systemUTC());
  }

  private void listen(EmbeddedHost host, SessionFactory sessions) throws Exception {
    try (StreamSession vera = sessions.join("Vera", "Java", Role.VIEWER, false, state -> {})) {
      await().atMost(SOON).until(() -> vera.state().phase() instanceof Phase.InAudience);
      RestAccess rest = host.rest().orElseThrow();
      String documents = rest.url() + "/sync/v1/Services/" + streamService(rest) + "/Documents/";
      var line = "{\"captions\":[{\"user_identity\":\"Hana\",\"text\":\"Good morning\"}]}";
      // Until she has opened the document, what is written is of the past.
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                call(
                    rest, documents + "captions", new FormBody.Builder().add("Data", line).build());
                return vera.state()
                    .captions()
                    .contains(new StreamCaption("Hana", "Good morning", false));
              });
      await().atMost(SOON).until(() -> vera.state().captions().isEmpty());
    }
  }

  private String streamService(RestAccess rest) throws Exception {
    JsonArray services =
        call(rest, rest.url() + "/sync/v1/Services", null)
            .getAsJsonObject()
            .getAsJsonArray("services");
    for (JsonElement service : services) {
      if (service.getAsJsonObject().get("friendly_name").getAsString().startsWith("RM")) {
        return service.getAsJsonObject().get("sid").getAsString();
      }
    }
    throw new AssertionError(services);
  }

  private JsonElement call(RestAccess rest, String url, @Nullable RequestBody body)
      throws Exception {
    String key = Credentials.basic(rest.keys().accountSid(), rest.keys().authToken());
    var request = new Request.Builder().url(url).header("Authorization", key);
    if (body != null) {
      request.post(body);
    }
    try (Response answer = http.newCall(request.build()).execute()) {
      assertThat(answer.code()).isBetween(200, 299);
      return JsonParser.parseString(answer.body().string());
    }
  }
}
