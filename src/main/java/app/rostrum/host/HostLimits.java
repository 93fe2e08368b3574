package app.rostrum.host;

/**
 * The load that a host takes on, as its operator wants it.
 *
 * @param listeners of all streams together
 * @param streams at the same time
 */
record HostLimits(int listeners, int streams) {
  /** As much as the parts take by themselves. */
  static final HostLimits DEFAULT = new HostLimits(20_000, 500);
}
