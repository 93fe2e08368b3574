package app.rostrum.sdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.sdk.twilsock.Timing;
import app.rostrum.threads.Threads;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thousand listeners on loopback, each with the three maps of a stream. */
@Tag("bench")
@Timeout(180)
class SyncCrowdTest {
  private static final Logger LOG = LoggerFactory.getLogger(SyncCrowdTest.class);
  private static final int CROWD = 1000;
  private static final List<String> MAPS = List.of("speakers", "viewers", "raised_hands");

  private static final class Counter implements SyncMap.Listener {
    final AtomicInteger items = new AtomicInteger();

    @Override
    public void onItem(String key, SyncMap.Item item) {
      items.incrementAndGet();
    }

    @Override
    public void onItemRemoved(String key) {}

    @Override
    public void onRemoved() {}
  }

  @Test
  void everyListenerReceivesEveryChange() throws Exception {
    var dispatcher = new Dispatcher(Threads.perTask("crowd"));
    dispatcher.setMaxRequests(CROWD * 2);
    dispatcher.setMaxRequestsPerHost(CROWD * 2);
    var http = new OkHttpClient.Builder().dispatcher(dispatcher).build();
    var timing =
        new Timing(
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ofSeconds(90),
            Duration.ofMillis(500),
            Duration.ofSeconds(10));
    try (var cloud = SyncCloud.inMemory()) {
      String service = cloud.json("POST", "/Services").get("sid").getAsString();
      String at = "/Services/" + service;
      for (String map : MAPS) {
        cloud.json("POST", at + "/Maps", "UniqueName", map);
      }
      var clients = new ArrayList<SyncClient>();
      var opened = new ArrayList<CompletableFuture<SyncMap>>();
      var counters = new ArrayList<Counter>();
      long begun = System.nanoTime();
      for (int i = 0; i < CROWD; i++) {
        SyncClient client =
            SyncClient.connect(
                http,
                cloud.twilsock(),
                SyncCloud.token("listener" + i, service),
                new RecordingListener(),
                timing,
                new Random(i));
        clients.add(client);
        for (String map : MAPS) {
          var counter = new Counter();
          counters.add(counter);
          opened.add(client.openMap(map, counter));
        }
      }
      CompletableFuture.allOf(opened.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
      LOG.info("{} clients joined in {} ms", CROWD, millisSince(begun));

      begun = System.nanoTime();
      cloud.json("POST", at + "/Maps/raised_hands/Items", "Key", "bob", "Data", "{}");
      await().until(() -> sum(counters) == CROWD);
      LOG.info("a raised hand reached all of them in {} ms", millisSince(begun));

      // A thousand listeners arrive at once: each adds its name to a map that all follow.
      begun = System.nanoTime();
      for (int i = 0; i < CROWD; i++) {
        cloud
            .services
            .service(service)
            .map("viewers")
            .create(app.rostrum.cloud.sync.Caller.BACKEND, "listener" + i, new JsonObject(), null);
      }
      LOG.info("{} writes took {} ms", CROWD, millisSince(begun));
      await().until(() -> sum(counters) == CROWD + (long) CROWD * CROWD);
      LOG.info("all of them reached all after {} ms", millisSince(begun));
      clients.forEach(SyncClient::close);
      await().until(() -> cloud.endpoint.connectionCount() == 0);
      assertThat(sum(counters)).isEqualTo(CROWD + (long) CROWD * CROWD);
    }
  }

  private static long sum(List<Counter> counters) {
    return counters.stream().mapToLong(counter -> counter.items.get()).sum();
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
