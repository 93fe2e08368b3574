package app.rostrum.nearby;

import app.rostrum.backend.Fingerprint;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The announcement of this computer to its network: its name, port and fingerprint, never the
 * passcode or what is streamed. It follows the machine from one network to another. Thread-safe.
 */
public final class Presence implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  private static final Duration LOOK = Duration.ofSeconds(15);

  private final String name;
  private final int port;
  private final Fingerprint fingerprint;
  private final Supplier<List<InetAddress>> addresses;
  private final Timers timers = Timers.create("nearby");
  private List<InetAddress> announcedAt = List.of();
  private @Nullable MulticastDns dns;
  private boolean closed;

  private Presence(
      String name, int port, Fingerprint fingerprint, Supplier<List<InetAddress>> addresses) {
    this.name = name;
    this.port = port;
    this.fingerprint = fingerprint;
    this.addresses = addresses;
  }

  /**
   * Announces this computer until it is closed. Returns at once; others see it within seconds.
   *
   * @param name of this computer; what cannot be seen of it is left out
   * @param port of its backend
   * @param addresses the present addresses of this machine
   */
  public static Presence announce(
      String name, int port, Fingerprint fingerprint, Supplier<List<InetAddress>> addresses) {
    var presence = new Presence(name, port, fingerprint, addresses);
    Threads.startVirtual("nearby-announce", presence::look);
    presence
        .timers
        .on(task -> Threads.startVirtual("nearby-announce", task))
        .every(LOOK, presence::look);
    return presence;
  }

  private synchronized void look() {
    List<InetAddress> now = addresses.get();
    if (closed || now.equals(announcedAt)) {
      return;
    }
    withdraw();
    announcedAt = now;
    MulticastDns fresh = MulticastDns.on(now);
    dns = fresh;
    for (JmDNS link : fresh.links()) {
      try {
        link.registerService(
            ServiceInfo.create(
                NearbyService.TYPE,
                NearbyService.clean(name),
                port,
                0,
                0,
                Map.of(NearbyService.FINGERPRINT, fingerprint.text())));
      } catch (IOException e) {
        LOG.info("this computer is not announced: {}", e.toString());
      }
    }
  }

  private void withdraw() {
    if (dns != null) {
      dns.close();
      dns = null;
    }
  }

  /** Takes the announcement back, in the background. */
  @Override
  public void close() {
    timers.close();
    Threads.startVirtual("nearby-withdraw", this::end);
  }

  private synchronized void end() {
    closed = true;
    withdraw();
  }
}
