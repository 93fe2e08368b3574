package app.rostrum.desktop.ui;

import app.rostrum.names.NameRule;
import java.util.Locale;
import java.util.Optional;

/** Explains why a name of a person or a stream cannot be used. */
public final class Names {
  private Names() {}

  /**
   * Returns the key of the text that says why the normalized name of a stream cannot be used; empty
   * if it can.
   */
  public static Optional<String> problemOfStream(String name) {
    return NameRule.problem(name).map(problem -> "stream-" + key(problem));
  }

  /**
   * Returns the key of the text that says why the normalized name of a person cannot be used; empty
   * if it can.
   */
  public static Optional<String> problemOfPerson(String name) {
    return NameRule.problemOfPerson(name).map(Names::key);
  }

  private static String key(NameRule.Problem problem) {
    return "name." + problem.name().toLowerCase(Locale.ROOT);
  }
}
