package app.rostrum.cloud.rooms;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.store.Store;
import app.rostrum.rtc.MediaPort;
import app.rostrum.web.WebServer;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Rooms on a loopback port, with all that a test inspects. */
public final class EmbeddedRooms implements AutoCloseable {
  public static final URI CALLBACK = URI.create("http://127.0.0.1:1/rooms-webhook");

  private final Store store;
  private final MediaPort media;
  private final Rooms rooms;
  private final WebServer web;
  private final SignalingEndpoint endpoint;
  private final List<Map<String, String>> callbacks = new CopyOnWriteArrayList<>();
  private final List<WebSocketConnection> sockets = new CopyOnWriteArrayList<>();

  public static RoomSettings quick() {
    return new RoomSettings(
        TestTokens.ACCOUNT, Duration.ofSeconds(2), Duration.ofMillis(700), 100, 50);
  }

  public EmbeddedRooms() throws IOException {
    this(Store.inMemory(), RoomSettings.of(TestTokens.ACCOUNT), 0);
  }

  public EmbeddedRooms(Store store, RoomSettings settings, int port) throws IOException {
    this.store = store;
    this.media =
        MediaPort.open(
            new InetSocketAddress("127.0.0.1", 0), List.of(InetAddress.getLoopbackAddress()), 3);
    this.rooms =
        new Rooms(
            store,
            new Sids(new Random()),
            Clock.systemUTC(),
            (key, url, form) -> callbacks.add(form),
            media,
            TokenVerifier.withoutFloors(TestTokens::secretOf, Clock.systemUTC()),
            settings);
    this.endpoint = new SignalingEndpoint(rooms);
    this.web =
        WebServer.builder()
            .webSocket("/signaling", observed(endpoint))
            .start(new InetSocketAddress("127.0.0.1", port));
  }

  private WebSocketEndpoint observed(SignalingEndpoint endpoint) {
    return new WebSocketEndpoint() {
      @Override
      public Receiver onOpen(WebSocketConnection connection) {
        sockets.add(connection);
        return endpoint.onOpen(connection);
      }

      @Override
      public int firstMessages() {
        return endpoint.firstMessages();
      }
    };
  }

  SignalingEndpoint endpoint() {
    return endpoint;
  }

  public MediaPort media() {
    return media;
  }

  public Rooms rooms() {
    return rooms;
  }

  public URI signaling() {
    return URI.create("ws://127.0.0.1:" + web.port() + "/signaling");
  }

  public int port() {
    return web.port();
  }

  public RoomRecord create(String name) throws RoomException {
    return create(name, 50);
  }

  public RoomRecord create(String name, int maxParticipants) throws RoomException {
    return rooms.create(
        new Rooms.CreateRequest(
            name,
            Optional.of(maxParticipants),
            false,
            Optional.of(CALLBACK),
            Optional.empty(),
            Optional.empty()));
  }

  /** Returns the status callbacks so far: event and, if there is one, identity. */
  public List<String> callbacks() {
    return callbacks.stream()
        .map(f -> f.get("StatusCallbackEvent") + suffix(f.get("ParticipantIdentity")))
        .toList();
  }

  public List<Map<String, String>> callbackForms() {
    return List.copyOf(callbacks);
  }

  private static String suffix(@Nullable String identity) {
    return identity == null ? "" : " " + identity;
  }

  /** Drops all signaling sockets as a lost network would. */
  public void dropSockets() {
    List<WebSocketConnection> all = List.copyOf(sockets);
    sockets.removeAll(all);
    all.forEach(WebSocketConnection::abort);
  }

  /** Stops as a killed process would; the store stays open. */
  public void kill() {
    rooms.close();
    web.close();
    media.close();
  }

  @Override
  public void close() {
    kill();
    store.close();
  }
}
