package app.rostrum.cloud.sync;

import app.rostrum.threads.Timers;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is connected to a service, told to the backend. With debouncing an identity counts as gone
 * only when its last connection has been away for the service's window. Who was connected is
 * stored, so that after a crash those who do not come back are reported too.
 */
final class Reachability {
  private static final class Presence {
    final Map<String, String> endpointsByConnection = new HashMap<>();
    String lastEndpoint = "";
    boolean reported;
    Timers.Timer departure = Timers.Timer.NONE;

    void cancelDeparture() {
      departure.cancel();
    }
  }

  private final HostedService service;
  private final Map<String, Presence> presences = new HashMap<>();
  private boolean closed;

  Reachability(HostedService service) {
    this.service = service;
  }

  synchronized void load(String identity, String endpointId) {
    var presence = new Presence();
    presence.reported = true;
    presence.lastEndpoint = endpointId;
    presences.put(identity, presence);
  }

  /**
   * Begins to wait for those who were connected when the process ended.
   *
   * @param grace how long at least; their clients need some time to find the server again
   */
  synchronized void awaitReturn(Duration grace) {
    Duration window = window();
    Duration wait = window.compareTo(grace) > 0 ? window : grace;
    presences.forEach(
        (identity, presence) -> {
          if (presence.endpointsByConnection.isEmpty()) {
            schedule(identity, presence, wait);
          }
        });
  }

  /**
   * @param connectionId unique; several connections may belong to one endpoint for a moment, when
   *     the death of the older one is not known yet
   */
  synchronized void connected(String identity, String connectionId, String endpointId) {
    if (closed) {
      return;
    }
    Presence presence = presences.computeIfAbsent(identity, i -> new Presence());
    presence.cancelDeparture();
    presence.endpointsByConnection.put(connectionId, endpointId);
    presence.lastEndpoint = endpointId;
    boolean first = !presence.reported;
    if (first) {
      service.transaction(
          c -> {
            SyncTables.saveReachable(c, service.sid(), identity, endpointId);
            return true;
          });
      presence.reported = true;
    }
    if (first || !service.settings().reachabilityDebouncingEnabled()) {
      report("endpoint_connected", identity, endpointId);
    }
  }

  synchronized void disconnected(String identity, String connectionId) {
    Presence presence = presences.get(identity);
    if (closed || presence == null) {
      return;
    }
    String endpointId = presence.endpointsByConnection.remove(connectionId);
    if (endpointId == null) {
      return;
    }
    if (!service.settings().reachabilityDebouncingEnabled()) {
      report("endpoint_disconnected", identity, endpointId);
      if (presence.endpointsByConnection.isEmpty()) {
        forget(identity);
      }
    } else if (presence.endpointsByConnection.isEmpty()) {
      schedule(identity, presence, window());
    }
  }

  private Duration window() {
    ServiceSettings settings = service.settings();
    return settings.reachabilityDebouncingEnabled()
        ? settings.reachabilityDebouncingWindow()
        : Duration.ZERO;
  }

  private void schedule(String identity, Presence presence, Duration wait) {
    presence.cancelDeparture();
    presence.departure = service.home().timers().after(wait, () -> depart(identity, presence));
  }

  private synchronized void depart(String identity, Presence presence) {
    if (closed
        || presences.get(identity) != presence
        || !presence.endpointsByConnection.isEmpty()) {
      return;
    }
    report("endpoint_disconnected", identity, presence.lastEndpoint);
    forget(identity);
  }

  private void forget(String identity) {
    presences.remove(identity);
    service.transaction(
        c -> {
          SyncTables.deleteReachable(c, service.sid(), identity);
          return true;
        });
  }

  private void report(String event, String identity, String endpointId) {
    ServiceSettings settings = service.settings();
    URI url = settings.webhookUrl();
    if (!settings.reachabilityWebhooksEnabled() || url == null) {
      return;
    }
    var form = new LinkedHashMap<String, String>();
    form.put("AccountSid", service.home().accountSid());
    form.put("ServiceSid", service.sid());
    form.put("EventType", event);
    form.put("Identity", identity);
    form.put("EndpointId", endpointId);
    service.home().webhooks().post(service.sid(), url, form);
  }

  /** Connections of one identity. */
  synchronized int connections(String identity) {
    Presence presence = presences.get(identity);
    return presence == null ? 0 : presence.endpointsByConnection.size();
  }

  /** Reports nothing any more; what is stored stays. */
  synchronized void close() {
    closed = true;
    presences.values().forEach(Presence::cancelDeparture);
    presences.clear();
  }
}
