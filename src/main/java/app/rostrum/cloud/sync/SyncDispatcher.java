package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.wire.sync.SubscriptionRequest;
import app.rostrum.wire.sync.SyncFormatException;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * Dispatches what connected clients send to the objects of one service: requests for objects, and
 * requests to subscribe. Also for a product that keeps what it shows in Sync objects of its own.
 */
public record SyncDispatcher(HostedService service) {
  private static final List<String> SUBSCRIPTIONS = List.of("v4", "Subscriptions");

  /** Lets a connection subscribe. */
  public void connected(Connection connection) {
    service.subscriptions().connected(connection);
  }

  /** Ends the subscriptions of a connection. */
  public void disconnected(Connection connection) {
    service.subscriptions().disconnected(connection);
  }

  /**
   * Answers a request. A subscription is accepted at once and carried out after the answer.
   *
   * @throws Refusal if the request is refused
   */
  public TwilsockAnswer answer(Connection connection, TwilsockMessage.Request request) {
    SyncPath path = SyncRequests.path(request.http());
    if (!path.segments().equals(SUBSCRIPTIONS)) {
      return new SyncRequests(service, Caller.client(connection.identity())).answer(path, request);
    }
    SubscriptionRequest subscriptions = subscriptionRequest(request.body());
    return new TwilsockAnswer(
        202, accepted(), () -> service.subscriptions().handle(connection, subscriptions));
  }

  private static SubscriptionRequest subscriptionRequest(byte[] body) {
    try {
      return SubscriptionRequest.parse(SyncRequests.json(body));
    } catch (SyncFormatException e) {
      throw new Refusal(400, 20001, "Invalid subscription request");
    }
  }

  private static JsonObject accepted() {
    var json = new JsonObject();
    json.addProperty("estimated_delivery_in_ms", 10_000);
    json.addProperty("max_batch_size", 100);
    json.addProperty("ttl_in_s", 86_400);
    return json;
  }
}
