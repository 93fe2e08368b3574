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

/** Conversations as a product of Twilsock: commands of its own, Sync objects to read only. */
final class ChatProduct implements TwilsockProduct {
  static final String NAME = "ip_messaging";

  private final Conversations conversations;

  ChatProduct(Conversations conversations) {
    this.conversations = conversations;
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
    try {
      return new Service(conversations.space(sid));
    } catch (ConversationRefusal e) {
      throw new Refusal(403, 20403, "The token is for a service that is not there");
    }
  }

  /** Equal for one service, so that a fresh token can be held against the one before. */
  private record Service(HostedChatService space) implements TwilsockService {
    private SyncDispatcher objects() {
      return new SyncDispatcher(space.objects());
    }

    @Override
    public int connections(String identity) {
      try {
        return space.user(identity).connections();
      } catch (ConversationRefusal e) {
        throw translated(e);
      }
    }

    @Override
    public void connected(Connection client, String endpointId) {
      objects().connected(client);
      space.user(client.identity()).connected(client);
    }

    @Override
    public void disconnected(Connection client) {
      objects().disconnected(client);
      space.user(client.identity()).disconnected(client);
    }

    @Override
    public TwilsockAnswer answer(Connection client, TwilsockMessage.Request request) {
      try {
        Optional<ChatPath> path = ChatPath.parse(request.http().path());
        if (path.isPresent()) {
          return new ChatCommands(space).answer(client, path.get(), request);
        }
        checkReads(request.http());
        return objects().answer(client, request);
      } catch (ConversationRefusal e) {
        throw translated(e);
      } catch (SyncFormatException e) {
        throw new Refusal(404, 20404, "The requested resource was not found");
      }
    }

    /** A client of this product never writes to Sync; it reads and subscribes. */
    private static void checkReads(HttpCall call) throws SyncFormatException {
      if (!call.method().equals("GET")
          && !SyncPath.parse(call.path(), call.params())
              .segments()
              .equals(List.of("v4", "Subscriptions"))) {
        throw new Refusal(403, 54007, "Access forbidden for identity");
      }
    }

    private static Refusal translated(ConversationRefusal refusal) {
      return new Refusal(refusal.status(), refusal.code(), refusal.text());
    }
  }
}
