package app.rostrum.sdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.ServiceSettings;
import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.testing.TcpProxy;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A subscriber that stops to read. */
@Timeout(120)
class SlowSubscriberTest {
  private static final int CHANGES = 1500;

  /** A listener that keeps the newest number only. */
  private static final class Newest implements SyncDocument.Listener {
    volatile int number = -1;

    @Override
    public void onData(JsonObject data) {
      number = data.get("n").getAsInt();
    }

    @Override
    public void onRemoved() {}
  }

  private static JsonObject large(int n) {
    var json = new JsonObject();
    json.addProperty("n", n);
    json.addProperty("much", "x".repeat(15_000));
    return json;
  }

  @Test
  void aSubscriberThatDoesNotReadIsDroppedWithoutDelayingOthers() throws Exception {
    try (SyncCloud cloud = SyncCloud.pinging(Duration.ofMillis(500));
        var lid = new TcpProxy(cloud.port())) {
      var service = cloud.services.create(ServiceSettings.DEFAULTS);
      HostedDocument document = service.createDocument(Caller.BACKEND, "d", large(0), null);
      var heard = new Newest();
      var asleep = new Newest();
      try (SyncClient reader = connect(cloud.twilsock(), "ann", service.sid());
          SyncClient sleeper =
              connect(
                  URI.create("ws://127.0.0.1:" + lid.port() + "/v3/wsconnect"),
                  "mallory",
                  service.sid())) {
        reader.openDocument("d", heard).get(60, TimeUnit.SECONDS);
        sleeper.openDocument("d", asleep).get(60, TimeUnit.SECONDS);
        lid.freeze();
        for (int n = 1; n <= CHANGES; n++) {
          document.update(Caller.BACKEND, large(n), null, null);
        }
        await().until(() -> heard.number == CHANGES);
        assertThat(asleep.number).isLessThan(CHANGES);
        await().until(() -> cloud.endpoint.connectionCount() == 1);
        // It reads again, reconnects and has the newest state.
        lid.dropAll();
        lid.thaw();
        await().until(() -> asleep.number == CHANGES);
      }
    }
  }

  private static SyncClient connect(URI address, String identity, String service) {
    return SyncClient.connect(
        new OkHttpClient(), address, SyncCloud.token(identity, service), new RecordingListener());
  }
}
