package app.rostrum.cloud.sync;

import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.store.StoreException;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Tracks which identities are connected to a service. With debouncing an identity counts as
 * disconnected only when its last connection has been gone for the service's window. Connected
 * identities are stored, so that those that do not return after a crash are reported too.
 * Thread-safe.
 */
final class Reachability {
  /** A change that is reported: an endpoint of an identity has connected or disconnected. */
  record Presence(boolean connected, String identity, String endpointId) {}

  private static final class Tracked {
    final Map<String, String> endpointsByConnection = new HashMap<>();
    String lastEndpoint = "";
    boolean stored;
    Timers.Timer departure = Timers.Timer.NONE;
  }

  private final ServiceContext context;
  private final Scheduler scheduler;
  private final ReachabilityWebhook webhook;
  private final Map<String, Tracked> identities = new HashMap<>();
  private boolean closed;

  Reachability(ServiceContext context, Scheduler scheduler, ReachabilityWebhook webhook) {
    this.context = context;
    this.scheduler = scheduler;
    this.webhook = webhook;
  }

  /** Adds an identity that was connected when the process ended. */
  synchronized void load(String identity, String endpointId) {
    var tracked = new Tracked();
    tracked.stored = true;
    tracked.lastEndpoint = endpointId;
    identities.put(identity, tracked);
  }

  /**
   * Starts to wait for the identities that were connected when the process ended.
   *
   * @param grace the shortest wait; their clients need some time to find the server again
   */
  synchronized void awaitReturn(Duration grace) {
    Duration window = window();
    Duration wait = window.compareTo(grace) > 0 ? window : grace;
    identities.forEach(
        (identity, tracked) -> {
          if (tracked.endpointsByConnection.isEmpty()) {
            departAfter(wait, identity, tracked);
          }
        });
  }

  /**
   * Notes a new connection.
   *
   * @param connectionId unique; several connections may belong to one endpoint for a moment, when
   *     the death of the older one has not been noticed yet
   */
  synchronized void connected(String identity, String connectionId, String endpointId) {
    if (closed) {
      return;
    }
    Tracked tracked = identities.computeIfAbsent(identity, i -> new Tracked());
    tracked.departure.cancel();
    tracked.endpointsByConnection.put(connectionId, endpointId);
    tracked.lastEndpoint = endpointId;
    boolean first = !tracked.stored;
    if (first || !isDebounced()) {
      report(
          new Presence(true, identity, endpointId),
          c -> {
            if (first) {
              SyncTables.saveReachable(c, context.serviceSid(), identity, endpointId);
            }
          });
      tracked.stored = true;
    }
  }

  /** Notes the end of a connection. */
  synchronized void disconnected(String identity, String connectionId) {
    Tracked tracked = identities.get(identity);
    if (closed || tracked == null) {
      return;
    }
    String endpointId = tracked.endpointsByConnection.remove(connectionId);
    if (endpointId == null) {
      return;
    }
    if (!isDebounced()) {
      departed(new Presence(false, identity, endpointId));
    } else if (tracked.endpointsByConnection.isEmpty()) {
      departAfter(window(), identity, tracked);
    }
  }

  private boolean isDebounced() {
    return context.settings().reachabilityDebouncingEnabled();
  }

  private Duration window() {
    return isDebounced() ? context.settings().reachabilityDebouncingWindow() : Duration.ZERO;
  }

  private void departAfter(Duration wait, String identity, Tracked tracked) {
    tracked.departure = scheduler.after(wait, () -> depart(identity, tracked));
  }

  private synchronized void depart(String identity, Tracked tracked) {
    if (closed || identities.get(identity) != tracked || !tracked.endpointsByConnection.isEmpty()) {
      return;
    }
    departed(new Presence(false, identity, tracked.lastEndpoint));
  }

  /** Reports that an endpoint is gone, whether that can be stored or not. */
  private void departed(Presence presence) {
    String identity = presence.identity();
    Tracked tracked = identities.get(identity);
    boolean last = tracked != null && tracked.endpointsByConnection.isEmpty();
    if (last) {
      identities.remove(identity);
    }
    try {
      report(
          presence,
          c -> {
            if (last) {
              SyncTables.deleteReachable(c, context.serviceSid(), identity);
            }
          });
    } catch (StoreException e) {
      webhook.post(presence);
      throw e;
    }
  }

  /** Posts a change once it is stored. */
  private void report(Presence presence, Store.Change change) {
    context
        .<Runnable>transaction(
            c -> {
              change.run(c);
              return webhook.prepare(c, presence);
            })
        .run();
  }

  /** Returns the number of connections of an identity. */
  synchronized int connections(String identity) {
    Tracked tracked = identities.get(identity);
    return tracked == null ? 0 : tracked.endpointsByConnection.size();
  }

  /** Stops reporting; what is stored stays. */
  synchronized void close() {
    closed = true;
    identities.values().forEach(tracked -> tracked.departure.cancel());
    identities.clear();
  }
}
