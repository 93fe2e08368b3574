package app.rostrum.sdk.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A list that follows the service. It holds no items itself: pages are fetched, and what happens
 * after the opening comes as events. Whoever keeps items takes one only if its event id is higher
 * than what is known of the index, because a page may be older or newer than the last event.
 */
public interface SyncList extends AutoCloseable {
  /**
   * Hears what changes after the list was opened, each change once, also those missed while away.
   */
  interface Listener {
    /**
     * @param added false if the item was there before
     */
    void onItem(Item item, boolean added);

    /**
     * @param eventId of the removal
     */
    void onItemRemoved(long index, long eventId);

    /** The list is gone; the last call. */
    void onRemoved();
  }

  /**
   * One item.
   *
   * @param eventId the write that made it so; rises with every change of the list
   * @param changed when it was written
   */
  record Item(long index, long eventId, JsonObject data, Instant changed) {}

  /**
   * Some items in the order asked for.
   *
   * @param more whether there are items beyond the last one
   */
  record Page(List<Item> items, boolean more) {}

  String name();

  /**
   * Fetches items; completes exceptionally with a {@link SyncException}.
   *
   * @param beyond items after this index, or before it if descending; null for all from the
   *     beginning or the end
   * @param size 1 to 99
   */
  CompletableFuture<Page> page(@Nullable Long beyond, boolean descending, int size);

  /** Adds an item at the end; it comes to the listener as well. */
  CompletableFuture<Item> append(JsonObject data);

  @Override
  void close();
}
