package app.rostrum.cloud.rest;

import app.rostrum.cloud.rooms.RoomException;
import app.rostrum.cloud.rooms.SubscriptionRules;
import app.rostrum.cloud.rooms.SubscriptionRules.Rule;
import app.rostrum.wire.room.TrackKind;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** Subscription rules as the REST API writes them. */
final class SubscribeRules {
  private static final Set<String> FILTERS =
      Set.of("type", "all", "publisher", "track", "kind", "priority");
  private static final Set<String> KINDS = Set.of("audio", "video", "data");

  private SubscribeRules() {}

  /**
   * Reads a JSON array of rules.
   *
   * @throws RoomException 53215 if they are not rules
   */
  static SubscriptionRules parse(String text) throws RoomException {
    JsonElement json;
    try {
      json = JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw invalid("The rules are not JSON");
    }
    if (!(json instanceof JsonArray array)) {
      throw invalid("The rules are not an array");
    }
    var rules = new ArrayList<Rule>();
    for (JsonElement element : array) {
      if (!(element instanceof JsonObject object)) {
        throw invalid("A rule is not an object");
      }
      rules.add(rule(object));
    }
    return SubscriptionRules.of(rules);
  }

  private static Rule rule(JsonObject json) throws RoomException {
    if (!FILTERS.containsAll(json.keySet())) {
      throw invalid("A rule has an unknown filter");
    }
    String type = text(json, "type").orElse("");
    if (!type.equals("include") && !type.equals("exclude")) {
      throw invalid("A rule must include or exclude");
    }
    boolean include = type.equals("include");
    if (json.has("all")) {
      boolean isTrue =
          json.get("all") instanceof JsonPrimitive p && p.isBoolean() && p.getAsBoolean();
      if (!isTrue || json.size() != 2) {
        throw invalid("A rule about all has all = true and nothing else");
      }
      return Rule.all(include);
    }
    Optional<String> kind = text(json, "kind");
    if (kind.isPresent() && !KINDS.contains(kind.get())) {
      throw invalid("kind is one of audio, video, data");
    }
    var rule =
        new Rule(
            include,
            text(json, "publisher"),
            text(json, "track"),
            kind.map(k -> TrackKind.valueOf(k.toUpperCase(java.util.Locale.ROOT))),
            text(json, "priority"));
    if (rule.isAboutAll()) {
      throw invalid("A rule has no filter");
    }
    return rule;
  }

  private static Optional<String> text(JsonObject json, String name) throws RoomException {
    if (!json.has(name)) {
      return Optional.empty();
    }
    if (json.get(name) instanceof JsonPrimitive p && p.isString()) {
      return Optional.of(p.getAsString());
    }
    throw invalid(name + " is not a text");
  }

  private static RoomException invalid(String why) {
    return new RoomException(SubscriptionRules.INVALID, why);
  }

  static JsonArray json(SubscriptionRules rules) {
    var array = new JsonArray();
    for (Rule rule : rules.rules()) {
      var json = new JsonObject();
      json.addProperty("type", rule.include() ? "include" : "exclude");
      if (rule.isAboutAll()) {
        json.addProperty("all", true);
      }
      rule.publisher().ifPresent(p -> json.addProperty("publisher", p));
      rule.track().ifPresent(t -> json.addProperty("track", t));
      rule.kind().ifPresent(k -> json.addProperty("kind", k.word()));
      rule.priority().ifPresent(p -> json.addProperty("priority", p));
      array.add(json);
    }
    return array;
  }
}
