package app.rostrum.wire.sync;

import static app.rostrum.wire.twilsock.JsonFields.number;
import static app.rostrum.wire.twilsock.JsonFields.text;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a map's items, in the order asked for. */
public record ItemPage(List<Item> items, @Nullable String nextToken) {
  /** One item as listed. */
  public record Item(
      String key, long lastEventId, JsonObject data, Instant created, @Nullable Instant expires) {}

  /** Reads a page; entries without a key are left out. */
  public static ItemPage parse(JsonObject json) {
    var items = new ArrayList<Item>();
    for (JsonElement element : JsonFields.array(json, "items")) {
      String key = element instanceof JsonObject o ? text(o, "key") : null;
      if (key != null) {
        JsonObject item = element.getAsJsonObject();
        JsonObject data = JsonFields.object(item, "data");
        Instant created = SyncTime.parse(text(item, "date_created"));
        items.add(
            new Item(
                key,
                number(item, "last_event_id", -1),
                data == null ? new JsonObject() : data,
                created == null ? Instant.EPOCH : created,
                SyncTime.parse(text(item, "date_expires"))));
      }
    }
    JsonObject meta = JsonFields.object(json, "meta");
    String next = meta == null ? null : text(meta, "next_token");
    return new ItemPage(List.copyOf(items), next == null || next.isEmpty() ? null : next);
  }
}
