package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.store.Store;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** Queries and page tokens of every making, asked of a map and of a list. */
@Tag("fuzz")
class ItemQueryFuzzTest {
  private static final HostedService SERVICE = service();

  private static HostedService service() {
    HostedService service =
        new SyncServices(
                Store.inMemory(),
                new Sids(new Random(1)),
                Clock.systemUTC(),
                (key, url, form) -> {},
                "AC1")
            .create(ServiceSettings.DEFAULTS);
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    HostedList list = service.createList(Caller.BACKEND, "l", null);
    for (int i = 0; i < 5; i++) {
      map.create(Caller.BACKEND, "k" + i, new JsonObject(), null);
      list.append(Caller.BACKEND, new JsonObject(), null);
    }
    return service;
  }

  @FuzzTest(maxDuration = "30s")
  void everyQueryIsAnsweredOrRefused(byte[] data) {
    String[] words = new String(data, StandardCharsets.UTF_8).split("\n", 2);
    if (words.length < 2) {
      return;
    }
    for (HostedCollection<?> collection : List.of(SERVICE.map("m"), SERVICE.list("l"))) {
      try {
        ItemQuery.Page<?> page =
            collection.page(Caller.BACKEND, ItemQuery.parse(Map.of(words[0], words[1])));
        assertThat(page.items()).hasSizeLessThanOrEqualTo(5);
        String next = page.nextToken();
        if (next != null) {
          assertThat(
                  collection
                      .page(Caller.BACKEND, ItemQuery.parse(Map.of("PageToken", next)))
                      .items())
              .isNotEmpty();
        }
      } catch (Refusal refused) {
        assertThat(refused.status()).isEqualTo(400);
      }
    }
  }
}
