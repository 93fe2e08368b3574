package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.wire.token.AccessToken;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The backend on the embedded cloud's own services instead of a fake. */
@NullUnmarked
class BackendOnRealCloudTest {
  @TempDir private Path home;
  private RealCloud cloud;
  private BackendHarness api;

  @BeforeEach
  void start() throws IOException {
    cloud = new RealCloud(home.resolve("cloud.db"));
    api = new BackendHarness(cloud);
    cloud.tell(api.backend);
  }

  @AfterEach
  void stop() {
    api.close();
    cloud.close();
  }

  private JsonArray streams() {
    api.clock.advance(Duration.ofSeconds(5));
    return api.call("/list-streams", "{}").body().getAsJsonArray("streams");
  }

  private static String serviceOf(BackendHarness.Answer stream) throws Exception {
    return AccessToken.verify(
            stream.token(), key -> Optional.of(BackendHarness.SECRET), Instant.now())
        .grantField("data_sync", "service_sid")
        .orElseThrow();
  }

  private List<String> keys(BackendHarness.Answer stream, String map) throws Exception {
    String service = serviceOf(stream);
    var keys = new ArrayList<String>();
    JsonObject page =
        JsonParser.parseString(
                new InProcessHttpClient(cloud)
                    .makeRequest(
                        authenticated("/v1/Services/" + service + "/Maps/" + map + "/Items"))
                    .getContent())
            .getAsJsonObject();
    page.getAsJsonArray("items")
        .forEach(item -> keys.add(item.getAsJsonObject().get("key").getAsString()));
    return keys;
  }

  private static com.twilio.http.Request authenticated(String path) {
    var request = new com.twilio.http.Request(com.twilio.http.HttpMethod.GET, "sync", path);
    request.setAuth(FakeTwilio.ACCOUNT, FakeTwilio.AUTH_TOKEN);
    return request;
  }

  @Test
  void anEventRunsFromCreationToEnd() throws Exception {
    var host = api.create("Alice", "Q&A: what/why?");
    assertThat(host.status()).as(host.body().toString()).isEqualTo(200);
    assertThat(keys(host, "speakers")).containsExactly("Alice");
    var again = api.create("Mallory", "Q&A: what/why?");
    assertThat(again.explanation()).isEqualTo("Room exists");

    var viewer = api.joinAsViewer("Bob / Co?", "Q&A: what/why?", null);
    assertThat(viewer.status()).as(viewer.body().toString()).isEqualTo(200);
    assertThat(viewer.body().getAsJsonObject("playback").get("whepUrl").getAsString())
        .startsWith("http://backend.test:8080/whep/VJ");
    String named = BackendHarness.names("Bob / Co?", "Q&A: what/why?");
    for (int i = 0; i < 2; i++) {
      assertThat(api.call("/viewer-connected-to-player", named, viewer.token()).status())
          .isEqualTo(200);
      String raise = named.substring(0, named.length() - 1) + ",\"hand_raised\":true}";
      assertThat(api.call("/raise-hand", raise, viewer.token()).status()).isEqualTo(200);
    }
    assertThat(keys(host, "viewers")).containsExactly("Bob / Co?");
    assertThat(keys(host, "raised_hands")).containsExactly("Bob / Co?");
    assertThat(streams()).hasSize(1);
    JsonObject listed = streams().get(0).getAsJsonObject();
    assertThat(listed.get("listeners").getAsInt()).isEqualTo(1);

    String invite = "{\"user_identity\":\"Bob / Co?\",\"room_sid\":\"" + host.roomSid() + "\"}";
    assertThat(api.call("/send-speaker-invite", invite, host.token()).status()).isEqualTo(200);
    var promoted = api.joinAsSpeaker("Bob / Co?", "Q&A: what/why?", viewer.token());
    assertThat(promoted.status()).isEqualTo(200);
    api.roomEvent("participant-connected", host.roomSid(), "Bob / Co?");
    assertThat(keys(host, "viewers")).isEmpty();
    assertThat(keys(host, "speakers")).containsExactlyInAnyOrder("Alice", "Bob / Co?");

    String delete = "{\"stream_name\":\"Q&A: what/why?\"}";
    assertThat(api.call("/delete-stream", delete, host.token()).status()).isEqualTo(200);
    await().until(() -> cloud.sync().services().size() == 1); // the backend's own
    assertThat(streams()).isEmpty();
    assertThat(api.create("Carol", "Q&A: what/why?").status()).isEqualTo(200);
  }

  @Test
  void captionsAreWrittenWithTheAccountsKeyAndByNobodyInTheStream() throws Exception {
    var host = api.create("Alice", "Java");
    var viewer = api.joinAsViewer("Bob", "Java", null);
    String name =
        viewer.body().getAsJsonObject("sync_object_names").get("captions_document").getAsString();
    HostedDocument captions = cloud.sync().find(serviceOf(host)).orElseThrow().document(name);
    var forged = JsonParser.parseString("{\"captions\":[{\"text\":\"forged\"}]}").getAsJsonObject();
    for (String who : List.of("Alice", "Bob", "Mallory")) {
      assertThatThrownBy(() -> captions.update(Caller.client(who), forged, null, null))
          .as(who)
          .isInstanceOf(Refusal.class);
    }
    assertThat(captions.state().data()).isEqualTo(new JsonObject());
    var request =
        new com.twilio.http.Request(
            com.twilio.http.HttpMethod.POST,
            "sync",
            "/v1/Services/" + serviceOf(host) + "/Documents/" + name);
    request.setAuth(FakeTwilio.ACCOUNT, FakeTwilio.AUTH_TOKEN);
    request.addPostParam("Data", "{\"captions\":[{\"text\":\"Hello\"}]}");
    assertThat(new InProcessHttpClient(cloud).makeRequest(request).getStatusCode()).isEqualTo(200);
    assertThat(captions.state().data().toString()).contains("Hello");
  }

  @Test
  void streamsAndPasscodeSurviveARestart() throws Exception {
    var host = api.create("Alice", "Java");
    String passcode = api.passcode();
    var kept = api.passcodes.kept;
    api.close();
    cloud.close();
    cloud = new RealCloud(home.resolve("cloud.db"));
    api = new BackendHarness(cloud);
    cloud.tell(api.backend);
    assertThat(kept.getFirst().digits()).isEqualTo(passcode);
    assertThat(streams()).hasSize(1);
    var viewer = api.joinAsViewer("Bob", "Java", null);
    assertThat(viewer.status()).isEqualTo(200);
    assertThat(viewer.roomSid()).isEqualTo(host.roomSid());
    assertThat(cloud.sync().services()).hasSize(2);
  }

  @Test
  void aCallTakesFewRestCalls() {
    for (int i = 0; i < 5; i++) {
      api.create("Alice", "warm up " + i);
      api.joinAsViewer("Bob", "warm up " + i, null);
      api.joinAsSpeaker("Carol", "warm up " + i, null);
    }
    var create = new ArrayList<Duration>();
    var viewer = new ArrayList<Duration>();
    var speaker = new ArrayList<Duration>();
    for (int i = 0; i < 15; i++) {
      String name = "stream " + i;
      create.add(time(() -> api.create("Alice", name)));
      viewer.add(time(() -> api.joinAsViewer("Bob", name, null)));
      speaker.add(time(() -> api.joinAsSpeaker("Carol", name, null)));
    }
    int before = cloud.log.size();
    api.create("Alice", "counted");
    int creating = cloud.log.size() - before;
    api.joinAsViewer("Bob", "counted", null);
    int joining = cloud.log.size() - before - creating;
    LoggerFactory.getLogger(getClass())
        .warn(
            "create-stream {} ({} REST calls), join as viewer {} ({} REST calls), as speaker {}",
            median(create),
            creating,
            median(viewer),
            joining,
            median(speaker));
    assertThat(creating).isLessThanOrEqualTo(17);
    assertThat(joining).isLessThanOrEqualTo(12);
  }

  private static Duration time(Supplier<BackendHarness.Answer> call) {
    long start = System.nanoTime();
    assertThat(call.get().status()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }
}
