package app.rostrum.desktop.ui;

import java.util.Optional;

/** What a person's or a stream's name may be: 1 to 128 characters without control characters. */
public final class Names {
  /** The most characters of a name. */
  public static final int MAX_LENGTH = 128;

  private Names() {}

  /** Why a name cannot be used, as the key of a text; empty if it can. Expects it trimmed. */
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
