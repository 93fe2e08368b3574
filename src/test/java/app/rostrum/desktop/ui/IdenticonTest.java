package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdenticonTest {
  @Test
  void everyColourCarriesWhiteTextReadably() {
    for (int i = 0; i < 2000; i++) {
      assertThat(Identicon.contrastWithWhite(Identicon.of("Person " + i).color()))
          .isGreaterThanOrEqualTo(4.5);
    }
  }

  @Test
  void aPersonHasOneLookAndOthersHaveOthers() {
    assertThat(Identicon.of("Ada")).isEqualTo(Identicon.of("Ada"));
    long colours =
        IntStream.range(0, 200)
            .mapToObj(i -> Identicon.of("Person " + i).color())
            .distinct()
            .count();
    assertThat(colours).isGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({
    "Ada Lovelace, AL",
    "ada, A",
    "Tim Berners-Lee, TL",
    "李开复, 李",
    "'  ', ?",
    "'***', ?",
    "'👋 Zoë', Z",
    "speaker_12, S1"
  })
  void initialsComeFromTheFirstAndTheLastWord(String identity, String initials) {
    assertThat(Identicon.of(identity).initials()).isEqualTo(initials);
  }
}
