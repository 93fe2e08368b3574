package app.rostrum.sdk.sync;

import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.util.concurrent.CompletableFuture;

/** A document as its client sees it. */
final class FollowedDocument extends Followed implements SyncDocument {
  private final SyncDocument.Listener listener;
  private final CompletableFuture<SyncDocument> opening;
  private final Subscriptions subscriptions;
  private volatile JsonObject data;
  private long dataEventId;

  FollowedDocument(
      String sid,
      String name,
      long lastEventId,
      JsonObject data,
      SyncDocument.Listener listener,
      CompletableFuture<SyncDocument> opening,
      Subscriptions subscriptions) {
    super(sid, name, lastEventId);
    this.data = data;
    this.dataEventId = lastEventId;
    this.listener = listener;
    this.opening = opening;
    this.subscriptions = subscriptions;
  }

  @Override
  String type() {
    return "document";
  }

  @Override
  void apply(SyncEvent.Change change) {
    switch (change) {
      case SyncEvent.DocumentUpdated updated -> {
        if (updated.id() > dataEventId) {
          dataEventId = updated.id();
          data = updated.data();
          if (announced()) {
            announce();
          }
        }
      }
      case SyncEvent.DocumentRemoved removed -> subscriptions.removed(this);
      default -> {
        // Not about a document.
      }
    }
  }

  @Override
  void announce() {
    JsonObject now = data;
    tell(() -> listener.onData(now.deepCopy()));
  }

  @Override
  void tellRemoved() {
    tell(listener::onRemoved);
  }

  @Override
  void complete() {
    opening.complete(this);
  }

  @Override
  CompletableFuture<SyncDocument> opening() {
    return opening;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public JsonObject data() {
    return data.deepCopy();
  }

  @Override
  public void close() {
    subscriptions.close(this);
  }
}
