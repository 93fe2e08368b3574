package app.rostrum.sdk.conversations;

import app.rostrum.sdk.sync.ProductRegistration;
import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncMap;
import app.rostrum.sdk.twilsock.Timing;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Conversations client. It reads Sync objects of the product {@code ip_messaging} and sends
 * changes as commands, on a Twilsock connection of its own. It reconnects by itself and catches up
 * on the events it missed. Safe for any thread; all listeners of one client are called on one
 * thread at a time, in order.
 */
public final class ConversationsClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationsClient.class);
  private static final String CONFIGURATION = "https://aim.us1.twilio.com/Client/v2/Configuration";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MAX_UNCONFIRMED = 1000;

  /** The state of a client's connection. */
  public enum State {
    CONNECTING,
    CONNECTED,
    /** The token was refused or has expired; a fresh one revives the client. */
    DENIED,
    CLOSED
  }

  /** Receives the events of a connection. */
  public interface Listener {
    void onState(State state);

    /** The token expires in a few minutes: call {@link #updateToken}. */
    void onTokenAboutToExpire();
  }

  private final SyncClient sync;
  private final Commands commands;
  private final Duration patience;
  private final Map<String, OpenConversation> open = new HashMap<>();
  private final Map<String, Long> unconfirmed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_UNCONFIRMED;
        }
      };
  private @Nullable CompletableFuture<Configuration> configuration;
  private boolean watchingOwn;

  private ConversationsClient(
      OkHttpClient http,
      URI twilsock,
      String token,
      Listener listener,
      Timing timing,
      Duration patience,
      RandomGenerator random) {
    this.patience = patience;
    this.sync =
        SyncClient.connect(
            http,
            twilsock,
            token,
            ProductRegistration.CONVERSATIONS,
            new EventListener(listener),
            timing,
            random);
    this.commands = new Commands(sync);
  }

  /** Creates a client that starts to connect. Requests wait for the connection. */
  public static ConversationsClient connect(
      OkHttpClient http, URI twilsock, String token, Listener listener) {
    return connect(
        http, twilsock, token, listener, Timing.DEFAULT, PATIENCE, RandomGenerator.getDefault());
  }

  /**
   * Creates a client with other timeouts and another source of randomness.
   *
   * @param patience the time after which a message that could not be sent fails
   */
  public static ConversationsClient connect(
      OkHttpClient http,
      URI twilsock,
      String token,
      Listener listener,
      Timing timing,
      Duration patience,
      RandomGenerator random) {
    return new ConversationsClient(http, twilsock, token, listener, timing, patience, random);
  }

  public State state() {
    return state(sync.state());
  }

  private static State state(SyncClient.State state) {
    return switch (state) {
      case CONNECTING -> State.CONNECTING;
      case CONNECTED -> State.CONNECTED;
      case DENIED -> State.DENIED;
      case CLOSED -> State.CLOSED;
    };
  }

  /**
   * Opens a conversation that the user participates in, and follows it; completes exceptionally
   * with a {@link ConversationsException}. A conversation that is open already is opened anew, and
   * the first opening ends without a call of its listener.
   *
   * @param name unique name or SID
   * @param pageSize the number of newest messages to read, 1 to 98
   */
  public CompletableFuture<Conversation> conversation(
      String name, int pageSize, Conversation.Listener listener) {
    var opening = new CompletableFuture<Conversation>();
    sync.execute(
        () ->
            configuration()
                .thenCompose(found -> find(found, name, pageSize, listener))
                .whenComplete(
                    (conversation, failure) -> {
                      if (failure != null) {
                        opening.completeExceptionally(Commands.toConversations(failure));
                      } else if (opening.complete(conversation)) {
                        conversation.announce();
                      } else {
                        conversation.end();
                      }
                    }));
    return opening;
  }

  private CompletableFuture<Configuration> configuration() {
    CompletableFuture<Configuration> known = configuration;
    if (known == null || known.isCompletedExceptionally()) {
      known = commands.get(CONFIGURATION).thenApply(Configuration::parse);
      configuration = known;
    }
    return known;
  }

  private CompletableFuture<OpenConversation> find(
      Configuration found, String name, int pageSize, Conversation.Listener listener) {
    return commands
        .get(found.myConversations() + "/" + SyncPath.encode(name))
        .thenCompose(
            described -> {
              var context =
                  new OpenConversation.Context(sync, commands, found, patience, unconfirmed);
              var conversation =
                  new OpenConversation(
                      context, described, listener, over -> open.remove(over.sid(), over));
              OpenConversation before = open.put(conversation.sid(), conversation);
              if (before != null) {
                before.end();
                open.put(conversation.sid(), conversation);
              }
              watchOwn(found);
              return conversation.open(described, pageSize).thenApply(done -> conversation);
            });
  }

  /** Follows the map of the user's conversations to notice removals. Chat works without it. */
  private void watchOwn(Configuration found) {
    if (watchingOwn || found.myConversationsMap().isEmpty()) {
      return;
    }
    watchingOwn = true;
    sync.openMap(found.myConversationsMap(), new OwnConversationsListener())
        .whenComplete(
            (map, failure) -> {
              if (failure != null) {
                watchingOwn = false;
                LOG.debug(
                    "the map of the user's conversations cannot be opened: {}", failure.toString());
              }
            });
  }

  /** Replaces the token; completes when the server has accepted it. Revives a denied client. */
  public CompletableFuture<Void> updateToken(String token) {
    return sync.updateToken(token)
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(Commands.toConversations(failure)));
  }

  /** Connects anew at once, because the connection is probably broken. */
  public void reconnect() {
    sync.reconnect();
  }

  @Override
  public void close() {
    sync.execute(() -> List.copyOf(open.values()).forEach(OpenConversation::end));
    sync.close();
  }

  private final class OwnConversationsListener implements SyncMap.Listener {
    @Override
    public void onItem(String key, SyncMap.Item item) {
      // Only removals of open conversations are of interest.
    }

    @Override
    public void onItemRemoved(String key) {
      OpenConversation gone = open.get(key);
      if (gone != null) {
        gone.ended(Conversation.Ending.REMOVED);
      }
    }

    @Override
    public void onRemoved() {
      watchingOwn = false;
    }
  }

  private final class EventListener implements SyncClient.Listener {
    private final Listener listener;

    EventListener(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onState(SyncClient.State state) {
      listener.onState(state(state));
    }

    @Override
    public void onTokenAboutToExpire() {
      listener.onTokenAboutToExpire();
    }

    @Override
    public void onNotification(String messageType, JsonObject payload) {
      OpenConversation in = open.get(JsonFields.text(payload, "channel_sid", ""));
      String who = JsonFields.text(payload, "identity");
      if (in != null && who != null) {
        in.typingReceived(who, ConversationFields.number(payload, "typing_timeout").orElse(0));
      }
    }
  }
}
