package app.rostrum.cloud.sync;

import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.cloud.twilsock.TwilsockProduct;
import app.rostrum.cloud.twilsock.TwilsockService;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.util.List;

/** Sync as a product of Twilsock, for clients of the Sync SDK. */
public record SyncProduct(SyncServices services) implements TwilsockProduct {
  static final String NAME = "data_sync";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> grants() {
    return List.of(NAME);
  }

  @Override
  public TwilsockService service(String sid) {
    return new Service(services.service(sid));
  }

  /** Equal for the same service, so that a fresh token can be compared with the one before. */
  private record Service(HostedService hosted) implements TwilsockService {
    private SyncDispatcher dispatcher() {
      return new SyncDispatcher(hosted);
    }

    @Override
    public int connections(String identity) {
      return hosted.reachability().connections(identity);
    }

    @Override
    public void connected(Connection connection, String endpointId) {
      dispatcher().connected(connection);
      hosted.reachability().connected(connection.identity(), connection.id(), endpointId);
      hosted.sync();
    }

    @Override
    public void disconnected(Connection connection) {
      dispatcher().disconnected(connection);
      hosted.reachability().disconnected(connection.identity(), connection.id());
    }

    @Override
    public TwilsockAnswer answer(Connection connection, TwilsockMessage.Request request) {
      try {
        return dispatcher().answer(connection, request);
      } finally {
        hosted.sync();
      }
    }
  }
}
