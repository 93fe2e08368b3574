package app.rostrum.sdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.sdk.twilsock.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cloud is killed and restarted on the same port with the same file. */
@Timeout(120)
class SyncRestartTest {
  private static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofMillis(50),
          Duration.ofMillis(200));

  @TempDir Path folder;

  @Test
  void dataSurvivesARestartAndClientsCatchUp() throws Exception {
    Path file = folder.resolve("cloud.db");
    var heard = new RecordingListener();
    var document = new RecordingListener();
    var states = new RecordingListener();
    String service;
    int port;
    SyncClient client;
    try (var cloud = SyncCloud.on(file, 0, Duration.ofSeconds(1))) {
      port = cloud.port();
      service =
          cloud
              .json(
                  "POST",
                  "/Services",
                  "AclEnabled",
                  "true",
                  "WebhookUrl",
                  "http://127.0.0.1:1/hook",
                  "ReachabilityWebhooksEnabled",
                  "true",
                  "ReachabilityDebouncingEnabled",
                  "true",
                  "ReachabilityDebouncingWindow",
                  "1000")
              .get("sid")
              .getAsString();
      String at = "/Services/" + service;
      cloud.json("POST", at + "/Maps", "UniqueName", "speakers");
      cloud.json("POST", at + "/Documents", "UniqueName", "paper", "Data", "{\"v\":1}");
      for (String object : new String[] {"/Maps/speakers", "/Documents/paper"}) {
        cloud.json(
            "POST",
            at + object + "/Permissions/ann",
            "Read",
            "true",
            "Write",
            "false",
            "Manage",
            "false");
      }
      cloud.json("POST", at + "/Maps/speakers/Items", "Key", "host", "Data", "{\"h\":true}");
      cloud.json("POST", at + "/Maps/speakers/Items", "Key", "bob", "Data", "{}");
      client =
          SyncClient.connect(
              new OkHttpClient(),
              cloud.twilsock(),
              SyncCloud.token("ann", service),
              states,
              QUICK,
              new Random(1));
      client.openMap("speakers", heard).get(60, TimeUnit.SECONDS);
      client.openDocument("paper", document).get(60, TimeUnit.SECONDS);
      // A client that does not come back.
      SyncClient ghost =
          SyncClient.connect(
              new OkHttpClient(),
              cloud.twilsock(),
              SyncCloud.token("ghost", service),
              new RecordingListener(),
              QUICK,
              new Random(2));
      await().until(() -> ghost.state() == SyncClient.State.CONNECTED);
      await().until(() -> cloud.webhooks.size() == 2);
      cloud.services.close();
      ghost.close();
    }
    try (var cloud = SyncCloud.on(file, port, Duration.ofSeconds(1))) {
      String at = "/Services/" + service;
      cloud.rest("DELETE", at + "/Maps/speakers/Items/bob");
      cloud.json("POST", at + "/Maps/speakers/Items", "Key", "eve", "Data", "{}");
      cloud.json("POST", at + "/Documents/paper", "Data", "{\"v\":2}");
      await()
          .untilAsserted(
              () ->
                  assertThat(heard.words)
                      .containsExactly("host={\"h\":true}", "bob={}", "-bob", "eve={}"));
      await()
          .untilAsserted(
              () -> assertThat(document.words).containsExactly("{\"v\":1}", "{\"v\":2}"));
      assertThat(states.words).containsExactly("CONNECTED", "CONNECTING", "CONNECTED");
      await()
          .untilAsserted(
              () ->
                  assertThat(cloud.webhooks)
                      .extracting(form -> form.get("EventType") + " " + form.get("Identity"))
                      .containsExactly("endpoint_disconnected ghost"));
      assertThat(
              cloud.json("GET", at + "/Maps/speakers/Permissions/ann").get("read").getAsBoolean())
          .isTrue();
      client.close();
      await()
          .untilAsserted(
              () ->
                  assertThat(cloud.webhooks)
                      .extracting(form -> Map.entry(form.get("EventType"), form.get("Identity")))
                      .contains(Map.entry("endpoint_disconnected", "ann")));
    }
    try (var cloud = SyncCloud.on(file, 0, Duration.ofMillis(100))) {
      // Reported disconnections are not reported again.
      await().during(Duration.ofMillis(1500)).until(cloud.webhooks::isEmpty);
    }
  }
}
