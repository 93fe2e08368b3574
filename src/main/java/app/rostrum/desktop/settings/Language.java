package app.rostrum.desktop.settings;

import java.util.Locale;

/** The person's choice of a language. */
public enum Language {
  SYSTEM,
  ENGLISH,
  GERMAN;

  /**
   * Returns the locale of texts, numbers and dates. Within the chosen language, numbers and dates
   * follow the system's country.
   */
  public Locale locale(Locale ofSystem) {
    return switch (this) {
      case SYSTEM -> ofSystem;
      case ENGLISH -> in(Locale.ENGLISH, ofSystem);
      case GERMAN -> in(Locale.GERMAN, ofSystem);
    };
  }

  private static Locale in(Locale language, Locale ofSystem) {
    return language.getLanguage().equals(ofSystem.getLanguage()) ? ofSystem : language;
  }
}
