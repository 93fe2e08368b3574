package app.rostrum.cloud.twilsock;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.twilsock.TwilsockMessage;

/**
 * A service of a product, as connections see it. Instances for the same service are equal.
 * Thread-safe.
 */
public interface TwilsockService {
  /** Returns the number of connections that an identity has to this service. */
  int connections(String identity);

  /**
   * Notes that a connection has authenticated for this service.
   *
   * @param endpointId the same for a connection that continues an earlier one
   */
  void connected(Connection connection, String endpointId);

  /** Notes that a connection has ended. Called once, on any thread, even within a send. */
  void disconnected(Connection connection);

  /**
   * Answers a request. Requests of one connection come one at a time.
   *
   * @throws Refusal if the request is refused
   */
  TwilsockAnswer answer(Connection connection, TwilsockMessage.Request request);
}
