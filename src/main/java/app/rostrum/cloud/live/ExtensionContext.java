package app.rostrum.cloud.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input of a media processor: its room and the player streamers that get the mix.
 *
 * @param room SID or unique name
 * @param json the whole text, as it was given
 */
public record ExtensionContext(String room, List<String> outputs, String json) {
  private static final int MAX_LENGTH = 16 * 1024;
  private static final int MAX_OUTPUTS = 8;

  /**
   * Reads {@code {"room": {"name": …}, "identity": …, "outputs": ["VJ…"]}}. The room is named by
   * {@code sid} or {@code name}; other members are kept and not used.
   *
   * @throws IllegalArgumentException if the room or the outputs cannot be read; the message may be
   *     shown to the caller
   */
  public static ExtensionContext parse(String json) {
    if (json.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("ExtensionContext is too long");
    }
    JsonObject context = object(json);
    String room = room(context.get("room"));
    var outputs = new ArrayList<String>();
    if (context.get("outputs") instanceof JsonArray array) {
      array.forEach(output -> outputs.add(text(output)));
    }
    if (room.isEmpty()) {
      throw new IllegalArgumentException("ExtensionContext has no room");
    }
    if (outputs.isEmpty() || outputs.size() > MAX_OUTPUTS) {
      throw new IllegalArgumentException("ExtensionContext needs 1 to " + MAX_OUTPUTS + " outputs");
    }
    return new ExtensionContext(room, List.copyOf(outputs), json);
  }

  private static JsonObject object(String json) {
    try {
      if (JsonParser.parseString(json) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException | StackOverflowError e) {
      // Reported below, whatever is wrong with it.
    }
    throw new IllegalArgumentException("ExtensionContext is not a JSON object");
  }

  private static String room(@Nullable JsonElement room) {
    if (!(room instanceof JsonObject object)) {
      return "";
    }
    return object.has("sid") ? text(object.get("sid")) : text(object.get("name"));
  }

  private static String text(@Nullable JsonElement element) {
    return element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()
        ? element.getAsString()
        : "";
  }
}
