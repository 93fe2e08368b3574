package app.rostrum.cloud.sync;

import app.rostrum.cloud.twilsock.Connection;

/**
 * One connection's subscription to one object.
 *
 * @param protocolVersion 3 or 4: one event in a notification, or several
 * @param correlationId of the request that made it
 * @param since live events up to this id are part of the replay
 */
record Subscription(Connection connection, int protocolVersion, long correlationId, long since) {
  Subscription startingAfter(long eventId) {
    return new Subscription(connection, protocolVersion, correlationId, eventId);
  }
}
