package app.rostrum.sdk.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Map;

/** A map that follows the service. */
public interface SyncMap extends AutoCloseable {
  /** Receives a map's changes. The events of a key come in order, each once. */
  interface Listener {
    void onItem(String key, Item item);

    void onItemRemoved(String key);

    /** The map is gone. No other call follows. */
    void onRemoved();
  }

  /**
   * An item of a map.
   *
   * @param order rises with the time of creation, for lists in that order
   */
  record Item(JsonObject data, Instant created, long order) {}

  String name();

  /** Returns the items as of the last event. */
  Map<String, Item> items();

  @Override
  void close();
}
