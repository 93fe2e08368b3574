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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The JSON of subscription rules in the Video API. */
final class SubscribeRules {
  private static final Set<String> FILTERS =
      Set.of("type", "all", "publisher", "track", "kind", "priority");
  private static final Set<String> KINDS = Set.of("audio", "video", "data");

  private SubscribeRules() {}

  /**
   * Reads a JSON array of rules.
   *
   * @throws RoomException 53215 if it is not valid
   */
  static SubscriptionRules parse(String text) throws RoomException {
    JsonElement json;
    try {
      json = JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw invalid("Rules is not JSON");
    }
    if (!(json instanceof JsonArray array)) {
      throw invalid("Rules is not an array");
    }
    var rules = new ArrayList<Rule>();
    for (JsonElement element : array) {
      if (!(element instanceof JsonObject object)) {
        throw invalid("Each rule must be an object");
      }
      rules.add(rule(object));
    }
    return SubscriptionRules.of(rules);
  }

  private static Rule rule(JsonObject json) throws RoomException {
    if (!FILTERS.containsAll(json.keySet())) {
      throw invalid("A rule contains an unknown filter");
    }
    String type = text(json, "type").orElse("");
    if (!type.equals("include") && !type.equals("exclude")) {
      throw invalid("The type of a rule must be include or exclude");
    }
    boolean include = type.equals("include");
    if (json.has("all")) {
      boolean isTrue =
          json.get("all") instanceof JsonPrimitive p && p.isBoolean() && p.getAsBoolean();
      if (!isTrue || json.size() != 2) {
        throw invalid("The filter all must be true and stand alone");
      }
      return Rule.all(include);
    }
    Optional<String> kind = text(json, "kind");
    if (kind.isPresent() && !KINDS.contains(kind.get())) {
      throw invalid("The filter kind must be audio, video or data");
    }
    var rule =
        new Rule(
            include,
            text(json, "publisher"),
            text(json, "track"),
            kind.map(k -> TrackKind.valueOf(k.toUpperCase(Locale.ROOT))),
            text(json, "priority"));
    if (rule.isAboutAll()) {
      throw invalid("Each rule needs a filter");
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
    throw invalid("The filter " + name + " must be a string");
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
