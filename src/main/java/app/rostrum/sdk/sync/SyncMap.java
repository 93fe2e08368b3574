package app.rostrum.sdk.sync;

import com.google.gson.JsonObject;
import java.util.Map;

/** A map that follows the service. */
public interface SyncMap extends AutoCloseable {
  /** Hears the map's items. Each key's events come in order, never twice. */
  interface Listener {
    void onItem(String key, Item item);

    void onItemRemoved(String key);

    /** The map itself is gone; the last call. */
    void onRemoved();
  }

  /**
   * @param order rises with the time at which the item came into the map, for lists in that order
   */
  record Item(JsonObject data, java.time.Instant created, long order) {}

  String name();

  /** The items as last heard. */
  Map<String, Item> items();

  @Override
  void close();
}
