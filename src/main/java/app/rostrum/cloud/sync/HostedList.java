package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list: JSON objects by index in the order of arrival, and one more, its context. An index is
 * never given twice: the tombstone of the newest one is never forgotten, so the store knows it
 * after a restart.
 */
public final class HostedList extends HostedCollection<Long> {
  private long contextEventId = -1;

  HostedList(ServiceContext context, ObjectState state, long forgottenEventId) {
    super(context, ObjectKind.LIST, state, forgottenEventId);
  }

  /**
   * Adds an item at the end.
   *
   * @param ttl seconds, 0 or null for never
   */
  public CollectionItem<Long> append(Caller caller, JsonObject data, @Nullable Integer ttl) {
    lock.lock();
    try {
      prepareToWrite(caller);
      Long last = lastPosition();
      return write(caller, last == null ? 0L : last + 1, null, data, ttl);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the newest item; null if there is none. */
  public @Nullable CollectionItem<Long> last() {
    List<CollectionItem<Long>> newest = items(Caller.BACKEND, null, true, true, 1);
    return newest.isEmpty() ? null : newest.getFirst();
  }

  /** Replaces the context document. */
  public ObjectState updateContext(Caller caller, JsonObject data) {
    context.checkData(data);
    lock.lock();
    try {
      prepareToWrite(caller);
      commit(state().changed(context.now(), nextEventId(), data, state().expires()));
      contextEventId = state().lastEventId();
      fanout.publish(contextUpdatedEvent(contextEventId));
      return state();
    } finally {
      lock.unlock();
    }
  }

  private SyncEvent.Change contextUpdatedEvent(long id) {
    return new SyncEvent.ListContextUpdated(
        id, sid(), state().revision(), state().updated(), state().data());
  }

  /**
   * Includes the newest context. The id of its event is not stored: after a restart every client
   * that has missed anything is told, with the newest id, which does no harm.
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
      events.add(place, contextUpdatedEvent(id));
    }
    return events;
  }

  @Override
  boolean mayForget(CollectionItem<Long> tombstone) {
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
  Refusal itemNotFound() {
    return new Refusal(404, 54151, "List item not found");
  }

  @Override
  Refusal revisionMismatch() {
    return new Refusal(412, 54155, "The item's revision does not match");
  }

  @Override
  SyncEvent.Change writtenEvent(CollectionItem<Long> item, boolean added) {
    return new SyncEvent.ListItemWritten(
        added,
        item.eventId(),
        sid(),
        state().revision(),
        item.updated(),
        item.position(),
        itemAddress(item.position()),
        item.revision(),
        item.data(),
        item.expires());
  }

  @Override
  SyncEvent.Change removedEvent(CollectionItem<Long> tombstone, JsonObject data) {
    return new SyncEvent.ListItemRemoved(
        tombstone.eventId(),
        sid(),
        state().revision(),
        tombstone.updated(),
        tombstone.position(),
        data);
  }

  @Override
  SyncEvent.Change deletedEvent(long id, Instant now) {
    return new SyncEvent.ListRemoved(id, sid(), state().revision(), now);
  }
}
