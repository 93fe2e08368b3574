package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Retention;
import app.rostrum.cloud.live.LiveStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that have ended leave behind what the retention says, and no more. */
@NullUnmarked
class EndedStreamsTest {
  private static final int STREAMS = 80;

  @TempDir private Path home;

  @Test
  void noTableGrowsWithTheStreamsThatHaveEnded() throws IOException {
    Path file = home.resolve("cloud.db");
    Map<String, Integer> full = Map.of();
    try (var cloud = new RealCloud(file);
        var api = new BackendHarness(cloud)) {
      cloud.tell(api.backend);
      for (int i = 1; i <= STREAMS; i++) {
        beginAndEnd(api, i);
        if (i == Retention.NEWEST) {
          awaitEnd(cloud);
          full = sizes(cloud);
        }
      }
      awaitEnd(cloud);
      assertThat(sizes(cloud)).isEqualTo(full);
      assertThat(full).containsEntry("rooms", Retention.NEWEST);
    }
    try (var cloud = new RealCloud(file)) {
      assertThat(sizes(cloud)).isEqualTo(full);
      assertThat(cloud.sync().services()).hasSize(1); // the backend's own
      assertThat(cloud.live().streamers()).hasSize(Retention.NEWEST);
    }
  }

  @Test
  void aStreamInWhoseRoomNobodyIsAnyMoreEndsByItself() throws IOException {
    Path file = home.resolve("cloud.db");
    try (var cloud = new RealCloud(file);
        var api = new BackendHarness(cloud)) {
      assertThat(api.create("Alice", "Java").status()).isEqualTo(200);
      assertThat(api.joinAsViewer("Vera", "Java", null).status()).isEqualTo(200);
      cloud.endEmptyRoomsSoon();
    }
    try (var cloud = new RealCloud(file);
        var api = new BackendHarness(cloud)) {
      cloud.tell(api.backend);
      awaitEnd(cloud);
      assertThat(cloud.tableSizes()).containsEntry("chat_service", 0);
      assertThat(api.joinAsViewer("Vera", "Java", null).message()).isEqualTo("error finding room");
      assertThat(api.create("Bob", "Java").status()).as("the name is free").isEqualTo(200);
    }
  }

  /** Returns the sizes of the tables but one: the items of a map include its latest removals. */
  private static Map<String, Integer> sizes(RealCloud cloud) {
    Map<String, Integer> sizes = cloud.tableSizes();
    sizes.remove("sync_items");
    return sizes;
  }

  private static void beginAndEnd(BackendHarness api, int number) {
    String stream = "Stream " + number;
    var host = api.create("Host " + number, stream);
    assertThat(host.status()).as(host.body().toString()).isEqualTo(200);
    assertThat(api.joinAsViewer("Listener " + number, stream, null).status()).isEqualTo(200);
    var ended =
        api.call("/delete-stream", "{\"stream_name\":\"%s\"}".formatted(stream), host.token());
    assertThat(ended.status()).isEqualTo(200);
  }

  private static boolean noneInProgress(RealCloud cloud) {
    return cloud.live().streamers().stream().allMatch(s -> s.status() == LiveStatus.ENDED)
        && cloud.live().processors().stream().allMatch(p -> p.status() == LiveStatus.ENDED)
        && cloud.tableSizes().get("chat_service") == 0;
  }

  private static void awaitEnd(RealCloud cloud) {
    await().until(() -> cloud.sync().services().size() == 1 && noneInProgress(cloud));
  }
}
