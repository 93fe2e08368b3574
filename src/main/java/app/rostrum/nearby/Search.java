package app.rostrum.nearby;

import app.rostrum.backend.NearbyHost;
import app.rostrum.threads.Threads;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.jspecify.annotations.Nullable;

/** A search for hosts in the network, until it is closed. Thread-safe. */
public final class Search implements AutoCloseable {
  private final NearbyList found;
  private final Predicate<InetAddress> usable;
  private @Nullable MulticastDns dns;
  private boolean closed;

  private Search(Consumer<List<NearbyHost>> listener, Predicate<InetAddress> usable) {
    this.found = new NearbyList(listener);
    this.usable = usable;
  }

  /**
   * Begins to search. Returns at once.
   *
   * @param addresses the present addresses of this machine
   * @param listener called on any thread with the hosts that are there, whenever that has changed
   */
  public static Search start(
      Supplier<List<InetAddress>> addresses, Consumer<List<NearbyHost>> listener) {
    return start(addresses, listener, NearbyService::isOfNetwork);
  }

  static Search start(
      Supplier<List<InetAddress>> addresses,
      Consumer<List<NearbyHost>> listener,
      Predicate<InetAddress> usable) {
    var search = new Search(listener, usable);
    Threads.startVirtual("nearby-search", () -> search.open(addresses.get()));
    return search;
  }

  private synchronized void open(List<InetAddress> addresses) {
    if (closed) {
      return;
    }
    MulticastDns opened = MulticastDns.on(addresses);
    dns = opened;
    for (JmDNS link : opened.links()) {
      link.addServiceListener(NearbyService.TYPE, new Listener(link));
    }
  }

  private final class Listener implements ServiceListener {
    private final JmDNS link;

    Listener(JmDNS link) {
      this.link = link;
    }

    @Override
    public void serviceAdded(ServiceEvent event) {
      link.requestServiceInfo(event.getType(), event.getName());
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      ServiceInfo info = event.getInfo();
      NearbyService.read(
              event.getName(),
              info.getPort(),
              Objects.requireNonNullElse(info.getPropertyString(NearbyService.FINGERPRINT), ""),
              List.of(info.getInetAddresses()),
              usable)
          .ifPresent(host -> found.put(key(event), host));
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      found.remove(key(event));
    }

    private String key(ServiceEvent event) {
      return System.identityHashCode(link) + " " + event.getName();
    }
  }

  /** Ends the search, in the background; the listener is not called any more. */
  @Override
  public void close() {
    found.close();
    Threads.startVirtual("nearby-search-end", this::end);
  }

  private synchronized void end() {
    closed = true;
    if (dns != null) {
      dns.close();
      dns = null;
    }
  }
}
