package app.rostrum.server;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenFloors;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.WebhookSender;
import app.rostrum.cloud.Webhooks;
import app.rostrum.cloud.conversations.Conversations;
import app.rostrum.cloud.conversations.MemberRecord;
import app.rostrum.cloud.conversations.UserRecord;
import app.rostrum.cloud.live.Live;
import app.rostrum.cloud.rest.ConversationResources;
import app.rostrum.cloud.rest.LiveResources;
import app.rostrum.cloud.rest.RestRouter;
import app.rostrum.cloud.rest.SyncResources;
import app.rostrum.cloud.rest.VideoResources;
import app.rostrum.cloud.rooms.RoomSettings;
import app.rostrum.cloud.rooms.Rooms;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.sync.SyncServices;
import app.rostrum.rtc.MediaPort;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The embedded cloud's real services behind one router, with their webhooks sent to a backend. */
final class RealCloud implements HttpHandler, AutoCloseable {
  /** Every request to the REST API, as METHOD host/path. */
  final List<String> log = new CopyOnWriteArrayList<>();

  final RestRouter router;
  private final Store store;
  private final MediaPort media;
  private final WebhookSender webhooks;
  private final Rooms rooms;
  private final SyncServices sync;
  private final Conversations conversations;
  private final Live live;
  private volatile HttpHandler backend = request -> HttpResponse.empty(204);

  RealCloud(Path file) throws IOException {
    store = Store.open(file);
    var loopback = InetAddress.getLoopbackAddress();
    media = MediaPort.open(new InetSocketAddress(loopback, 0), List.of(loopback), 3);
    var sids = new Sids(new Random());
    Clock clock = Clock.systemUTC();
    var floors = new TokenFloors(store, clock);
    var tokens =
        new TokenVerifier(
            key ->
                key.equals(BackendHarness.KEY)
                    ? Optional.of(BackendHarness.SECRET)
                    : Optional.empty(),
            clock,
            Optional.of(floors));
    webhooks =
        new WebhookSender(
            FakeTwilio.AUTH_TOKEN, WebhookSender.inProcess(this::tellBackend), WebhookSender.RETRY);
    Webhooks calls = webhooks;
    rooms =
        new Rooms(store, sids, clock, calls, media, tokens, RoomSettings.of(FakeTwilio.ACCOUNT));
    sync = new SyncServices(store, sids, clock, calls, FakeTwilio.ACCOUNT);
    live =
        new Live(
            new Live.Dependencies(
                store, sids, clock, rooms, () -> URI.create("http://backend.test:8080"), tokens),
            media);
    router =
        new RestRouter(
            (user, password) ->
                user.equals(FakeTwilio.ACCOUNT) && password.equals(FakeTwilio.AUTH_TOKEN));
    new VideoResources(rooms, FakeTwilio.ACCOUNT).addTo(router);
    new SyncResources(sync, floors).addTo(router);
    conversations = new Conversations(store, sync, sids, clock);
    new ConversationResources(conversations, FakeTwilio.ACCOUNT).addTo(router);
    new LiveResources(live, FakeTwilio.ACCOUNT).addTo(router);
    live.resume();
  }

  private HttpResponse tellBackend(HttpRequest request) {
    return backend.handle(request);
  }

  /** Sends the webhooks to this handler from now on. */
  void tell(HttpHandler handler) {
    backend = handler;
  }

  /** Leaves no room for another page, until one has been asked for in vain. */
  void fillDisk() {
    store.transaction(
        c -> {
          try (var statement = c.createStatement()) {
            int pages;
            try (var row = statement.executeQuery("PRAGMA page_count")) {
              pages = row.getInt(1);
            }
            return statement.execute("PRAGMA max_page_count=" + pages);
          }
        });
  }

  /** Lets empty rooms end after a tenth of a second; for the next start with this database. */
  void endEmptyRoomsSoon() {
    store.transaction(
        c -> {
          try (var statement = c.createStatement()) {
            return statement.executeUpdate(
                "UPDATE rooms SET empty_timeout = 100, unused_timeout = 100");
          }
        });
  }

  SyncServices sync() {
    return sync;
  }

  Live live() {
    return live;
  }

  /** Returns the number of rows of each table. */
  Map<String, Integer> tableSizes() {
    return store.transaction(
        c -> {
          var sizes = new TreeMap<String, Integer>();
          try (var names = c.createStatement();
              var row = names.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
            while (row.next()) {
              try (var count = c.createStatement();
                  var rows = count.executeQuery("SELECT count(*) FROM " + row.getString(1))) {
                sizes.put(row.getString(1), rows.getInt(1));
              }
            }
          }
          return sizes;
        });
  }

  /** Returns the participants of the chat of the stream in a room. */
  List<String> participants(String roomSid) {
    return conversations.services().stream()
        .filter(service -> service.friendlyName().equals(roomSid))
        .flatMap(service -> conversations.participants(service.sid(), roomSid).stream())
        .map(MemberRecord::identity)
        .toList();
  }

  /** Returns the users of the chat of the stream in a room. */
  List<String> chatUsers(String roomSid) {
    return conversations.services().stream()
        .filter(service -> service.friendlyName().equals(roomSid))
        .flatMap(service -> conversations.users(service.sid()).stream())
        .map(UserRecord::identity)
        .toList();
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    log.add(request.method() + " " + request.host() + request.path());
    return router.handle(request);
  }

  @Override
  public void close() {
    webhooks.close();
    live.close();
    rooms.close();
    conversations.close();
    sync.close();
    media.close();
    store.close();
  }
}
