package app.rostrum.cloud.conversations;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The JSON of a command. A field of the wrong type is refused: to take it as absent would change
 * something that was not meant.
 */
record CommandBody(JsonObject json) {
  /** Reads a payload; nothing at all counts as an empty object. */
  static CommandBody parse(byte[] payload) {
    if (payload.length == 0) {
      return new CommandBody(new JsonObject());
    }
    return new CommandBody(
        JsonFields.parseObject(new String(payload, StandardCharsets.UTF_8))
            .orElseThrow(
                () -> new ConversationRefusal(400, 20001, "The body is not a JSON object")));
  }

  boolean has(String name) {
    return json.has(name);
  }

  /** A text; absent and null are the same. */
  Optional<String> text(String name) {
    JsonElement value = json.get(name);
    if (value == null || value.isJsonNull()) {
      return Optional.empty();
    }
    String text = JsonFields.text(json, name);
    if (text == null) {
      throw ConversationRefusal.invalid(name);
    }
    return Optional.of(text);
  }

  String required(String name) {
    return text(name).orElseThrow(() -> ConversationRefusal.invalid(name));
  }

  /** An index from 0; absent and null are the same. */
  Optional<Long> index(String name) {
    JsonElement value = json.get(name);
    if (value == null || value.isJsonNull()) {
      return Optional.empty();
    }
    Long number = JsonFields.number(json, name);
    if (number == null || number < 0) {
      throw ConversationRefusal.invalid(name);
    }
    return Optional.of(number);
  }

  /** Refuses what stands for something that is not offered: a list that is not empty, or a text. */
  void refuseIfPresent(String name) {
    JsonElement value = json.get(name);
    boolean empty =
        value == null || value.isJsonNull() || value instanceof JsonArray array && array.isEmpty();
    if (!empty) {
      throw ConversationRefusal.invalid(name);
    }
  }
}
