package app.rostrum.server;

import app.rostrum.web.ClientNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Limits the streams that are live at the same time, and those of them that were made from one
 * network. Loopback counts towards the whole only: a proxy may stand there for everybody. Kept in
 * memory: streams from before a restart count towards the whole only, too. Thread-safe.
 */
final class StreamLimits {
  static final int MOST = 500;
  static final int MOST_OF_NETWORK = 20;

  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final String UNCOUNTED = "";

  /** The networks by the SID of the room, or by what stands for a room that is being made. */
  private final Map<String, String> networks = new HashMap<>();

  private long begun;
  private boolean closed;
  private int most = MOST;

  /** Sets the number of streams at the same time, of which those that are live count. */
  synchronized void limit(int streams) {
    most = streams;
  }

  /**
   * Takes a place for a stream that is being made.
   *
   * @return stands for its room until that is {@link #made}, and to be {@link #ended} if it is not
   * @throws ApiRefusal if there is no place
   */
  synchronized String begin(String address) {
    if (closed) {
      throw ApiRefusal.noNewStreams(WAIT);
    }
    String network = network(address);
    if (networks.size() >= most) {
      throw ApiRefusal.tooManyStreams(
          "The server has as many streams as it takes. Try again when one has ended.", WAIT);
    }
    if (!network.equals(UNCOUNTED)
        && Collections.frequency(networks.values(), network) >= MOST_OF_NETWORK) {
      throw ApiRefusal.tooManyStreams(
          MOST_OF_NETWORK
              + " streams that were created from your network are live. End one and try again.",
          WAIT);
    }
    String place = "place " + begun++;
    networks.put(place, network);
    return place;
  }

  /** Refuses new streams from now on, or takes them again. */
  synchronized void close(boolean refuse) {
    closed = refuse;
  }

  /** Returns the number of streams that are live or being made. */
  synchronized int count() {
    return networks.size();
  }

  /** Gives a place to a stream, until that has ended. */
  synchronized void made(String place, String roomSid) {
    networks.put(roomSid, Objects.requireNonNullElse(networks.remove(place), UNCOUNTED));
  }

  /** Counts a stream that was live before this backend started. */
  synchronized void found(String roomSid) {
    networks.putIfAbsent(roomSid, UNCOUNTED);
  }

  /** Frees the place of a room, or of what stands for it. Freeing it again does no harm. */
  synchronized void ended(String roomSid) {
    networks.remove(roomSid);
  }

  private static String network(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress()
          ? UNCOUNTED
          : ClientNetwork.of(address);
    } catch (IllegalArgumentException notAnAddress) {
      return address;
    }
  }
}
