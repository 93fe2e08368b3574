package app.rostrum.cloud.rooms;

import java.util.Arrays;
import java.util.List;

/**
 * Chooses the simulcast layer that goes to the subscribers: the largest one that arrives. The layer
 * changes only at a keyframe, so that decoders can follow. Not safe for several threads.
 */
final class LayerChoice {
  /** The time without packets after which a layer is no longer sent. */
  private static final long SILENT_NANOS = 1_000_000_000L;

  private static final int MAX_LAYERS = 4;

  private final long[] seen = new long[MAX_LAYERS];
  private final boolean[] known = new boolean[MAX_LAYERS];
  private List<Long> layers = List.of();
  private int current = -1;
  private long wanted = -1;

  /**
   * Decides whether a packet is forwarded.
   *
   * @param order the sources of the layers, the smallest first; empty if there is but one
   * @param keyframe whether a keyframe begins with it
   * @return whether to forward it
   */
  boolean takes(long ssrc, List<Long> order, boolean keyframe, long nowNanos) {
    wanted = -1;
    if (order.size() < 2) {
      return true;
    }
    if (!order.equals(layers)) {
      layers = order;
      current = -1;
      Arrays.fill(known, false);
    }
    int layer = order.indexOf(ssrc);
    if (layer < 0 || layer >= MAX_LAYERS) {
      return false;
    }
    seen[layer] = nowNanos;
    known[layer] = true;
    if (layer == current) {
      return true;
    }
    boolean better = current < 0 || layer > current || silent(current, nowNanos);
    if (!better) {
      return false;
    }
    if (keyframe) {
      current = layer;
      return true;
    }
    wanted = ssrc;
    return false;
  }

  private boolean silent(int layer, long nowNanos) {
    return !known[layer] || nowNanos - seen[layer] > SILENT_NANOS;
  }

  /**
   * Returns the source that would be forwarded if it sent a keyframe, as found by the last {@link
   * #takes}; else -1.
   */
  long wanted() {
    return wanted;
  }
}
