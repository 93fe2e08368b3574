package app.rostrum.wire.twilsock;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON leniently: a field of the wrong type counts as absent, because neither side may fail
 * at what the other adds or changes.
 */
public final class JsonFields {
  private JsonFields() {}

  /** Parses a text that is one object; empty if it is anything else. */
  public static Optional<JsonObject> parseObject(String text) {
    try (var reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      return element instanceof JsonObject object && reader.peek() == JsonToken.END_DOCUMENT
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonParseException | IOException | NumberFormatException malformed) {
      return Optional.empty();
    }
  }

  /** Returns a text; null if it is absent. */
  public static @Nullable String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? value.getAsString()
        : null;
  }

  /** Returns a text, or another one if it is absent. */
  public static String text(JsonObject object, String name, String otherwise) {
    String value = text(object, name);
    return value == null ? otherwise : value;
  }

  /** Returns a whole number; null if it is absent, not whole or too large. */
  public static @Nullable Long number(JsonObject object, String name) {
    JsonElement value = object.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return null;
    }
    try {
      return value.getAsBigDecimal().longValueExact();
    } catch (ArithmeticException | NumberFormatException notWhole) {
      return null;
    }
  }

  /** Returns a whole number, or another one if it is absent. */
  public static long number(JsonObject object, String name, long otherwise) {
    Long value = number(object, name);
    return value == null ? otherwise : value;
  }

  /** Returns an object; null if it is absent. */
  public static @Nullable JsonObject object(JsonObject object, String name) {
    return object.get(name) instanceof JsonObject value ? value : null;
  }

  /** Returns an array; empty if there is none. */
  public static JsonArray array(JsonObject object, String name) {
    return object.get(name) instanceof JsonArray value ? value : new JsonArray();
  }
}
