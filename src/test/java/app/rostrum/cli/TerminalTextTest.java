package app.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
  @Test
  void usualNamesStayAsTheyAre() {
    assertThat(TerminalText.of("Zoë 😀 李")).isEqualTo("Zoë 😀 李");
  }

  @Test
  void whatActsOnATerminalIsWrittenAsItsNumber() {
    assertThat(TerminalText.of("a\u001b]0;x\u0007b\n\r\u009bc\u007f"))
        .isEqualTo("a\\u{1b}]0;x\\u{7}b\\u{a}\\u{d}\\u{9b}c\\u{7f}");
    assertThat(TerminalText.of("a\u202eb\u2066c\u200d\u2028"))
        .isEqualTo("a\\u{202e}b\\u{2066}c\\u{200d}\\u{2028}");
    assertThat(TerminalText.of("\\u{1b}")).as("cannot be imitated").isEqualTo("\\u{5c}u{1b}");
    assertThat(TerminalText.of("\ud800")).isEqualTo("\\u{d800}");
  }

  @Test
  void rightToLeftNamesTurnNothingAroundThem() {
    assertThat(TerminalText.of("שלום")).isEqualTo("\u2068שלום\u2069");
  }
}
