package app.rostrum.cloud.sync;

import app.rostrum.wire.twilsock.TwilsockMessage;
import java.util.List;
import java.util.Optional;

/** Sync by itself: nothing but its objects, for clients of the Sync SDK. */
record SyncProduct(SyncServices services) implements TwilsockProduct {
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

  /** Equal for one service, so that a fresh token can be held against the one before. */
  private record Service(HostedService objects) implements TwilsockService {
    @Override
    public int connections(String identity) {
      return objects.reachability().connections(identity);
    }

    @Override
    public void connected(TwilsockClient client, String endpointId) {
      objects.reachability().connected(client.identity(), client.id(), endpointId);
    }

    @Override
    public void disconnected(TwilsockClient client) {
      objects.reachability().disconnected(client.identity(), client.id());
    }

    @Override
    public Optional<TwilsockAnswer> answer(TwilsockClient client, TwilsockMessage.Request request) {
      return Optional.empty();
    }
  }
}
