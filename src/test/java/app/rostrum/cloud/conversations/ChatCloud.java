package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.cloud.sync.SyncProduct;
import app.rostrum.cloud.sync.SyncServices;
import app.rostrum.cloud.twilsock.TwilsockEndpoint;
import app.rostrum.web.WebServer;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server with Sync and Conversations on one Twilsock endpoint on loopback, and tokens for it. */
public final class ChatCloud implements AutoCloseable {
  static final PresenceTiming QUICK =
      new PresenceTiming(Duration.ofMillis(300), Duration.ofMillis(1500));
  private static final String ACCOUNT = "AC00000000000000000000000000000001";

  final SyncServices sync;
  final Conversations conversations;
  final TwilsockEndpoint endpoint;
  private final Store store;
  private final Set<WebSocketConnection> sockets = ConcurrentHashMap.newKeySet();
  private final WebServer server;

  private ChatCloud(Store store, int port, Clock clock) throws IOException {
    this.store = store;
    var sids = new Sids(new Random());
    sync = new SyncServices(store, sids, clock, (key, url, form) -> {}, ACCOUNT);
    conversations = new Conversations(store, sync, sids, clock, QUICK);
    endpoint =
        new TwilsockEndpoint(
            List.of(new SyncProduct(sync), conversations.product()),
            TokenVerifier.withoutFloors(SyncCloud::secretOf, clock),
            sids,
            clock,
            Duration.ofSeconds(30));
    WebSocketEndpoint watched =
        connection -> {
          sockets.add(connection);
          return endpoint.onOpen(connection);
        };
    server =
        WebServer.builder()
            .webSocket(TwilsockEndpoint.PATH, watched)
            .start(new InetSocketAddress("127.0.0.1", port));
  }

  public static ChatCloud inMemory() throws IOException {
    return new ChatCloud(Store.inMemory(), 0, Clock.systemUTC());
  }

  static ChatCloud inMemory(Clock clock) throws IOException {
    return new ChatCloud(Store.inMemory(), 0, clock);
  }

  /** Creates a server on a file, so that another one can take over. Port 0 means any. */
  static ChatCloud on(Path file, int port) throws IOException {
    return new ChatCloud(Store.open(file), port, Clock.systemUTC());
  }

  int port() {
    return server.port();
  }

  public URI twilsock() {
    return URI.create("ws://127.0.0.1:" + port() + TwilsockEndpoint.PATH);
  }

  /** Aborts all sockets, as a failing network does. */
  public void dropSockets() {
    sockets.forEach(WebSocketConnection::abort);
    sockets.clear();
  }

  public String service() {
    return conversations.createService("chats").sid();
  }

  /** Creates a conversation with participants. */
  public void gather(String service, String name, String... identities) {
    var unused = conversation(service, name, identities);
  }

  /** Creates a conversation with participants, and returns it. */
  ConversationRecord conversation(String service, String name, String... identities) {
    ConversationRecord made = conversations.create(service, named(name));
    for (String identity : identities) {
      var unused = conversations.join(service, made.sid(), identity, Optional.empty());
    }
    return made;
  }

  static ConversationSettings named(String name) {
    return new ConversationSettings(
        Optional.of(name),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static ConversationSettings in(ConversationRecord.State state) {
    return new ConversationSettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(state),
        Optional.empty(),
        Optional.empty());
  }

  MessageRecord say(String service, String conversation, String body) {
    return conversations.send(
        service,
        conversation,
        "system",
        Draft.of(Optional.of(body), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  public static String token(String identity, String service) {
    return token(identity, service, Instant.now().plusSeconds(3600));
  }

  static String token(String identity, String service, Instant expires) {
    return SyncCloud.signedRight(
        "{\"identity\":\"%s\",\"chat\":{\"service_sid\":\"%s\"}}".formatted(identity, service),
        expires);
  }

  /** Signs a token for both products. */
  static String token(String identity, String service, String syncService) {
    return SyncCloud.signedRight(
        "{\"identity\":\"%s\",\"chat\":{\"service_sid\":\"%s\"},\"data_sync\":{\"service_sid\":\"%s\"}}"
            .formatted(identity, service, syncService),
        Instant.now().plusSeconds(3600));
  }

  @Override
  public void close() {
    conversations.close();
    sync.close();
    endpoint.close();
    server.close();
    store.close();
  }
}
