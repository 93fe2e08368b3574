package app.rostrum.cloud.sync;

/**
 * One connection's interest in one object.
 *
 * @param protocolVersion 3 or 4: one event in a notification, or several
 * @param correlationId of the request that made it
 * @param since live events up to this id were in the replay
 */
record Subscription(Subscriber subscriber, int protocolVersion, long correlationId, long since) {
  /** A connection as its subscriptions see it. */
  interface Subscriber {
    String identity();

    /** Sends without waiting. */
    void send(byte[] frame);
  }
}
