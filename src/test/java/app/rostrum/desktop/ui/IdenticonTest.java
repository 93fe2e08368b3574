package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.paint.Color;
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

  @Test
  void numberedSpeakersDifferInInitialsAndColour() {
    List<Identicon> looks =
        IntStream.rangeClosed(1, 35).mapToObj(i -> Identicon.of("Speaker " + i)).toList();
    assertThat(looks.stream().map(Identicon::initials)).doesNotHaveDuplicates();
    Color one = looks.get(0).color();
    Color ten = looks.get(9).color();
    Color eleven = looks.get(10).color();
    assertThat(apart(one, ten)).isGreaterThan(0.15);
    assertThat(apart(one, eleven)).isGreaterThan(0.15);
    assertThat(apart(ten, eleven)).isGreaterThan(0.15);
  }

  private static double apart(Color one, Color other) {
    return Math.abs(one.getRed() - other.getRed())
        + Math.abs(one.getGreen() - other.getGreen())
        + Math.abs(one.getBlue() - other.getBlue());
  }

  /** Each twelfth of the circle of hues gets its share, whatever the names have in common. */
  @Test
  void coloursSpreadOverAllHues() {
    var share = new int[12];
    for (int i = 0; i < 1200; i++) {
      share[(int) (Identicon.of("Listener " + i).color().getHue() + 0.01) % 360 / 30]++;
    }
    assertThat(IntStream.of(share).boxed()).allSatisfy(n -> assertThat(n).isBetween(60, 140));
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
    "speaker_12, S12",
    "Speaker 1, S1",
    "Speaker 10, S10",
    "Speaker 2025, S025",
    "guest7, G7",
    "7, 7"
  })
  void initialsComeFromTheFirstAndTheLastWord(String identity, String initials) {
    assertThat(Identicon.of(identity).initials()).isEqualTo(initials);
  }
}
