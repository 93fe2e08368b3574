package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document: one JSON object. */
public final class HostedDocument extends HostedObject {
  HostedDocument(ServiceContext context, ObjectState state) {
    super(context, ObjectKind.DOCUMENT, state);
  }

  /**
   * Changes the data, the expiry or both.
   *
   * @param data null leaves it as it is
   * @param ifMatch the revision that must be current, else 412 with code 54103; null for any
   * @param ttl seconds, 0 for never, null to leave it
   */
  public ObjectState update(
      Caller caller, @Nullable JsonObject data, @Nullable String ifMatch, @Nullable Integer ttl) {
    if (data != null) {
      context.checkData(data);
    }
    lock.lock();
    try {
      checkAlive();
      if (data == null) {
        require(caller, Permission.Right.MANAGE);
      } else {
        requireToWrite(caller);
      }
      ObjectState old = state();
      if (ifMatch != null && !ifMatch.equals(old.revision())) {
        throw new Refusal(412, 54103, "The document's revision does not match");
      }
      Instant now = context.now();
      Instant expires = Limits.expiry(ttl, now, old.expires());
      commit(
          data == null
              ? old.expiring(expires, now)
              : old.changed(now, nextEventId(), data, expires));
      if (data != null) {
        fanout.publish(updatedEvent());
      }
      return state();
    } finally {
      lock.unlock();
    }
  }

  private SyncEvent.Change updatedEvent() {
    ObjectState state = state();
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
    return List.of(updatedEvent());
  }

  @Override
  SyncEvent.Change deletedEvent(long id, Instant now) {
    return new SyncEvent.DocumentRemoved(id, sid(), state().revision(), now);
  }

  @Override
  long forgottenEventId() {
    return -1;
  }
}
