package app.rostrum.web;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * The limits of a {@link WebServer} on what strangers can occupy. A proxy and the programs of this
 * machine reach it over loopback, so connections from there count towards the whole only.
 *
 * @param connections open connections, WebSockets and event streams included; beyond them none is
 *     accepted until one closes
 * @param connectionsOfAddress open connections of one address (of one /64 network in IPv6); beyond
 *     them requests are answered with 503
 * @param bytesInFlight bytes of unfinished and unanswered bodies; beyond them 503
 * @param bytesOfAddress the part of them that one address (one /64 network in IPv6) may hold
 * @param requestTime the time in which a request has to arrive, from its connection's opening if it
 *     is the first, its body included
 */
public record WebLimits(
    int connections,
    int connectionsOfAddress,
    int bytesInFlight,
    int bytesOfAddress,
    Duration requestTime) {
  /** The descriptors that are left to files, media and outgoing connections. */
  private static final long OTHER_DESCRIPTORS = 1_000;

  /** The limits of a server on the internet. */
  public static final WebLimits DEFAULT =
      new WebLimits(connections(descriptors()), 2_000, 16 << 20, 2 << 20, Duration.ofSeconds(20));

  /**
   * Returns the connections of 10,000 people, each with Sync, chat and events, or as many as there
   * are descriptors for: beyond those the system would refuse the server its own files, too.
   *
   * @param descriptors the most that the process may open
   */
  static int connections(long descriptors) {
    return (int) Math.min(Math.max(descriptors - OTHER_DESCRIPTORS, descriptors / 2), 40_000);
  }

  private static long descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
