package app.rostrum.desktop.services;

import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches for what breaks connections without closing them: the computer has slept, or an address
 * that it had is gone, for example because it has changed from one network to another. A new
 * address beside the others breaks nothing, except that the first one ends being offline.
 */
public final class ConnectionWatch implements AutoCloseable {
  static final Duration PERIOD = Duration.ofSeconds(2);

  /**
   * The shortest sleep that counts: the time between two looks may be that late on a busy machine.
   */
  static final Duration SLEEP = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
  private static final Timers TIMERS = Timers.create("connection-watch");

  private final Clock clock;
  private final Supplier<Set<InetAddress>> addresses;
  private final Runnable onBroken;
  private final Timers.Timer timer;
  private Instant lastLook;
  private Set<InetAddress> lastAddresses;

  ConnectionWatch(
      Scheduler scheduler, Clock clock, Supplier<Set<InetAddress>> addresses, Runnable onBroken) {
    this.clock = clock;
    this.addresses = addresses;
    this.onBroken = onBroken;
    this.lastLook = clock.instant();
    this.lastAddresses = addresses.get();
    this.timer = scheduler.every(PERIOD, this::look);
  }

  /**
   * Watches this computer.
   *
   * @param onBroken called on another thread when connections are probably broken
   */
  public static ConnectionWatch start(Clock clock, Runnable onBroken) {
    return new ConnectionWatch(
        TIMERS.on(task -> Threads.startVirtual("connection-watch", task)),
        clock,
        ConnectionWatch::ownAddresses,
        onBroken);
  }

  private synchronized void look() {
    Instant now = clock.instant();
    Duration since = Duration.between(lastLook, now);
    lastLook = now;
    boolean slept = since.compareTo(SLEEP) > 0;
    Set<InetAddress> before = lastAddresses;
    lastAddresses = addresses.get();
    boolean gone = !lastAddresses.containsAll(before);
    boolean back = before.isEmpty() && !lastAddresses.isEmpty();
    if (slept || back || (gone && !lastAddresses.isEmpty())) {
      LOG.info(
          slept ? "this computer stood still for {} s" : "its network has changed",
          since.toSeconds());
      onBroken.run();
    }
  }

  /** Returns the addresses by which this computer reaches others. */
  private static Set<InetAddress> ownAddresses() {
    var found = new HashSet<InetAddress>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .forEach(found::add);
    } catch (SocketException e) {
      LOG.debug("the addresses of this computer are unknown", e);
    }
    return found;
  }

  /** Ends the watch. */
  @Override
  public void close() {
    timer.cancel();
  }
}
