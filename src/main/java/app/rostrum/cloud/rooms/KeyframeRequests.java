package app.rostrum.cloud.rooms;

/**
 * When to ask a publisher for a picture that stands alone. However many subscribers ask, and
 * however often, it is asked once in {@value #INTERVAL_MILLIS} ms: such pictures are large. A wish
 * that comes too early is kept until its time. Safe for any thread.
 */
final class KeyframeRequests {
  static final long INTERVAL_MILLIS = 500;

  private boolean wished;
  private boolean everSent;
  private long lastNanos;

  /** Somebody needs one. Returns whether to ask now. */
  synchronized boolean request(long nowNanos) {
    wished = true;
    return due(nowNanos);
  }

  /** Returns whether a wish that was kept is to be passed on now. */
  synchronized boolean due(long nowNanos) {
    if (!wished || everSent && nowNanos - lastNanos < INTERVAL_MILLIS * 1_000_000) {
      return false;
    }
    wished = false;
    everSent = true;
    lastNanos = nowNanos;
    return true;
  }

  /** One has come: whoever waited has what it needs. */
  synchronized void fulfilled() {
    wished = false;
  }
}
