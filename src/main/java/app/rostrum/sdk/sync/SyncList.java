package app.rostrum.sdk.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A list that follows the service. It holds no items: pages are fetched, and changes after the
 * opening come as events. A caller that keeps items should accept one only if its event id is
 * higher than the one known for the index, because a page may be older or newer than the last
 * event.
 */
public interface SyncList extends AutoCloseable {
  /** Receives the changes after the opening, each once, also those missed while disconnected. */
  interface Listener {
    /**
     * @param added false if the item was there before
     */
    void onItem(Item item, boolean added);

    /**
     * @param eventId the id of the removal
     */
    void onItemRemoved(long index, long eventId);

    /** The list is gone. No other call follows. */
    void onRemoved();
  }

  /**
   * An item of a list.
   *
   * @param eventId the id of the write; it rises with every change of the list
   * @param changed the time of the write
   */
  record Item(long index, long eventId, JsonObject data, Instant changed) {}

  /**
   * A page of items in the requested order.
   *
   * @param more whether there are items beyond the last one
   */
  record Page(List<Item> items, boolean more) {}

  String name();

  /**
   * Fetches items; completes exceptionally with a {@link SyncException}.
   *
   * @param beyond the index after which items are returned, or before it if descending; null to
   *     start at the beginning or the end
   * @param size 1 to 99
   */
  CompletableFuture<Page> page(@Nullable Long beyond, boolean descending, int size);

  /** Adds an item at the end. The listener receives it too. */
  CompletableFuture<Item> append(JsonObject data);

  @Override
  void close();
}
