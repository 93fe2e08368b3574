package app.rostrum.sdk.sync;

import app.rostrum.wire.sync.SyncEvent;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object that a client follows: its place in the stream of events. Belongs to the client's
 * serial executor.
 *
 * @param <T> what its opener gets
 */
abstract sealed class Followed<T> permits FollowedMap, FollowedDocument, FollowedList {
  private static final Logger LOG = LoggerFactory.getLogger(Followed.class);

  /**
   * Which object, and how far the opener has read it.
   *
   * @param name as the opener named it
   */
  record Place(String sid, String name, long lastEventId) {}

  /** Who waits for the object, and who keeps it up to date. */
  record Opening<T>(CompletableFuture<T> future, Subscriptions subscriptions) {}

  final String sid;
  final String name;
  private final Opening<T> opening;
  private final ReplayMark mark;
  private long correlationId;
  private boolean established;
  private boolean doubtful;
  private boolean announced;
  private boolean ended;

  Followed(Place place, Opening<T> opening) {
    this.sid = place.sid();
    this.name = place.name();
    this.mark = new ReplayMark(place.lastEventId());
    this.opening = opening;
  }

  /** map, document or list. */
  abstract String type();

  abstract T self();

  /** Takes a change into the state; tells the listener if it has heard the state before. */
  abstract void apply(SyncEvent.Change change);

  /** Tells the listener all that is there. */
  abstract void announce();

  /** After the opener has it. */
  void opened() {}

  abstract void tellRemoved();

  final CompletableFuture<T> opening() {
    return opening.future();
  }

  public final String name() {
    return name;
  }

  public final void close() {
    opening.subscriptions().close(this);
  }

  /** The service says that it is gone. */
  final void removed() {
    opening.subscriptions().removed(this);
  }

  final long lastEventId() {
    return mark.lastEventId();
  }

  final boolean established() {
    return established;
  }

  final boolean announced() {
    return announced;
  }

  final boolean ended() {
    return ended;
  }

  final void end() {
    ended = true;
  }

  final void asking(long correlation) {
    correlationId = correlation;
    established = false;
    doubtful = false;
  }

  /**
   * Something was lost that may have been for this object: until it is asked again, what comes does
   * not move its place, so that nothing before that is taken for known.
   */
  final void doubt() {
    doubtful = true;
  }

  final boolean asked(long correlation) {
    return correlationId == correlation;
  }

  final void heard(SyncEvent.Change change, boolean strictlyOrdered) {
    apply(change);
    if (doubtful) {
      return;
    }
    // Before the subscription stands, a live event may have overtaken others (note, 4.5).
    if (strictlyOrdered) {
      mark.reached(change.id());
    } else if (established) {
      mark.heard(change.id());
    }
  }

  final void established(long newestEventId) {
    established = true;
    if (!doubtful) {
      mark.reached(newestEventId);
    }
    if (!announced) {
      announced = true;
      announce();
      opening.future().complete(self());
      opened();
    }
  }

  /** A listener that fails must not keep others from hearing. */
  static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("a Sync listener failed", e);
    }
  }
}
