package app.rostrum.stream;

import app.rostrum.backend.StreamCredentials;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The reactions of the last seconds, as the backend's document told them, and those that this
 * person sends. On the loop only.
 */
final class LatestReactions {
  /** The time for which a reaction is shown. */
  static final Duration SHOWN = Duration.ofSeconds(4);

  /** A person's next reaction within this time is dropped: a key that is held down. */
  static final Duration APART = Duration.ofMillis(300);

  private static final int MOST_MESSAGES = 64;
  private static final int MOST_NAMED = 100;
  private static final int MOST_COUNTED = 1_000_000;

  private record Told(long until, Map<Reaction, Integer> counts, Map<String, Reaction> people) {}

  private final SessionContext context;
  private final Deque<Told> told = new ArrayDeque<>();
  private Optional<StreamReactions> state = Optional.empty();
  private long sent;

  LatestReactions(SessionContext context) {
    this.context = context;
    this.sent = context.loop().nanoTime() - APART.toNanos();
  }

  /** Returns the reactions to show; empty on deployments that have none. */
  Optional<StreamReactions> state() {
    return state;
  }

  /** Sends a reaction; returns false on a deployment that has none, which is not asked. */
  boolean send(Reaction reaction, StreamCredentials credentials) {
    long now = context.loop().nanoTime();
    if (state.isEmpty()) {
      return false;
    }
    if (now - sent < APART.toNanos()) {
      return true;
    }
    sent = now;
    context.call(
        new Event.Action.Reaction(),
        backend ->
            backend.sendReaction(
                context.identity(),
                context.streamName(),
                reaction.wireName(),
                credentials.token()));
    return true;
  }

  /**
   * Takes the document.
   *
   * @param now whether it has been written just now; what was written earlier is not shown again
   */
  void take(JsonObject data, boolean now) {
    if (now && data.get("counts") instanceof JsonObject counts) {
      told.addLast(
          new Told(
              context.loop().nanoTime() + SHOWN.toNanos(),
              counts(counts),
              people(data.get("from"))));
      if (told.size() > MOST_MESSAGES) {
        told.removeFirst();
      }
      var unused = context.after(SHOWN, new Event.TimeUp.Reactions());
    }
    compose();
  }

  /** Forgets what has been shown for long enough. */
  void due() {
    long now = context.loop().nanoTime();
    while (!told.isEmpty() && told.getFirst().until() - now <= 0) {
      told.removeFirst();
    }
    compose();
  }

  private void compose() {
    var counts = new EnumMap<Reaction, Integer>(Reaction.class);
    var people = new HashMap<String, Reaction>();
    for (Told message : told) {
      message.counts().forEach((reaction, n) -> counts.merge(reaction, n, Integer::sum));
      people.putAll(message.people());
    }
    state =
        Optional.of(
            told.isEmpty()
                ? StreamReactions.NONE
                : new StreamReactions(Map.copyOf(counts), Map.copyOf(people)));
  }

  private static Map<Reaction, Integer> counts(JsonObject data) {
    var counts = new EnumMap<Reaction, Integer>(Reaction.class);
    for (Reaction reaction : Reaction.values()) {
      if (data.get(reaction.wireName()) instanceof JsonPrimitive number && number.isNumber()) {
        int count = (int) Math.clamp(number.getAsDouble(), 0, MOST_COUNTED);
        if (count > 0) {
          counts.put(reaction, count);
        }
      }
    }
    return counts;
  }

  private static Map<String, Reaction> people(JsonElement data) {
    var people = new HashMap<String, Reaction>();
    if (data instanceof JsonArray array) {
      for (JsonElement element : array) {
        if (element instanceof JsonObject person
            && person.get("user_identity") instanceof JsonPrimitive identity
            && person.get("reaction") instanceof JsonPrimitive kind
            && people.size() < MOST_NAMED) {
          Reaction.named(kind.getAsString())
              .ifPresent(reaction -> people.put(identity.getAsString(), reaction));
        }
      }
    }
    return people;
  }
}
