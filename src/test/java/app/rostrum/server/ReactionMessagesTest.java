package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.testing.ManualClock;
import app.rostrum.testing.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReactionMessagesTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<Map<String, Object>> written = new ArrayList<>();
  private final ReactionMessages messages =
      new ReactionMessages(scheduler, (stream, message) -> written.add(message));
  private final StreamRecord stream =
      new StreamRecord(
          "RM1",
          "IS1",
          "VJ1",
          "ZX1",
          "Java",
          "Alice",
          Instant.EPOCH,
          true,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Desk.NEW);

  @Test
  void thousandsOfReactionsAreOneMessage() {
    for (int i = 0; i < 3_000; i++) {
      messages.add(stream, "Listener " + i, i % 3 == 0 ? "heart" : "applause");
    }
    assertThat(written).isEmpty();
    scheduler.pass(ReactionMessages.TOGETHER);
    assertThat(written).hasSize(1);
    assertThat(written.getFirst().get("counts"))
        .isEqualTo(Map.of("applause", 2_000, "heart", 1_000));
    assertThat((List<?>) written.getFirst().get("from")).hasSize(ReactionMessages.MOST_NAMED);
  }

  @Test
  void aPersonIsNamedOnceWithTheNewestReaction() {
    messages.add(stream, "Bob", "heart");
    messages.add(stream, "Bob", "wow");
    scheduler.pass(ReactionMessages.TOGETHER);
    assertThat(written.getFirst().get("from"))
        .isEqualTo(List.of(Map.of("user_identity", "Bob", "reaction", "wow")));
    assertThat(written.getFirst().get("counts")).isEqualTo(Map.of("heart", 1, "wow", 1));
  }

  @Test
  void nothingIsLeftBehindWhenNobodyReactsAnyMore() {
    messages.add(stream, "Bob", "heart");
    scheduler.pass(ReactionMessages.TOGETHER.plusSeconds(4));
    messages.add(stream, "Bob", "wow");
    scheduler.pass(Duration.ofSeconds(2));
    assertThat(written).hasSize(2).last().asString().contains("wow");
    scheduler.pass(ReactionMessages.QUIET);
    assertThat(written).hasSize(3).last().isEqualTo(Map.of());
    assertThat(messages.remembered()).isZero();
    scheduler.pass(Duration.ofHours(1));
    assertThat(written).hasSize(3);
  }

  @Test
  void aPersonWhoReactsVeryOftenWaits() {
    var clock = new ManualClock(Instant.EPOCH);
    var limits = new ReactionLimits(clock);
    for (int i = 0; i < ReactionLimits.BURST; i++) {
      limits.take("Bob");
    }
    assertThatThrownBy(() -> limits.take("Bob"))
        .isInstanceOfSatisfying(
            ApiRefusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(429);
              assertThat(refusal.response().headers()).containsEntry("Retry-After", "1");
            });
    limits.take("Carol");
    clock.advance(Duration.ofSeconds(1));
    limits.take("Bob");
  }

  @Test
  void allPeopleTogetherHaveALimitAndAreForgotten() {
    var limits = new ReactionLimits(new ManualClock(Instant.EPOCH));
    for (int i = 0; i < ReactionLimits.HOUSE_BURST; i++) {
      limits.take("Listener " + i);
    }
    for (int i = 0; i < CallLimits.MOST_CALLERS; i++) {
      String person = "Another " + i;
      assertThatThrownBy(() -> limits.take(person)).hasMessage("too many reactions");
    }
    assertThat(limits.remembered()).isEqualTo(CallLimits.MOST_CALLERS);
  }
}
