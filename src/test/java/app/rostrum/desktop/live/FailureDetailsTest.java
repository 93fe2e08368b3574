package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureDetailsTest {
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00.123Z");

  @Test
  void theyTellCodeMeaningAndTime() {
    assertThat(FailureDetails.of("V01 53405", AT))
        .startsWith("Rostrum ")
        .contains("2026-11-22T10:00:00Z", "V01 53405\nThe connection to the room was lost.");
  }

  @Test
  void anAddressLosesWhatMayBeSecret() {
    assertThat(FailureDetails.of("B15 https://talk.example.org/in?passcode=12345678901234", AT))
        .contains("B15 https://talk.example.org/in\n")
        .doesNotContain("12345678901234");
  }

  @Test
  void aFailureWithoutACodeIsTold() {
    assertThat(FailureDetails.of("", AT)).endsWith("The stream could not be entered.");
  }
}
