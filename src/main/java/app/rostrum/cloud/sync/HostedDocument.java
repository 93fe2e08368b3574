package app.rostrum.cloud.sync;

import app.rostrum.wire.sync.SyncEvent;
import app.rostrum.wire.sync.SyncNotification;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document: one JSON object. */
public final class HostedDocument extends HostedObject {
  static final String TYPE = "document";

  HostedDocument(HostedService service, ObjectState state) {
    super(service, SyncNotification.LIVE_DOCUMENT, state);
  }

  static SyncRefusal missing() {
    return new SyncRefusal(404, 54100, "Document not found");
  }

  @Override
  String type() {
    return TYPE;
  }

  @Override
  SyncRefusal notFound() {
    return missing();
  }

  @Override
  long forgottenEventId() {
    return -1;
  }

  /**
   * Changes the data, the expiry or both.
   *
   * @param data null leaves it as it is
   * @param ifMatch the revision that must be current; null for any
   * @param ttl seconds, 0 for never, null to leave it
   */
  public ObjectState update(
      Caller caller, @Nullable JsonObject data, @Nullable String ifMatch, @Nullable Integer ttl) {
    if (data != null) {
      Limits.checkData(data);
    }
    lock.lock();
    try {
      checkAlive();
      require(caller, data == null ? Permission.Right.MANAGE : Permission.Right.WRITE);
      ObjectState old = state();
      if (ifMatch != null && !ifMatch.equals(old.revision())) {
        throw new SyncRefusal(412, 54103, "The document's revision does not match");
      }
      Instant now = service.now();
      var next =
          new ObjectState(
              old.sid(),
              old.uniqueName(),
              old.createdBy(),
              old.created(),
              now,
              Limits.expiry(ttl, now, old.expires()),
              old.revisionNumber() + 1,
              data == null ? old.lastEventId() : Math.max(1, old.lastEventId() + 1),
              data == null ? old.data() : data);
      service.transaction(
          c -> {
            store(c, next);
            return true;
          });
      state(next);
      if (data != null) {
        fanout.publish(updated(next));
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private static SyncEvent.DocumentUpdated updated(ObjectState state) {
    return new SyncEvent.DocumentUpdated(
        state.lastEventId(),
        state.sid(),
        state.revision(),
        state.updated(),
        state.data(),
        state.expires());
  }

  @Override
  List<SyncEvent.Change> eventsAfter(long since) {
    return List.of(updated(state()));
  }

  @Override
  SyncEvent.Change removal(long id, Instant now) {
    return new SyncEvent.DocumentRemoved(id, sid(), state().revision(), now);
  }
}
