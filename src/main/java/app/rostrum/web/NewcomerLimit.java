package app.rostrum.web;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the WebSockets that have not authenticated yet, apart from all others, so that silent ones
 * take no place of people. They are counted together and by network; those of loopback, where a
 * proxy may stand for everybody, together only. Thread-safe.
 */
public final class NewcomerLimit {
  private final int ofNetwork;
  private final int ofAll;
  private final Map<String, Integer> waiting = new HashMap<>();
  private int all;

  /** Creates the limit. */
  public NewcomerLimit(int ofNetwork, int ofAll) {
    this.ofNetwork = ofNetwork;
    this.ofAll = ofAll;
  }

  /**
   * Takes a place.
   *
   * @return the place, already left if there was none
   */
  public Place enter(String address) {
    String network = isLoopback(address) ? "" : ClientNetwork.of(address);
    synchronized (this) {
      boolean free =
          all < ofAll && (network.isEmpty() || waiting.getOrDefault(network, 0) < ofNetwork);
      if (free) {
        all++;
        waiting.merge(network, 1, Integer::sum);
      }
      return new Place(network, free);
    }
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  /** The place of one newcomer. */
  public final class Place {
    private final String network;
    private boolean taken;

    private Place(String network, boolean taken) {
      this.network = network;
      this.taken = taken;
    }

    /** Returns whether the newcomer has the place. */
    public boolean isTaken() {
      synchronized (NewcomerLimit.this) {
        return taken;
      }
    }

    /** Gives the place back, once authenticated or gone; returns whether it was taken until now. */
    public boolean leave() {
      synchronized (NewcomerLimit.this) {
        if (!taken) {
          return false;
        }
        taken = false;
        all--;
        waiting.computeIfPresent(network, (n, count) -> count == 1 ? null : count - 1);
        return true;
      }
    }
  }
}
