package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.threads.Threads;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream that fails half-way through creation leaves nothing behind. */
@NullUnmarked
class HalfCreatedStreamTest {
  private final FakeTwilio twilio = new FakeTwilio();

  @ParameterizedTest
  @CsvSource({
    "POST video.twilio.com/v1/Rooms, error creating room",
    "POST media.twilio.com/v1/PlayerStreamers, error creating stream",
    "POST media.twilio.com/v1/MediaProcessors, error creating stream",
    "POST sync.twilio.com/v1/Services, error creating stream sync service",
    "POST .*/Maps/streams/Items, error adding stream to streams map",
    "POST .*/Services/[^/]*/Maps, error creating speakers map",
    "POST .*/Maps/speakers/Items, error adding host to speakers map",
    "POST .*/speakers/Permissions/Alice, error adding read access to speakers map",
    "POST .*/raised_hands/Permissions/Alice, error adding read access to raised hands map",
    "POST .*/viewers/Permissions/Alice, error adding read access to viewers map",
    "POST .*/Conversations, error creating conversation",
    "POST .*/Participants, error creating conversation participant",
  })
  void aFailureInAnyStepTakesEverythingBack(String step, String message) {
    try (var api = new BackendHarness(twilio)) {
      int services = twilio.syncServices.size();
      twilio.breakWhere(line -> line.matches(step));
      var answer = api.create("Alice", "Java");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.message()).isEqualTo(message);
      assertThat(twilio.rooms.values())
          .allSatisfy(r -> assertThat(r.get("status").getAsString()).isEqualTo("completed"));
      assertThat(twilio.live.values()).allSatisfy(s -> assertThat(s).isEqualTo("ended"));
      assertThat(twilio.syncServices).hasSize(services);
      assertThat(twilio.streams()).isEmpty();
      assertThat(twilio.conversations).isEmpty();

      twilio.breakWhere(line -> false);
      assertThat(api.create("Alice", "Java").status()).isEqualTo(200);
    }
  }

  @Test
  void aCompensationThatFailsDoesNotStopTheOthers() {
    try (var api = new BackendHarness(twilio)) {
      twilio.breakWhere(
          line ->
              line.matches("POST .*/Conversations")
                  || line.startsWith("POST media.twilio.com/v1/PlayerStreamers/")
                  || line.startsWith("DELETE sync"));
      assertThat(api.create("Alice", "Java").message()).isEqualTo("error creating conversation");
      assertThat(twilio.rooms.values())
          .allSatisfy(r -> assertThat(r.get("status").getAsString()).isEqualTo("completed"));
    }
  }

  @Test
  void anErrorTakesEverythingBackToo() {
    try (var api = new BackendHarness(twilio)) {
      var asked = new AtomicInteger();
      api.publicUrl =
          () -> {
            if (asked.incrementAndGet() > 1) {
              throw new AssertionError("thrown by a test");
            }
            return BackendHarness.PUBLIC;
          };
      var answer = api.create("Alice", "Java");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.message()).isEqualTo("internal error");
      assertThat(twilio.rooms.values())
          .isNotEmpty()
          .allSatisfy(r -> assertThat(r.get("status").getAsString()).isEqualTo("completed"));
      assertThat(twilio.live.values())
          .isNotEmpty()
          .allSatisfy(s -> assertThat(s).isEqualTo("ended"));
    }
  }

  @Test
  void onlyOneOfManyConcurrentCreationsSucceeds() throws Exception {
    try (var api = new BackendHarness(twilio);
        var threads = Threads.perTask("test")) {
      var answers =
          IntStream.range(0, 8)
              .mapToObj(i -> threads.submit(() -> api.create("host " + i, "Java")))
              .toList();
      int created = 0;
      for (var answer : answers) {
        if (answer.get().status() == 200) {
          created++;
        } else {
          assertThat(answer.get().explanation()).isEqualTo("Room exists");
        }
      }
      assertThat(created).isEqualTo(1);
      assertThat(twilio.streams()).hasSize(1);
      assertThat(List.copyOf(twilio.rooms.values())).hasSize(1);
    }
  }
}
