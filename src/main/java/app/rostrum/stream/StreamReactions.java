package app.rostrum.stream;

import java.util.Map;

/**
 * The reactions of the last seconds.
 *
 * @param counts how often each came, by all people together; absent means never
 * @param people the latest reaction of a person, by identity; of a few of them only
 */
public record StreamReactions(Map<Reaction, Integer> counts, Map<String, Reaction> people) {
  static final StreamReactions NONE = new StreamReactions(Map.of(), Map.of());
}
