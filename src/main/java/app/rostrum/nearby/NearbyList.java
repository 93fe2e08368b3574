package app.rostrum.nearby;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.NearbyHost;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The hosts that are announced at present, by the names of their services, at most {@value #MOST};
 * further ones are not taken before one goes. Tells a listener when the list is another one.
 * Thread-safe.
 */
final class NearbyList {
  static final int MOST = 32;

  private final Map<String, NearbyHost> hosts = new LinkedHashMap<>();
  private final Consumer<List<NearbyHost>> listener;
  private List<NearbyHost> told = List.of();
  private boolean closed;

  /**
   * @param listener called with the hosts by name, one call at a time; one computer that is found
   *     several times is there once
   */
  NearbyList(Consumer<List<NearbyHost>> listener) {
    this.listener = listener;
  }

  synchronized void put(String service, NearbyHost host) {
    if (!closed && (hosts.containsKey(service) || hosts.size() < MOST)) {
      hosts.put(service, host);
      tell();
    }
  }

  synchronized void remove(String service) {
    if (!closed && hosts.remove(service) != null) {
      tell();
    }
  }

  /** Takes nothing any more and tells nobody. */
  synchronized void close() {
    closed = true;
    hosts.clear();
  }

  private void tell() {
    var once = new LinkedHashMap<Fingerprint, NearbyHost>();
    hosts.values().forEach(host -> once.putIfAbsent(host.fingerprint(), host));
    List<NearbyHost> now =
        once.values().stream()
            .sorted(
                Comparator.comparing(NearbyHost::name, String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(host -> host.fingerprint().text()))
            .toList();
    if (!now.equals(told)) {
      told = now;
      listener.accept(now);
    }
  }
}
