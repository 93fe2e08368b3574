package app.rostrum.cloud.rooms;

/**
 * Limits the requests for keyframes. However many subscribers ask, and however often, the publisher
 * is asked once in {@value #INTERVAL_MILLIS} ms, because keyframes are large. A request that comes
 * too early is kept until it is due. Safe for any thread.
 */
final class KeyframeRequests {
  static final long INTERVAL_MILLIS = 500;

  private boolean requested;
  private boolean everSent;
  private long lastNanos;

  /** Takes a subscriber's request. Returns whether to ask the publisher now. */
  synchronized boolean request(long nowNanos) {
    requested = true;
    return due(nowNanos);
  }

  /** Returns whether a kept request is to be passed on now. */
  synchronized boolean due(long nowNanos) {
    if (!requested || everSent && nowNanos - lastNanos < INTERVAL_MILLIS * 1_000_000) {
      return false;
    }
    requested = false;
    everSent = true;
    lastNanos = nowNanos;
    return true;
  }

  /** Drops the kept request, because a keyframe has arrived. */
  synchronized void fulfilled() {
    requested = false;
  }
}
