package app.rostrum.cloud.sync;

import app.rostrum.wire.twilsock.TwilsockMessage;
import java.util.Optional;

/** A product's service, as connections see it. Instances of one service are equal; thread-safe. */
public interface TwilsockService {
  /** The Sync objects of this product in this service. */
  HostedService objects();

  /** How many connections this identity has here. */
  int connections(String identity);

  /**
   * @param endpointId the same for a connection that continues an earlier one
   */
  void connected(TwilsockClient client, String endpointId);

  void disconnected(TwilsockClient client);

  /**
   * Answers what is the product's own; empty for a Sync request that is to be answered from {@link
   * #objects}. Refuses with a {@link SyncRefusal}, also what clients of this product may not ask of
   * Sync.
   */
  Optional<TwilsockAnswer> answer(TwilsockClient client, TwilsockMessage.Request request);
}
