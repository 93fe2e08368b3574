package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.sync.SyncDispatcher;
import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.cloud.twilsock.TwilsockProduct;
import app.rostrum.cloud.twilsock.TwilsockService;
import app.rostrum.wire.conversations.ChatPath;
import app.rostrum.wire.sync.SyncFormatException;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Conversations as a product of Twilsock: its own commands, and Sync objects that are read-only.
 */
final class ChatProduct implements TwilsockProduct {
  static final String NAME = "ip_messaging";

  private final Function<String, Optional<HostedChatService>> services;

  /**
   * @param services finds a service by SID
   */
  ChatProduct(Function<String, Optional<HostedChatService>> services) {
    this.services = services;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> grants() {
    return List.of("chat", NAME);
  }

  @Override
  public TwilsockService service(String sid) {
    return services
        .apply(sid)
        .map(Service::new)
        .orElseThrow(
            () -> new Refusal(403, 20403, "The token is for a service that does not exist"));
  }

  /** A service as connections see it. Equal for one service, so that tokens can be compared. */
  private record Service(HostedChatService chat) implements TwilsockService {
    private SyncDispatcher sync() {
      return new SyncDispatcher(chat.objects());
    }

    private HostedUser user(Connection connection) {
      return chat.users().user(connection.identity());
    }

    @Override
    public int connections(String identity) {
      return chat.users().user(identity).connections();
    }

    @Override
    public void connected(Connection connection, String endpointId) {
      sync().connected(connection);
      user(connection).connected(connection);
      chat.objects().sync();
    }

    @Override
    public void disconnected(Connection connection) {
      sync().disconnected(connection);
      user(connection).disconnected(connection);
    }

    @Override
    public TwilsockAnswer answer(Connection connection, TwilsockMessage.Request request) {
      try {
        Optional<ChatPath> path = ChatPath.parse(request.http().path());
        if (path.isPresent()) {
          return new ChatCommands(chat).answer(connection, path.get(), request);
        }
        checkReads(request.http());
        return sync().answer(connection, request);
      } catch (SyncFormatException e) {
        throw new Refusal(404, 20404, "The requested resource was not found");
      } finally {
        chat.objects().sync();
      }
    }

    /** Throws a refusal if a request writes to Sync: clients of this product read and subscribe. */
    private static void checkReads(HttpCall call) throws SyncFormatException {
      if (!call.method().equals("GET")
          && !SyncPath.parse(call.path(), call.params())
              .segments()
              .equals(List.of("v4", "Subscriptions"))) {
        throw new Refusal(403, 54007, "Access forbidden for identity");
      }
    }
  }
}
