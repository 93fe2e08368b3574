package app.rostrum.names;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.names.NameRule.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice",
        "Zoë",
        "O'Brien-Smith, Jr.",
        "山田太郎",
        "Ольга",
        "می\u200Cخواهم", // Persian, with a non-joiner
        "क्\u200Dष", // Devanagari, with a joiner
        "👩\u200D🚀", // an astronaut
        "👩🏽\u200D🚀",
        "❤\uFE0F",
        "🏳\uFE0F\u200D🌈",
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
        "🇩🇪",
        "1\uFE0F\u20E3",
        "Null",
        "Hostess",
        "NaN"
      })
  void namesOfPeopleAreAccepted(String name) {
    assertThat(NameRule.normalize(name)).isEqualTo(name);
    assertThat(NameRule.problemOfPerson(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice\u200B",
        "Ali\u2060ce",
        "Alice\uFE0F",
        "Al\u00ADice",
        "\u202EecilA",
        "\u200DAlice",
        "Al\u200Dice",
        "Alice\uFEFF",
        "Alice\u061C",
        "\u3164",
        "\u2800",
        "Alice\uDB40\uDC67"
      })
  void invisibleCharactersAreRefused(String name) {
    assertThat(NameRule.problem(NameRule.normalize(name))).contains(Problem.INVISIBLE);
  }

  @Test
  void formsOfOneNameBecomeTheSame() {
    assertThat(NameRule.normalize("Zoe\u0308")).isEqualTo("Zoë");
    assertThat(NameRule.normalize("Ａｌｉｃｅ")).isEqualTo("Alice");
    assertThat(NameRule.normalize(" Alice\u00A0Smith ")).isEqualTo("Alice Smith");
  }

  @Test
  void lengthCountsCodePoints() {
    assertThat(NameRule.problem("😀".repeat(128))).isEmpty();
    assertThat(NameRule.problem("😀".repeat(129))).contains(Problem.LONG);
    assertThat(NameRule.problem("")).contains(Problem.EMPTY);
    assertThat(NameRule.problem("a\u0000b")).contains(Problem.CONTROL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "Host",
        "SYSTEM",
        "video-composer-1",
        "Video-Composer",
        "PA0123456789abcdef0123456789abcdef"
      })
  void namesOfTheSystemAreReservedForNoPerson(String name) {
    assertThat(NameRule.problemOfPerson(name)).contains(Problem.RESERVED);
    assertThat(NameRule.problem(name)).isEmpty();
  }

  @Test
  void theWordThatTheRestLibraryLeavesOutIsReserved() {
    assertThat(NameRule.problem("null")).contains(Problem.RESERVED);
  }
}
