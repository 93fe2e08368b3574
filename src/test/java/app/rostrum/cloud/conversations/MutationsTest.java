package app.rostrum.cloud.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.testing.ManualClock;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MutationsTest {
  private final ManualClock clock = new ManualClock();
  private final Mutations mutations = new Mutations(clock);

  private static TwilsockAnswer answer(String text) {
    var body = new JsonObject();
    body.addProperty("body", text);
    return TwilsockAnswer.created(body);
  }

  @Test
  void aRepeatedCommandGetsTheFirstAnswer() {
    TwilsockAnswer first = mutations.once("m", () -> answer("first"));
    assertThat(mutations.once("m", () -> answer("second"))).isSameAs(first);
    assertThat(mutations.once("n", () -> answer("other"))).isNotSameAs(first);
  }

  @Test
  void aCommandThatFailedRunsAgain() {
    for (Throwable failure :
        new Throwable[] {ChatRefusals.tooFast(), new AssertionError("failed")}) {
      assertThatThrownBy(() -> mutations.once("m", () -> fail(failure))).isSameAs(failure);
    }
    TwilsockAnswer second =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> mutations.once("m", () -> answer("second")));
    assertThat(second).isNotNull();
  }

  private static TwilsockAnswer fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void answersAreForgottenAfterTheirTimeAndWhenThereAreTooMany() {
    TwilsockAnswer first = mutations.once("m", () -> answer("first"));
    clock.advance(Mutations.LIFE.minusSeconds(1));
    assertThat(mutations.once("m", () -> answer("second"))).isSameAs(first);
    clock.advance(Duration.ofSeconds(2));
    TwilsockAnswer third = mutations.once("m", () -> answer("third"));
    assertThat(third).isNotSameAs(first);
    for (int i = 0; i < Mutations.MAX; i++) {
      String mark = "other" + i;
      mutations.remember(mark, clock.instant(), answer(mark));
    }
    assertThat(mutations.once("m", () -> answer("fourth"))).isNotSameAs(third);
  }
}
