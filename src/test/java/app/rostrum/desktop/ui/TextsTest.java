package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static Properties bundle(String name) throws IOException {
    var properties = new Properties();
    try (var in =
        new InputStreamReader(
            Objects.requireNonNull(Texts.class.getResourceAsStream("/app/rostrum/desktop/" + name)),
            StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    return properties;
  }

  @Test
  void everyTextIsTranslatedWithTheSameGaps() throws IOException {
    Properties english = bundle("texts.properties");
    Properties german = bundle("texts_de.properties");
    assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(gaps(german.getProperty(key))).as(key).isEqualTo(gaps(english.getProperty(key)));
    }
  }

  private static int gaps(String text) {
    assertThat(text).doesNotContain("'");
    return new MessageFormat(text, Locale.ROOT).getFormatsByArgumentIndex().length;
  }

  @Test
  void anUnknownLanguageFallsBackToEnglish() {
    assertThat(Texts.in(Locale.JAPANESE).get("cancel")).isEqualTo("Cancel");
    assertThat(Texts.in(Locale.GERMANY).get("cancel")).isEqualTo("Abbrechen");
  }

  @Test
  void numbersFollowTheLanguage() {
    assertThat(Texts.in(Locale.ENGLISH).get("live.listeners", 10_000)).contains("10,000");
    assertThat(Texts.in(Locale.GERMAN).get("live.listeners", 10_000)).contains("10.000");
  }

  @Test
  void idsCanStandInSelectors() {
    assertThat(NodeIds.of("invite", "Ada Lovelace")).isEqualTo("invite-Ada_20Lovelace");
    assertThat(NodeIds.of("tile", "a.b#c")).isEqualTo("tile-a_2eb_23c");
  }
}
