package app.rostrum.sdk.sync;

import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;

/** A document that a client follows, with its current data. */
final class FollowedDocument extends Followed<SyncDocument> implements SyncDocument {
  private final SyncDocument.Listener listener;
  private volatile JsonObject data;
  private long dataEventId;

  FollowedDocument(
      Place place, JsonObject data, SyncDocument.Listener listener, Opening<SyncDocument> opening) {
    super(place, opening);
    this.data = data;
    this.dataEventId = place.lastEventId();
    this.listener = listener;
  }

  @Override
  SyncDocument self() {
    return this;
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
      case SyncEvent.DocumentRemoved removed -> removed();
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
  public JsonObject data() {
    return data.deepCopy();
  }
}
