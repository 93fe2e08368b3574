package app.rostrum.wire.sync;

import static app.rostrum.wire.twilsock.JsonFields.text;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The description of a Sync object, as far as a client needs it.
 *
 * @param lastEventId -1 if there has been no event yet
 * @param links absolute addresses by name; a map has {@code items}
 * @param data a document's data; empty for a map
 */
public record ObjectDescriptor(
    String sid,
    @Nullable String uniqueName,
    String url,
    Map<String, String> links,
    long lastEventId,
    JsonObject data) {
  /**
   * Reads a descriptor.
   *
   * @throws SyncFormatException if it has no SID or no address
   */
  public static ObjectDescriptor parse(JsonObject json) throws SyncFormatException {
    String sid = text(json, "sid");
    String url = text(json, "url");
    if (sid == null || url == null) {
      throw new SyncFormatException("the descriptor has no sid or url");
    }
    var links = new LinkedHashMap<String, String>();
    JsonObject given = JsonFields.object(json, "links");
    if (given != null) {
      for (String name : given.keySet()) {
        String link = text(given, name);
        if (link != null) {
          links.put(name, link);
        }
      }
    }
    JsonObject data = JsonFields.object(json, "data");
    return new ObjectDescriptor(
        sid,
        text(json, "unique_name"),
        url,
        links,
        WholeNumbers.read(json, "last_event_id", -1),
        data == null ? new JsonObject() : data);
  }
}
