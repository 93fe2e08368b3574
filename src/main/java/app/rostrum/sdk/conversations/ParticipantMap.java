package app.rostrum.sdk.conversations;

import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The participants of a conversation, a Sync map that is opened when they are first asked for. On
 * the client's thread.
 */
final class ParticipantMap {
  private static final Logger LOG = LoggerFactory.getLogger(ParticipantMap.class);

  /** Receives the changes after the map was opened. */
  interface Listener {
    void onJoined(Participant participant);

    void onUpdated(Participant participant);

    void onLeft(Participant participant);
  }

  private final SyncClient sync;
  private final Listener listener;
  private final Consumer<SyncMap> onOpened;
  private @Nullable CompletableFuture<SyncMap> opening;

  /**
   * @param onOpened receives the map, to close it one day
   */
  ParticipantMap(SyncClient sync, Listener listener, Consumer<SyncMap> onOpened) {
    this.sync = sync;
    this.listener = listener;
    this.onOpened = onOpened;
  }

  /**
   * Returns all participants; opens the map unless it is open.
   *
   * @param name the name of the map
   */
  CompletableFuture<List<Participant>> participants(String name) {
    CompletableFuture<SyncMap> open = opening;
    if (open == null || open.isCompletedExceptionally()) {
      var changes = new MapListener();
      open = sync.openMap(name, changes);
      opening = open;
      open.thenAccept(
          map -> {
            changes.opened = true;
            onOpened.accept(map);
          });
    }
    return open.thenApply(ParticipantMap::all);
  }

  private static List<Participant> all(SyncMap map) {
    return map.items().entrySet().stream()
        .flatMap(
            item -> ConversationFields.participant(item.getKey(), item.getValue().data()).stream())
        .toList();
  }

  private final class MapListener implements SyncMap.Listener {
    private final Map<String, Participant> known = new HashMap<>();
    private boolean opened;

    @Override
    public void onItem(String key, SyncMap.Item item) {
      ConversationFields.participant(key, item.data())
          .ifPresent(
              now -> {
                Participant before = known.put(key, now);
                if (!opened || now.equals(before)) {
                  return;
                }
                if (before == null) {
                  listener.onJoined(now);
                } else {
                  listener.onUpdated(now);
                }
              });
    }

    @Override
    public void onItemRemoved(String key) {
      Participant gone = known.remove(key);
      if (gone != null && opened) {
        listener.onLeft(gone);
      }
    }

    @Override
    public void onRemoved() {
      LOG.debug("the map of participants was removed");
    }
  }
}
