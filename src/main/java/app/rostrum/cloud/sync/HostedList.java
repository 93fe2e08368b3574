package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list: JSON objects by index, in the order in which they came, and one more, its context. An
 * index is never given twice: the tombstone of the newest one is kept for good, so that the store
 * knows it after a restart.
 */
public final class HostedList extends HostedCollection<Long, ListItem> {
  private long contextEventId = -1;

  HostedList(HostedService service, ObjectState state, long forgottenEventId) {
    super(service, ObjectKind.LIST, state, forgottenEventId);
  }

  /**
   * Adds an item at the end.
   *
   * @param ttl seconds, 0 or null for never
   */
  public ListItem append(Caller caller, JsonObject data, @Nullable Integer ttl) {
    lock.lock();
    try {
      prepareToWrite(caller);
      Long last = lastPosition();
      return write(caller, last == null ? 0L : last + 1, null, data, ttl);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes an item that exists; 404 with code 54151 if it does not.
   *
   * @param data null leaves it as it is
   * @param ifMatch the revision that must be current, else 412 with code 54155; null for any
   * @param ttl seconds, 0 for never, null to leave it
   */
  public ListItem update(
      Caller caller,
      long index,
      @Nullable JsonObject data,
      @Nullable String ifMatch,
      @Nullable Integer ttl) {
    return change(caller, index, data, ifMatch, ttl);
  }

  /** One item; 404 with code 54151 if there is none. */
  public ListItem item(Caller caller, long index) {
    return find(caller, index);
  }

  /**
   * Removes an item; those after it keep their indexes.
   *
   * @return its tombstone, whose event id is that of the removal
   */
  public ListItem remove(Caller caller, long index, @Nullable String ifMatch) {
    return take(caller, index, ifMatch);
  }

  /** The newest item; null if there is none. */
  public @Nullable ListItem last() {
    List<ListItem> newest = items(Caller.BACKEND, null, true, true, 1);
    return newest.isEmpty() ? null : newest.getFirst();
  }

  /** Replaces the context document. */
  public ObjectState updateContext(Caller caller, JsonObject context) {
    service.checkData(context);
    lock.lock();
    try {
      prepareToWrite(caller);
      ObjectState next = state().changed(service.now(), nextEventId(), context, state().expires());
      service.transaction(
          c -> {
            store(c, next);
            return true;
          });
      state(next);
      contextEventId = next.lastEventId();
      fanout.publish(contextUpdated(next.lastEventId()));
      return next;
    } finally {
      lock.unlock();
    }
  }

  private SyncEvent.Change contextUpdated(long id) {
    return new SyncEvent.ListContextUpdated(
        id, sid(), state().revision(), state().updated(), state().data());
  }

  /**
   * What was missed. When the context was last changed is not stored: after a restart it is told to
   * everybody who has missed anything, with the newest id, which does no harm.
   */
  @Override
  List<SyncEvent.Change> eventsAfter(long since) {
    var events = new ArrayList<SyncEvent.Change>(super.eventsAfter(since));
    boolean unknown = contextEventId < 0 && !state().data().isEmpty();
    if (contextEventId > since || unknown) {
      long id = unknown ? state().lastEventId() : contextEventId;
      int place = 0;
      while (place < events.size() && events.get(place).id() <= id) {
        place++;
      }
      events.add(place, contextUpdated(id));
    }
    return events;
  }

  @Override
  boolean mayForget(ListItem tombstone) {
    return !tombstone.position().equals(lastPosition());
  }

  @Override
  Long position(String text) {
    try {
      long index = Long.parseLong(text);
      if (index >= 0) {
        return index;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new Refusal(400, 20001, "An index is a whole number from 0");
  }

  @Override
  String text(Long position) {
    return position.toString();
  }

  @Override
  ListItem item(
      Long position,
      long eventId,
      long createdEventId,
      JsonObject data,
      Instant created,
      Instant updated,
      @Nullable Instant expires,
      String createdBy,
      boolean removed) {
    return new ListItem(
        position, eventId, createdEventId, data, created, updated, expires, createdBy, removed);
  }

  @Override
  Refusal itemNotFound() {
    return new Refusal(404, 54151, "List item not found");
  }

  @Override
  Refusal mismatch() {
    return new Refusal(412, 54155, "The item's revision does not match");
  }

  @Override
  SyncEvent.Change written(ListItem item, boolean added) {
    return new SyncEvent.ListItemWritten(
        added,
        item.eventId(),
        sid(),
        state().revision(),
        item.updated(),
        item.index(),
        itemUrl(item.index()),
        item.revision(),
        item.data(),
        item.expires());
  }

  @Override
  SyncEvent.Change taken(ListItem tombstone, JsonObject data) {
    return new SyncEvent.ListItemRemoved(
        tombstone.eventId(),
        sid(),
        state().revision(),
        tombstone.updated(),
        tombstone.index(),
        data);
  }

  @Override
  SyncEvent.Change removal(long id, Instant now) {
    return new SyncEvent.ListRemoved(id, sid(), state().revision(), now);
  }
}
