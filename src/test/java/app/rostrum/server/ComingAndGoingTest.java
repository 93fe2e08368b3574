package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many people who pass through one stream of the embedded cloud, each with a name of their own. */
@NullUnmarked
class ComingAndGoingTest {
  private static final int WAVES = 4;
  private static final int WAVE = 50;

  @TempDir private Path home;

  @Test
  void aStreamHoldsNoMoreThanThePeopleInIt() throws IOException {
    try (var cloud = new RealCloud(home.resolve("cloud.db"));
        var api = new BackendHarness(cloud)) {
      String room = api.create("Alice", "Java").roomSid();
      HostedService service =
          cloud.sync().services().stream()
              .filter(s -> s.settings().friendlyName().equals(room))
              .findFirst()
              .orElseThrow();
      for (int wave = 0; wave < WAVES; wave++) {
        for (int i = 0; i < WAVE; i++) {
          comes(api, "Listener " + wave + "/" + i);
        }
        assertThat(service.documents()).hasSize(WAVE + 3); // with the stream's three
        assertThat(service.map("viewers").items()).hasSize(WAVE);
        for (int i = 0; i < WAVE; i++) {
          goes(api, service.sid(), "Listener " + wave + "/" + i);
        }
        api.clock.advance(Absences.PATIENCE);
        api.backend.keepUp();
        assertThat(service.documents()).hasSize(3);
        for (HostedMap map : service.maps()) {
          assertThat(map.items()).hasSize(map.uniqueName().equals("speakers") ? 1 : 0);
          assertThat(map.permissions()).containsOnlyKeys("Alice");
        }
        assertThat(cloud.participants(room)).containsExactly("Alice");
        assertThat(cloud.chatUsers(room)).containsExactly("Alice");
      }
    }
  }

  private static void comes(BackendHarness api, String identity) {
    var joined = api.joinAsViewer(identity, "Java", null);
    assertThat(joined.status()).isEqualTo(200);
    assertThat(
            api.call(
                    "/viewer-connected-to-player",
                    BackendHarness.names(identity, "Java"),
                    joined.token())
                .status())
        .isEqualTo(200);
  }

  private static void goes(BackendHarness api, String service, String identity) {
    var form = new TreeMap<String, String>();
    form.put("ServiceSid", service);
    form.put("Identity", identity);
    form.put("EventType", "endpoint_disconnected");
    api.webhook("/sync-webhook", form);
  }
}
