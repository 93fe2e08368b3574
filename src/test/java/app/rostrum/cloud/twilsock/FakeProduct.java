package app.rostrum.cloud.twilsock;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A product with one service that answers as a test tells it to. */
final class FakeProduct implements TwilsockProduct {
  static final String NAME = "fake";
  static final String SERVICE = "IS00000000000000000000000000000001";

  /** The endpoint's SID of each open connection. */
  final Map<Connection, String> open = new ConcurrentHashMap<>();

  /** The endpoint's SIDs of all connections that there ever were, in order. */
  final List<String> endpointIds = new CopyOnWriteArrayList<>();

  volatile Function<TwilsockMessage.Request, TwilsockAnswer> answers =
      request -> TwilsockAnswer.ok(new JsonObject());

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> grants() {
    return List.of("data_sync", "older_name");
  }

  @Override
  public TwilsockService service(String sid) {
    if (!sid.equals(SERVICE)) {
      throw new Refusal(404, 54050, "Service not found");
    }
    return service;
  }

  private final TwilsockService service =
      new TwilsockService() {
        @Override
        public int connections(String identity) {
          return (int)
              new ArrayList<>(open.keySet())
                  .stream().filter(connection -> connection.identity().equals(identity)).count();
        }

        @Override
        public void connected(Connection connection, String endpointId) {
          open.put(connection, endpointId);
          endpointIds.add(endpointId);
        }

        @Override
        public void disconnected(Connection connection) {
          open.remove(connection);
        }

        @Override
        public TwilsockAnswer answer(Connection connection, TwilsockMessage.Request request) {
          return answers.apply(request);
        }
      };
}
