package app.rostrum.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.BackendException.Kind;
import app.rostrum.cli.JsonLines;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class KnockingTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<BackendException> refusals = new ArrayDeque<>();
  private long now;
  private int calls;

  private final Knocking knocking =
      new Knocking(
          wait -> {
            pauses.add(wait);
            now += wait.toNanos();
          },
          () -> now,
          new SplittableRandom(1),
          new JsonLines(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
              true));

  private static BackendException refusal(Kind kind, Duration retryAfter) {
    return new BackendException(kind, "x", "why", retryAfter, null);
  }

  private void call() {
    calls++;
    now += Duration.ofSeconds(10).toNanos();
    if (!refusals.isEmpty()) {
      throw refusals.size() == 1 ? refusals.peek() : refusals.poll();
    }
  }

  @Test
  void aBusyBackendIsAskedAgainAndTheServersWaitIsTheLeast() {
    var answers =
        new ArrayDeque<>(
            List.of(
                refusal(Kind.NO_ANSWER, Duration.ZERO),
                refusal(Kind.TOO_MANY_ATTEMPTS, Duration.ofSeconds(20))));
    knocking.until(
        () -> {
          calls++;
          BackendException next = answers.poll();
          if (next != null) {
            throw next;
          }
        });
    assertThat(calls).isEqualTo(3);
    assertThat(pauses.getLast()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.contains("\"event\":\"still-trying\""));
  }

  @Test
  void aDeadBackendIsGivenUpAfterTwoMinutes() {
    refusals.add(refusal(Kind.NO_ANSWER, Duration.ZERO));
    assertThatThrownBy(() -> knocking.until(this::call)).isInstanceOf(BackendException.class);
    assertThat(calls).isBetween(5, 13);
  }

  @Test
  void nobodyWaitsForABackendThatAsksForTheWholeOfTheTime() {
    refusals.add(refusal(Kind.TOO_MANY_ATTEMPTS, Duration.ofMinutes(2)));
    assertThatThrownBy(() -> knocking.until(this::call)).isInstanceOf(BackendException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aRefusalIsTakenAtItsWord() {
    refusals.add(refusal(Kind.PASSCODE, Duration.ZERO));
    assertThatThrownBy(() -> knocking.until(this::call)).isInstanceOf(BackendException.class);
    assertThat(calls).isEqualTo(1);
    assertThat(pauses).isEmpty();
  }
}
