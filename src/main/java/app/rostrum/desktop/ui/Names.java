package app.rostrum.desktop.ui;

import java.util.Optional;

/**
 * The rule for names of people and streams: 1 to 128 characters, none of them a control character.
 */
public final class Names {
  /** The greatest length of a name, in characters. */
  public static final int MAX_LENGTH = 128;

  private Names() {}

  /** Returns the key of the text that says why a trimmed name cannot be used; empty if it can. */
  public static Optional<String> problem(String name) {
    if (name.isEmpty()) {
      return Optional.of("name.empty");
    }
    if (name.length() > MAX_LENGTH) {
      return Optional.of("name.long");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("name.control");
    }
    return Optional.empty();
  }
}
