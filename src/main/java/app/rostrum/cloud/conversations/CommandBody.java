package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The JSON body of a command. A field of the wrong type is refused: treating it as absent would
 * make a change that was not meant.
 */
record CommandBody(JsonObject json) {
  /** Reads a payload. An empty one counts as an empty object. */
  static CommandBody parse(byte[] payload) {
    if (payload.length == 0) {
      return new CommandBody(new JsonObject());
    }
    return new CommandBody(
        JsonFields.parseObject(new String(payload, StandardCharsets.UTF_8))
            .orElseThrow(() -> new Refusal(400, 20001, "The body is not a JSON object")));
  }

  boolean has(String name) {
    return json.has(name);
  }

  /** Returns a text. Absent and null are the same. */
  Optional<String> text(String name) {
    JsonElement value = json.get(name);
    if (value == null || value.isJsonNull()) {
      return Optional.empty();
    }
    String text = JsonFields.text(json, name);
    if (text == null) {
      throw ChatRefusals.invalid(name);
    }
    return Optional.of(text);
  }

  String required(String name) {
    return text(name).orElseThrow(() -> ChatRefusals.invalid(name));
  }

  /** Returns an index from 0. Absent and null are the same. */
  Optional<Long> index(String name) {
    JsonElement value = json.get(name);
    if (value == null || value.isJsonNull()) {
      return Optional.empty();
    }
    Long number = JsonFields.number(json, name);
    if (number == null || number < 0) {
      throw ChatRefusals.invalid(name);
    }
    return Optional.of(number);
  }

  /** Refuses a field for a feature that is not offered, unless it is null or an empty list. */
  void refuseIfPresent(String name) {
    JsonElement value = json.get(name);
    boolean empty =
        value == null || value.isJsonNull() || value instanceof JsonArray array && array.isEmpty();
    if (!empty) {
      throw ChatRefusals.invalid(name);
    }
  }
}
