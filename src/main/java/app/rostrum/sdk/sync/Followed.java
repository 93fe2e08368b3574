package app.rostrum.sdk.sync;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Threads;
import app.rostrum.wire.sync.SyncEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A Sync object that a client follows, with its position in the stream of events. Belongs to the
 * client's serial executor.
 *
 * @param <T> the public type of the object
 */
abstract sealed class Followed<T> permits FollowedMap, FollowedDocument, FollowedList {
  /**
   * The object, and the event up to which it has been read.
   *
   * @param name the name that it was opened by
   */
  record Place(String sid, String name, long lastEventId) {}

  /** The future of the object's opening, and the subscriptions that keep it up to date. */
  record Opening<T>(CompletableFuture<T> future, Subscriptions subscriptions) {}

  private static final Backoff.Policy RETRIES =
      Backoff.Policy.doubling(Duration.ofSeconds(3), Duration.ofMinutes(1));

  final String sid;
  final String name;
  private final Opening<T> opening;
  private final ReplayMark mark;
  private final Backoff retries;
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
    this.retries = opening.subscriptions().newBackoff(RETRIES);
  }

  /** Returns the type in a subscription request: map, document or list. */
  abstract String type();

  abstract T self();

  /** Applies a change to the state; notifies the listener if the state was announced before. */
  abstract void apply(SyncEvent.Change change);

  /** Notifies the listener of the whole state. */
  abstract void announce();

  /** Called after the opening has completed. */
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

  /** Called when the service says that the object is gone. */
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
   * Notes that an event for this object may be lost. Until the subscription is requested again,
   * events do not move the position, so that the lost one is replayed.
   */
  final void doubt() {
    doubtful = true;
  }

  /** Returns the wait before a subscription that failed is requested again. */
  final Duration retryDelay() {
    return retries.next().orElse(RETRIES.longest());
  }

  final boolean asked(long correlation) {
    return correlationId == correlation;
  }

  final void received(SyncEvent.Change change, boolean strictlyOrdered) {
    apply(change);
    if (doubtful) {
      return;
    }
    // Before the subscription is established, an event may overtake others (note, 4.5).
    if (strictlyOrdered) {
      mark.reached(change.id());
    } else if (established) {
      mark.received(change.id());
    }
  }

  final void established(long newestEventId) {
    established = true;
    retries.connected();
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

  /** Calls a listener. Whatever it throws is logged. */
  static void tell(Runnable call) {
    Threads.contain("a Sync listener", call);
  }
}
