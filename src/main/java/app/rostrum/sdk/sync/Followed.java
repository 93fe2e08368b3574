package app.rostrum.sdk.sync;

import app.rostrum.wire.sync.SyncEvent;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object that a client follows: its place in the stream of events. Belongs to the client's
 * serial executor.
 */
abstract sealed class Followed permits FollowedMap, FollowedDocument {
  private static final Logger LOG = LoggerFactory.getLogger(Followed.class);

  final String sid;
  final String name;
  private long lastEventId;
  private long correlationId;
  private boolean established;
  private boolean announced;
  private boolean ended;

  Followed(String sid, String name, long lastEventId) {
    this.sid = sid;
    this.name = name;
    this.lastEventId = lastEventId;
  }

  /** map or document. */
  abstract String type();

  /** Takes a change into the state; tells the listener if it has heard the state before. */
  abstract void apply(SyncEvent.Change change);

  /** Tells the listener all that is there. */
  abstract void announce();

  abstract void tellRemoved();

  /** Completes the future that the caller of open waits for. */
  abstract void complete();

  abstract CompletableFuture<?> opening();

  final long lastEventId() {
    return lastEventId;
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
  }

  final boolean asked(long correlation) {
    return correlationId == correlation;
  }

  final void heard(SyncEvent.Change change, boolean strictlyOrdered) {
    apply(change);
    // Before the subscription stands, a live event may have overtaken others (note, 4.5).
    if ((strictlyOrdered || established) && change.id() > lastEventId) {
      lastEventId = change.id();
    }
  }

  final void established(long newestEventId) {
    established = true;
    lastEventId = Math.max(lastEventId, newestEventId);
    if (!announced) {
      announced = true;
      announce();
      complete();
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
