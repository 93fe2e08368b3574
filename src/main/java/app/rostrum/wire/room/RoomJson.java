package app.rostrum.wire.room;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON objects leniently, within bounds: an absent or wrong-typed optional field is its
 * default, a missing required one or an overlong list is refused.
 */
final class RoomJson {
  /** The longest list that is read; no list of a working room is longer. */
  static final int MAX_LIST = 1000;

  private RoomJson() {}

  /** Parses one element of a list. */
  @FunctionalInterface
  interface Element<T> {
    T parse(JsonObject object) throws MalformedMessageException;
  }

  static JsonObject object(String text) throws MalformedMessageException {
    if (text.length() > Frame.MAX_LENGTH) {
      throw new MalformedMessageException("longer than " + Frame.MAX_LENGTH + " characters");
    }
    var reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(32);
    try {
      JsonElement root = JsonParser.parseReader(reader);
      if (root instanceof JsonObject object && reader.peek() == JsonToken.END_DOCUMENT) {
        return object;
      }
    } catch (JsonParseException | IOException | NumberFormatException e) {
      throw new MalformedMessageException("not JSON");
    }
    throw new MalformedMessageException("not one JSON object");
  }

  static Optional<String> optionalText(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive p && p.isString()
        ? Optional.of(p.getAsString())
        : Optional.empty();
  }

  static String text(JsonObject object, String name) {
    return optionalText(object, name).orElse("");
  }

  static String required(JsonObject object, String name) throws MalformedMessageException {
    return optionalText(object, name)
        .orElseThrow(() -> new MalformedMessageException("no text \"" + name + "\""));
  }

  static boolean flag(JsonObject object, String name, boolean otherwise) {
    return object.get(name) instanceof JsonPrimitive p && p.isBoolean()
        ? p.getAsBoolean()
        : otherwise;
  }

  /** Returns a whole number, or the other value if it is absent, no number or too large. */
  static int number(JsonObject object, String name, int otherwise) {
    if (!(object.get(name) instanceof JsonPrimitive p) || !p.isNumber()) {
      return otherwise;
    }
    double value = p.getAsDouble();
    return value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE ? (int) value : otherwise;
  }

  /** Returns a finite number; empty if it is absent or anything else. */
  static Optional<Double> real(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive p
            && p.isNumber()
            && Double.isFinite(p.getAsDouble())
        ? Optional.of(p.getAsDouble())
        : Optional.empty();
  }

  static Optional<JsonObject> child(JsonObject object, String name) {
    return object.get(name) instanceof JsonObject child ? Optional.of(child) : Optional.empty();
  }

  static JsonObject requiredChild(JsonObject object, String name) throws MalformedMessageException {
    return child(object, name)
        .orElseThrow(() -> new MalformedMessageException("no object \"" + name + "\""));
  }

  /** Returns a list of objects; empty if it is absent. */
  static <T> List<T> list(JsonObject object, String name, Element<T> element)
      throws MalformedMessageException {
    return optionalList(object, name, element).orElse(List.of());
  }

  static <T> Optional<List<T>> optionalList(JsonObject object, String name, Element<T> element)
      throws MalformedMessageException {
    if (!(object.get(name) instanceof JsonArray array)) {
      return Optional.empty();
    }
    if (array.size() > MAX_LIST) {
      throw new MalformedMessageException("\"" + name + "\" has more than " + MAX_LIST + " items");
    }
    var list = new ArrayList<T>(array.size());
    for (JsonElement item : array) {
      if (!(item instanceof JsonObject o)) {
        throw new MalformedMessageException(
            "\"" + name + "\" contains something other than objects");
      }
      list.add(element.parse(o));
    }
    return Optional.of(List.copyOf(list));
  }

  /** Parses a child object; empty if it is absent. */
  static <T> Optional<T> parsed(JsonObject object, String name, Element<T> element)
      throws MalformedMessageException {
    Optional<JsonObject> child = child(object, name);
    return child.isPresent() ? Optional.of(element.parse(child.get())) : Optional.empty();
  }

  static JsonArray array(List<JsonObject> objects) {
    var array = new JsonArray(objects.size());
    objects.forEach(array::add);
    return array;
  }
}
