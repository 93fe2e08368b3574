package app.rostrum.cloud.rooms;

import java.util.Arrays;
import java.util.List;

/**
 * Which of a picture's sizes (simulcast layers) goes to the subscribers: the largest one that
 * arrives. It is changed where a picture stands alone, so that decoders can follow. One thread.
 */
final class LayerChoice {
  /** A layer that has been silent for this long is no longer sent. */
  private static final long SILENT_NANOS = 1_000_000_000L;

  private static final int MAX_LAYERS = 4;

  private final long[] seen = new long[MAX_LAYERS];
  private final boolean[] known = new boolean[MAX_LAYERS];
  private List<Long> layers = List.of();
  private int current = -1;
  private long wanted = -1;

  /**
   * Decides about a packet.
   *
   * @param order the sources of the layers, the smallest first; empty if there is but one
   * @param keyframe whether a picture that stands alone begins with it
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
   * After {@link #takes}: a source that would be forwarded if it had a picture that stands alone;
   * else -1.
   */
  long wanted() {
    return wanted;
  }
}
