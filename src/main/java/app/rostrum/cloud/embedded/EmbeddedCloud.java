package app.rostrum.cloud.embedded;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenFloors;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.TurnServers;
import app.rostrum.cloud.Webhooks;
import app.rostrum.cloud.conversations.Conversations;
import app.rostrum.cloud.live.Live;
import app.rostrum.cloud.rest.ConversationResources;
import app.rostrum.cloud.rest.LiveResources;
import app.rostrum.cloud.rest.RestRouter;
import app.rostrum.cloud.rest.SyncResources;
import app.rostrum.cloud.rest.VideoResources;
import app.rostrum.cloud.rooms.RoomSettings;
import app.rostrum.cloud.rooms.Rooms;
import app.rostrum.cloud.rooms.SignalingEndpoint;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.sync.SyncProduct;
import app.rostrum.cloud.sync.SyncServices;
import app.rostrum.cloud.twilsock.TwilsockEndpoint;
import app.rostrum.rtc.MediaPort;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.WebServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The embedded cloud: rooms, Sync, Conversations and Live over one store and one UDP port. */
public final class EmbeddedCloud implements AutoCloseable {
  /** The path of room signaling. */
  public static final String SIGNALING_PATH = "/signaling";

  /** The path of Twilsock. */
  public static final String TWILSOCK_PATH = "/v3/wsconnect";

  /** The path of WHEP, which plays streams. */
  public static final String WHEP_PATH = "/whep/";

  /**
   * The services that the cloud is built on.
   *
   * @param publicUrl the address at which clients reach the cloud; read at each use
   */
  public record Dependencies(
      Store store,
      MediaPort mediaPort,
      Webhooks webhooks,
      Supplier<URI> publicUrl,
      Account account,
      Clock clock,
      RandomGenerator random,
      TurnServers turn) {}

  /** The only account of this cloud, with its only API key. */
  public record Account(String sid, String authToken, String keySid, String keySecret) {
    /** Leaves out the secrets. */
    @Override
    public String toString() {
      return "Account[" + sid + "]";
    }
  }

  private final Store store;
  private final MediaPort media;
  private final Rooms rooms;
  private final SyncServices sync;
  private final Conversations conversations;
  private final Live live;
  private final RestRouter rest;
  private final TwilsockEndpoint twilsock;

  /** The endpoints of all ways to this cloud, some of which may be closed. */
  private final Set<SignalingEndpoint> signaling =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  public EmbeddedCloud(Dependencies dependencies) {
    store = dependencies.store();
    media = dependencies.mediaPort();
    Account account = dependencies.account();
    Function<String, Optional<String>> secrets =
        key -> key.equals(account.keySid()) ? Optional.of(account.keySecret()) : Optional.empty();
    var sids = new Sids(dependencies.random());
    var floors = new TokenFloors(dependencies.store(), dependencies.clock());
    var tokens = new TokenVerifier(secrets, dependencies.clock(), Optional.of(floors));
    rooms =
        new Rooms(
            dependencies.store(),
            sids,
            dependencies.clock(),
            dependencies.webhooks(),
            dependencies.mediaPort(),
            tokens,
            RoomSettings.of(account.sid()).withTurn(dependencies.turn()));
    sync =
        new SyncServices(
            dependencies.store(),
            sids,
            dependencies.clock(),
            dependencies.webhooks(),
            account.sid());
    conversations = new Conversations(dependencies.store(), sync, sids, dependencies.clock());
    twilsock =
        new TwilsockEndpoint(
            List.of(new SyncProduct(sync), conversations.product()),
            tokens,
            sids,
            dependencies.clock());
    live =
        new Live(
            new Live.Dependencies(
                dependencies.store(),
                sids,
                dependencies.clock(),
                rooms,
                dependencies.publicUrl(),
                tokens,
                dependencies.turn()),
            dependencies.mediaPort());
    rest =
        new RestRouter(
            (user, password) ->
                (RestRouter.same(account.sid(), user)
                        && RestRouter.same(account.authToken(), password))
                    || (RestRouter.same(account.keySid(), user)
                        && RestRouter.same(account.keySecret(), password)));
    new VideoResources(rooms, account.sid()).addTo(rest);
    new SyncResources(sync, floors).addTo(rest);
    new ConversationResources(conversations, account.sid()).addTo(rest);
    new LiveResources(live, account.sid()).addTo(rest);
    floors.listen(
        (service, identity) -> {
          twilsock.dropWithdrawn(identity);
          live.closeWithdrawn(identity);
        });
    live.resume();
  }

  /**
   * Returns the REST API, for a caller in this process: its answers do not wait for the disk, so
   * the caller's own have to be {@link #durable}.
   */
  public HttpHandler rest() {
    return rest;
  }

  /** Returns a handler whose answers leave when all that has changed is on disk. */
  public HttpHandler durable(HttpHandler handler) {
    return new DurableAnswers(handler, store);
  }

  /** Returns the rooms' statistics. */
  public Rooms.Statistics rooms() {
    return rooms.statistics();
  }

  /** Returns the open connections for Sync and chat. */
  public int twilsockConnections() {
    return twilsock.connectionCount();
  }

  /** Returns the live part, for statistics. */
  public Live live() {
    return live;
  }

  /** Adds all handlers and endpoints of the cloud to a server, the REST API included. */
  public WebServer.Builder addTo(WebServer.Builder web) {
    HttpHandler outside = durable(rest);
    return addWithoutRest(
        web.handle(RestRouter.PREFIX, outside).handleHosts(RestRouter::isTwilios, outside));
  }

  /**
   * Adds what clients need: everything but the REST API. The server has to have the media port's
   * number.
   */
  public WebServer.Builder addWithoutRest(WebServer.Builder web) {
    media.answerStrangers();
    return web.beside(new SoundByTcp(media))
        .handle(WHEP_PATH, live.whep())
        .webSocket(SIGNALING_PATH, remembered(new SignalingEndpoint(rooms)))
        .webSocket(TWILSOCK_PATH, twilsock);
  }

  /**
   * Adds what clients need to a server that is reached by another way than the others.
   *
   * @param media the port for the media of those who come by it, open for as long as the server is;
   *     best with a socket for each thread that sends, as {@link Live#sendingThreads} counts them
   */
  public WebServer.Builder addWithoutRest(WebServer.Builder web, MediaPort media) {
    media.answerStrangers();
    return web.beside(new SoundByTcp(media))
        .handle(WHEP_PATH, live.whep(media))
        .webSocket(SIGNALING_PATH, remembered(new SignalingEndpoint(rooms, media)))
        .webSocket(TWILSOCK_PATH, twilsock);
  }

  private SignalingEndpoint remembered(SignalingEndpoint endpoint) {
    signaling.add(endpoint);
    return endpoint;
  }

  /**
   * Tells all clients, each in its protocol, that the server restarts, and takes no new ones. To be
   * closed a moment later.
   *
   * @param away the time after which it is worth to connect again
   */
  public void announceRestart(Duration away) {
    twilsock.announceRestart(away);
    live.announceRestart(away);
    List.copyOf(signaling).forEach(SignalingEndpoint::announceRestart);
  }

  /**
   * Closes all connections and threads. Rooms and streams in progress stay in the store and go on
   * at the next start.
   */
  @Override
  public void close() {
    live.close();
    rooms.close();
    conversations.close();
    sync.close();
    twilsock.close();
  }
}
