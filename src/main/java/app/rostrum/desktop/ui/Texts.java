package app.rostrum.desktop.ui;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of the screens in one language, from the bundle {@code texts}. */
public final class Texts {
  private final ResourceBundle bundle;
  private final Locale locale;

  private Texts(Locale locale) {
    this.locale = locale;
    this.bundle =
        ResourceBundle.getBundle(
            "app.rostrum.desktop.texts",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** Returns the texts in a language, or in English if there is no translation. */
  public static Texts in(Locale locale) {
    return new Texts(locale);
  }

  public String get(String key) {
    return bundle.getString(key);
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
    return new MessageFormat(bundle.getString(key), locale).format(gaps);
  }

  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  public Locale locale() {
    return locale;
  }
}
