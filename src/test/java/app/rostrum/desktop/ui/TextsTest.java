package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.Bidi;
import java.text.Format;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
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

  /** Names in Hebrew, in Arabic with a number, and with signs that turn at a border. */
  private static final List<String> NAMES =
      List.of("\u05d0\u05d1\u05d2", "\u0645\u0631\u062d\u0628\u0627 7", "(\u05d0) \u05d1!");

  @Test
  void noNameReversesTheSentenceAroundIt() throws IOException {
    var flaws = new ArrayList<String>();
    int looked = 0;
    for (String language : List.of("en", "de")) {
      Texts texts = Texts.in(Locale.forLanguageTag(language));
      for (String key : bundle("texts.properties").stringPropertyNames()) {
        for (String name : NAMES) {
          String shown = shown(texts, key, name);
          if (shown.contains(name)) {
            looked++;
            turned(shown, name).ifPresent(flaw -> flaws.add(language + " " + key + ": " + flaw));
          }
        }
      }
    }
    assertThat(flaws).isEmpty();
    assertThat(looked).isGreaterThan(200);
  }

  /** Fills each gap that takes words with a name, and the others with a number. */
  private static String shown(Texts texts, String key, String name) {
    Format[] formats =
        new MessageFormat(texts.get(key), texts.locale()).getFormatsByArgumentIndex();
    Object[] gaps =
        Arrays.stream(formats).<Object>map(format -> format == null ? name : (Object) 3).toArray();
    return gaps.length == 0 ? "" : texts.get(key, gaps);
  }

  /** Returns the text if a character outside the names does not stand in the order it is read. */
  private static Optional<String> turned(String shown, String name) {
    for (String line : shown.split("\n", -1)) {
      var bidi = new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
      var ofName = new BitSet();
      for (int at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + name.length())) {
        ofName.set(at, at + name.length());
      }
      for (int i = 0; i < line.length(); i++) {
        if (!ofName.get(i) && bidi.getLevelAt(i) != 0) {
          return Optional.of(line);
        }
      }
    }
    return Optional.empty();
  }
}
