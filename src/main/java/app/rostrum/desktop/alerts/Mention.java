package app.rostrum.desktop.alerts;

import java.util.Locale;

/** Tells whether a text speaks of a person: by the whole name, or by its first word after an @. */
public final class Mention {
  private Mention() {}

  public static boolean in(String text, String identity) {
    String said = text.toLowerCase(Locale.ROOT);
    String name = identity.strip().toLowerCase(Locale.ROOT);
    return contains(said, name) || contains(said, "@" + name.split("\\s", 2)[0]);
  }

  /** Returns whether a word or some stand in a text on their own, not within a longer word. */
  private static boolean contains(String text, String words) {
    if (words.isBlank() || words.equals("@")) {
      return false;
    }
    for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      int end = at + words.length();
      boolean begins = at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at));
      boolean ends = end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end));
      if (begins && ends) {
        return true;
      }
    }
    return false;
  }
}
