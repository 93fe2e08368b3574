package app.rostrum.desktop.ui;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The texts of the screens in the person's language, from the bundle {@code texts}. The language
 * can change while the app runs: texts that are shown already stay as they are.
 */
public final class Texts {
  private record Language(Locale locale, ResourceBundle bundle) {
    static Language of(Locale locale) {
      return new Language(
          locale,
          ResourceBundle.getBundle(
              "app.rostrum.desktop.texts",
              locale,
              ResourceBundle.Control.getNoFallbackControl(
                  ResourceBundle.Control.FORMAT_PROPERTIES)));
    }
  }

  private volatile Language language;

  private Texts(Locale locale) {
    language = Language.of(locale);
  }

  /** Returns the texts in a language, or in English if there is no translation. */
  public static Texts in(Locale locale) {
    return new Texts(locale);
  }

  /** Changes the language of the texts that are asked for from now on. */
  public void speak(Locale locale) {
    language = Language.of(locale);
  }

  public String get(String key) {
    return language.bundle().getString(key);
  }

  /**
   * Fills in the gaps of a text to be shown, see {@link MessageFormat}. Names and other words in
   * the gaps are isolated from the text around them.
   */
  public String get(String key, Object... gaps) {
    return plain(
        key,
        Arrays.stream(gaps)
            .map(gap -> gap instanceof String words ? BidiText.isolated(words) : gap)
            .toArray());
  }

  /** Fills in the gaps of a text that is read out or copied, without marks of direction. */
  public String plain(String key, Object... gaps) {
    Language now = language;
    return new MessageFormat(now.bundle().getString(key), now.locale()).format(gaps);
  }

  public boolean has(String key) {
    return language.bundle().containsKey(key);
  }

  public Locale locale() {
    return language.locale();
  }
}
