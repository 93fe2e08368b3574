package app.rostrum.sdk.sync;

import app.rostrum.wire.sync.ItemPage;
import app.rostrum.wire.sync.SyncEvent;
import app.rostrum.wire.sync.SyncTime;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A list that a client follows. It keeps the newest event id of each item, not the items. */
final class FollowedList extends Followed<SyncList> implements SyncList {
  private static final int MAX_PAGE = 100;

  private final SyncList.Listener listener;
  private final Requests requests;
  private final String items;
  private final NewestEvents<Long> newest = new NewestEvents<>();
  private final Queue<Runnable> beforeOpening = new ArrayDeque<>();

  /**
   * @param items the path of the items
   */
  FollowedList(
      Place place,
      SyncList.Listener listener,
      Opening<SyncList> opening,
      Requests requests,
      String items) {
    super(place, opening);
    this.listener = listener;
    this.requests = requests;
    this.items = items;
  }

  @Override
  String type() {
    return "list";
  }

  @Override
  SyncList self() {
    return this;
  }

  @Override
  void apply(SyncEvent.Change change) {
    switch (change) {
      case SyncEvent.ListItemWritten written -> {
        if (isNew(written.index(), written.id())) {
          var item = new Item(written.index(), written.id(), written.data(), written.changed());
          publish(() -> listener.onItem(item, written.added()));
        }
      }
      case SyncEvent.ListItemRemoved removed -> {
        if (isNew(removed.index(), removed.id())) {
          publish(() -> listener.onItemRemoved(removed.index(), removed.id()));
        }
      }
      case SyncEvent.ListRemoved removed -> removed();
      default -> {
        // Not about a list, or about its context, which is not used here.
      }
    }
  }

  private boolean isNew(long index, long eventId) {
    if (!newest.isNew(index, eventId)) {
      return false;
    }
    newest.passed(index, eventId);
    return true;
  }

  private void publish(Runnable call) {
    if (announced()) {
      tell(call);
    } else {
      beforeOpening.add(call);
    }
  }

  @Override
  void announce() {
    // Events that came before the opening has completed follow in opened().
  }

  @Override
  void opened() {
    for (Runnable call = beforeOpening.poll(); call != null; call = beforeOpening.poll()) {
      tell(call);
    }
  }

  @Override
  void tellRemoved() {
    tell(listener::onRemoved);
  }

  @Override
  public CompletableFuture<Page> page(@Nullable Long beyond, boolean descending, int size) {
    var params = new HashMap<String, String>();
    params.put("HideExpired", "true");
    params.put("Order", descending ? "desc" : "asc");
    // From is inclusive, so one more item is requested and dropped.
    params.put(
        "PageSize", Integer.toString(Math.clamp(beyond == null ? size : size + 1, 1, MAX_PAGE)));
    if (beyond != null) {
      params.put("From", Long.toString(beyond));
    }
    return requests.get(items, params).thenApply(json -> page(json, beyond));
  }

  private static Page page(JsonObject json, @Nullable Long beyond) {
    ItemPage page = ItemPage.parse(json);
    List<Item> items =
        page.items().stream()
            .filter(item -> item.index().isPresent())
            .map(
                item ->
                    new Item(
                        item.index().getAsLong(), item.lastEventId(), item.data(), item.updated()))
            .filter(item -> beyond == null || item.index() != beyond)
            .toList();
    return new Page(items, page.nextToken() != null);
  }

  @Override
  public CompletableFuture<Item> append(JsonObject data) {
    var body = new JsonObject();
    body.add("data", data.deepCopy());
    return requests
        .post(items, body)
        .thenApply(
            json -> {
              OptionalLong index = ItemPage.index(json);
              if (index.isEmpty()) {
                throw new SyncException(0, 0, "the answer names no index");
              }
              Instant changed = SyncTime.parse(JsonFields.text(json, "date_updated"));
              return new Item(
                  index.getAsLong(),
                  JsonFields.number(json, "last_event_id", -1),
                  data,
                  changed == null ? Instant.EPOCH : changed);
            });
  }
}
