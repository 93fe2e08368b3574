package app.rostrum.wire.sync;

import static app.rostrum.wire.twilsock.JsonFields.text;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A page of the items of a map or list, in the requested order. */
public record ItemPage(List<Item> items, @Nullable String nextToken) {
  /**
   * An item on a page.
   *
   * @param key the key of a map's item, or the index of a list's item as text
   */
  public record Item(
      String key,
      long lastEventId,
      JsonObject data,
      Instant created,
      Instant updated,
      @Nullable Instant expires) {
    /** Returns the index of a list's item; empty for a map's item. */
    public OptionalLong index() {
      return ItemPage.index(key);
    }
  }

  private static OptionalLong index(@Nullable String text) {
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Returns the index in the JSON of a list's item, a number or a text; empty if there is none. */
  public static OptionalLong index(JsonObject item) {
    Long index = WholeNumbers.read(item, "index");
    return index == null ? OptionalLong.empty() : OptionalLong.of(index);
  }

  private static @Nullable String key(JsonObject item) {
    String key = text(item, "key");
    OptionalLong index = index(item);
    return key == null && index.isPresent() ? Long.toString(index.getAsLong()) : key;
  }

  /** Reads a page; entries with neither a key nor an index are left out. */
  public static ItemPage parse(JsonObject json) {
    var items = new ArrayList<Item>();
    for (JsonElement element : JsonFields.array(json, "items")) {
      String key = element instanceof JsonObject o ? key(o) : null;
      if (key != null) {
        JsonObject item = element.getAsJsonObject();
        JsonObject data = JsonFields.object(item, "data");
        Instant created = SyncTime.parse(text(item, "date_created"));
        Instant updated = SyncTime.parse(text(item, "date_updated"));
        items.add(
            new Item(
                key,
                WholeNumbers.read(item, "last_event_id", -1),
                data == null ? new JsonObject() : data,
                created == null ? Instant.EPOCH : created,
                updated == null ? Instant.EPOCH : updated,
                SyncTime.parse(text(item, "date_expires"))));
      }
    }
    JsonObject meta = JsonFields.object(json, "meta");
    String next = meta == null ? null : text(meta, "next_token");
    return new ItemPage(List.copyOf(items), next == null || next.isEmpty() ? null : next);
  }
}
