package app.rostrum.sdk.conversations;

import app.rostrum.wire.sync.SyncTime;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the service's JSON, which may have numbers as texts (protocol note, section 12). */
final class ConversationFields {
  private static final String MUTATION = "mutation_id";
  private static final int MAX_ATTRIBUTES = 32 * 1024;

  private ConversationFields() {}

  static JsonObject object(JsonObject json, String name) {
    JsonObject value = JsonFields.object(json, name);
    return value == null ? new JsonObject() : value;
  }

  /** Reads a whole number that is written as a number or as a text. */
  static OptionalLong number(JsonObject json, String name) {
    Long number = JsonFields.number(json, name);
    if (number != null) {
      return OptionalLong.of(number);
    }
    String text = JsonFields.text(json, name);
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Reads a message from an item of the list (protocol note, section 6.1). */
  static Message message(long index, JsonObject item) {
    return message(index, item, "text", "timestamp", "dateUpdated");
  }

  /** Reads a message from the answer to sending it (protocol note, section 8.5). */
  static Message sent(long index, JsonObject answer) {
    return message(index, answer, "body", "date_created", "date_updated");
  }

  private static Message message(
      long index, JsonObject json, String body, String created, String updated) {
    Instant at = time(json, created).orElse(Instant.EPOCH);
    String attributes = JsonFields.text(json, "attributes", "{}");
    return new Message(
        index,
        JsonFields.text(json, "sid", ""),
        JsonFields.text(json, "author", ""),
        JsonFields.text(json, body, ""),
        at,
        time(json, updated).map(changed -> changed.isAfter(at)).orElse(false),
        attributes,
        mutationOf(attributes));
  }

  private static Optional<Instant> time(JsonObject json, String name) {
    return Optional.ofNullable(SyncTime.parse(JsonFields.text(json, name)));
  }

  /** Makes the attributes by which this client recognizes a message that it sent. */
  static String attributes(String mutationId) {
    var json = new JsonObject();
    json.addProperty(MUTATION, mutationId);
    return json.toString();
  }

  private static Optional<String> mutationOf(String attributes) {
    if (attributes.length() <= 2 || attributes.length() > MAX_ATTRIBUTES) {
      return Optional.empty();
    }
    return JsonFields.parseObject(attributes)
        .flatMap(json -> Optional.ofNullable(JsonFields.text(json, MUTATION)))
        .filter(id -> !id.isEmpty());
  }

  static Optional<Conversation.State> state(JsonObject document) {
    JsonObject state = object(document, "state");
    return switch (JsonFields.text(state, "current", "")) {
      case "active" -> Optional.of(Conversation.State.ACTIVE);
      case "inactive" -> Optional.of(Conversation.State.INACTIVE);
      case "closed" -> Optional.of(Conversation.State.CLOSED);
      default -> Optional.empty();
    };
  }

  static Optional<Participant> participant(String sid, JsonObject item) {
    return Optional.ofNullable(JsonFields.text(item, "identity"))
        .map(identity -> new Participant(sid, identity, number(item, "lastConsumedMessageIndex")));
  }
}
