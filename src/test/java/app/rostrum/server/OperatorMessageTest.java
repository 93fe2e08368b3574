package app.rostrum.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The operator's message, as those in a stream read it. */
class OperatorMessageTest {
  private final FakeTwilio cloud = new FakeTwilio();

  private String shownIn(String roomSid) {
    return requireNonNull(cloud.serviceOf(roomSid).documents.get("stream"))
        .getAsJsonObject("data")
        .get("operator_message")
        .getAsString();
  }

  @Test
  void allStreamsShowItUntilItsTimeIsOverAndNewOnesAsWell() {
    try (var backend = new BackendHarness(cloud)) {
      String talk = backend.create("Hanna", "Talk").roomSid();
      assertThat(shownIn(talk)).isEmpty();
      assertThat(backend.backend.operator().announce(" Restart\nat 22:00 ", Duration.ofMinutes(15)))
          .isEqualTo(1);
      String tea = backend.create("Eve", "Tea").roomSid();
      assertThat(shownIn(talk)).isEqualTo("Restart at 22:00");
      assertThat(shownIn(tea)).isEqualTo("Restart at 22:00");
      backend.clock.advance(Duration.ofMinutes(14));
      backend.backend.keepUp();
      assertThat(shownIn(talk)).isNotEmpty();
      backend.clock.advance(Duration.ofMinutes(2));
      backend.backend.keepUp();
      assertThat(shownIn(talk)).isEmpty();
      assertThat(shownIn(tea)).isEmpty();
    }
  }

  @Test
  void aRestartEndsIt() {
    String talk;
    try (var backend = new BackendHarness(cloud)) {
      talk = backend.create("Hanna", "Talk").roomSid();
      var unused = backend.backend.operator().announce("We restart now", Duration.ofHours(1));
      assertThat(shownIn(talk)).isEqualTo("We restart now");
    }
    try (var _ = new BackendHarness(cloud)) {
      assertThat(shownIn(talk)).isEmpty();
    }
  }
}
