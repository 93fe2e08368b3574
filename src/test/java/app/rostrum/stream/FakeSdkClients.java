package app.rostrum.stream;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaConnectivity;
import app.rostrum.media.PeerConnection.Upstream;
import app.rostrum.sdk.conversations.ConversationsClient;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncDocument;
import app.rostrum.sdk.sync.SyncException;
import app.rostrum.sdk.sync.SyncMap;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.LocalDataTrack;
import app.rostrum.sdk.video.RemoteParticipant;
import app.rostrum.sdk.video.Room;
import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Fake rooms, players, Sync and chat, which a test controls. */
final class FakeSdkClients implements SdkClients {
  final List<FakeRoom> rooms = new ArrayList<>();
  final List<FakePlayer> players = new ArrayList<>();
  final List<FakeTrack> tracks = new ArrayList<>();
  final FakeSync sync = new FakeSync();
  final FakeChat chat = new FakeChat();
  int syncConnections;

  /** True if rooms and players connect by themselves. */
  boolean roomsConnect = true;

  boolean playersPlay = true;

  /** True if sound gets through to a room as soon as it is connected. */
  boolean soundPasses = true;

  /** True if rooms and players are lost as soon as they are connected. */
  boolean roomsDrop;

  boolean playersDrop;

  /** Thrown when a client or a track is created. */
  @Nullable Error making;

  private void throwIfTold() {
    if (making != null) {
      throw making;
    }
  }

  /** Thrown instead of making a track of the microphone. */
  @Nullable RuntimeException makingTracks;

  FakeRoom room() {
    return rooms.getLast();
  }

  FakePlayer player() {
    return players.getLast();
  }

  FakeTrack track() {
    return tracks.getLast();
  }

  LocalAudioTrack newTrack(String id) {
    throwIfTold();
    if (makingTracks != null) {
      throw makingTracks;
    }
    var track = new FakeTrack(id);
    tracks.add(track);
    return track;
  }

  @Override
  public CompletableFuture<RoomHandle> connectRoom(
      StreamCredentials credentials,
      String streamName,
      Optional<LocalAudioTrack> microphone,
      Room.Listener listener) {
    throwIfTold();
    var room = new FakeRoom(listener, credentials.token(), microphone);
    rooms.add(room);
    room.soundPasses = soundPasses;
    if (roomsConnect) {
      room.connect();
    }
    if (roomsDrop) {
      room.connected.thenRun(
          () -> room.disconnect(new DisconnectReason.ConnectionLost(53001, "dropped")));
    }
    return room.connected;
  }

  @Override
  public PlayerHandle play(URI whep, String token, Player.Listener listener) {
    throwIfTold();
    var player = new FakePlayer(listener, token);
    players.add(player);
    if (playersPlay) {
      listener.onState(Player.State.PLAYING);
    }
    if (playersDrop) {
      player.fail(500);
    }
    return player;
  }

  @Override
  public SyncHandle connectSync(StreamCredentials credentials, SyncClient.Listener listener) {
    throwIfTold();
    syncConnections++;
    sync.listener = listener;
    sync.token = credentials.token();
    listener.onState(SyncClient.State.CONNECTED);
    return sync;
  }

  @Override
  public ChatHandle connectChat(
      StreamCredentials credentials, ConversationsClient.Listener listener) {
    throwIfTold();
    chat.connect(credentials.token(), listener);
    return chat;
  }

  static final class FakeTrack implements LocalAudioTrack {
    private final String id;
    boolean on = true;

    FakeTrack(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public boolean enabled() {
      return on;
    }

    @Override
    public void setEnabled(boolean enabled) {
      on = enabled;
    }
  }

  static final class FakeRoom implements RoomHandle {
    final Room.Listener listener;
    final CompletableFuture<RoomHandle> connected = new CompletableFuture<>();
    final CompletableFuture<Void> sound = new CompletableFuture<>();
    final Optional<LocalAudioTrack> microphone;
    CompletableFuture<Void> publishing = CompletableFuture.completedFuture(null);
    final List<LocalAudioTrack> published = new ArrayList<>();
    final FakeDataTrack data = new FakeDataTrack();
    Set<String> silenced = Set.of();
    CompletableFuture<LocalDataTrack> dataPublishing = CompletableFuture.completedFuture(data);
    Room.Stats stats =
        new Room.Stats(
            0, Map.of(), Optional.empty(), 0, 5, 0, Upstream.NONE, Duration.ZERO, Optional.empty());
    String token;
    boolean soundPasses;
    int closed;
    int reconnects;
    int measured;
    @Nullable Error measuring;
    @Nullable Error closing;

    FakeRoom(Room.Listener listener, String token, Optional<LocalAudioTrack> microphone) {
      this.listener = listener;
      this.token = token;
      this.microphone = microphone;
    }

    void connect() {
      connected.complete(this);
      if (soundPasses) {
        connectivity(MediaConnectivity.WORKING);
      }
    }

    void connectivity(MediaConnectivity connectivity) {
      listener.onConnectivity(connectivity, "192.0.2.7:8770");
    }

    void refuse(DisconnectReason reason) {
      connected.completeExceptionally(new Room.ConnectException(reason));
    }

    void participants(RemoteParticipant... all) {
      listener.onParticipants(List.of(all));
    }

    /** Delivers a message on a participant's data track. */
    void says(String identity, String text) {
      listener.onMessage(
          new Room.DataMessage(identity, "data", text.getBytes(StandardCharsets.UTF_8), true));
    }

    void disconnect(DisconnectReason reason) {
      listener.onDisconnected(reason);
    }

    static RemoteParticipant participant(String identity, boolean unmuted) {
      return new RemoteParticipant(
          "PA" + identity,
          identity,
          false,
          List.of(
              new RemoteParticipant.AudioPublication(
                  "MT" + identity, "microphone", unmuted, true)));
    }

    @Override
    public CompletableFuture<Void> publish(LocalAudioTrack track, String name) {
      published.add(track);
      return publishing;
    }

    @Override
    public CompletableFuture<LocalDataTrack> publishData(String name) {
      return dataPublishing;
    }

    @Override
    public void setEnabled(LocalAudioTrack track, boolean enabled) {
      track.setEnabled(enabled);
    }

    @Override
    public void silence(Set<String> identities) {
      silenced = identities;
    }

    @Override
    public void updateToken(String token) {
      this.token = token;
    }

    @Override
    public CompletableFuture<Void> firstAudio() {
      return sound;
    }

    @Override
    public CompletableFuture<Room.Stats> stats() {
      measured++;
      if (measuring != null) {
        throw measuring;
      }
      return CompletableFuture.completedFuture(stats);
    }

    @Override
    public void reconnect() {
      reconnects++;
    }

    @Override
    public void close() {
      closed++;
      if (closing != null) {
        throw closing;
      }
    }
  }

  /** A data track that records the messages sent. */
  static final class FakeDataTrack implements LocalDataTrack {
    final List<String> sent = new ArrayList<>();
    boolean takes = true;

    @Override
    public String name() {
      return "data";
    }

    @Override
    public boolean send(byte[] data) {
      return send(new String(data, StandardCharsets.UTF_8));
    }

    @Override
    public boolean send(String text) {
      if (takes) {
        sent.add(text);
      }
      return takes;
    }

    @Override
    public void unpublish() {}
  }

  static final class FakePlayer implements PlayerHandle {
    final Player.Listener listener;
    Player.Stats stats =
        new Player.Stats(List.of(), 0, Optional.empty(), 0, Duration.ZERO, Optional.empty());
    String token;
    double volume = -1;
    int closed;
    int reconnects;
    int measured;

    FakePlayer(Player.Listener listener, String token) {
      this.listener = listener;
      this.token = token;
    }

    void state(Player.State state) {
      listener.onState(state);
    }

    void connectivity(MediaConnectivity connectivity) {
      listener.onConnectivity(connectivity, "192.0.2.7:8770");
    }

    void fail(int status) {
      listener.onError(status, "refused");
      listener.onState(Player.State.FAILED);
    }

    @Override
    public void setVolume(double volume) {
      this.volume = volume;
    }

    @Override
    public void updateToken(String token) {
      this.token = token;
    }

    @Override
    public CompletableFuture<Player.Stats> stats() {
      measured++;
      return CompletableFuture.completedFuture(stats);
    }

    @Override
    public void reconnect() {
      reconnects++;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  /** Sync with objects in memory, which a test changes as the backend would. */
  static final class FakeSync implements SyncHandle {
    SyncClient.Listener listener =
        new SyncClient.Listener() {
          @Override
          public void onState(SyncClient.State state) {}

          @Override
          public void onTokenAboutToExpire() {}
        };
    String token = "";
    int closed;
    int reconnects;
    final Map<String, FakeMap> maps = new HashMap<>();
    final Map<String, FakeDocument> documents = new HashMap<>();
    final Map<String, SyncException> refusals = new HashMap<>();
    private long orders;

    FakeMap map(String name) {
      return maps.computeIfAbsent(name, FakeMap::new);
    }

    FakeDocument document(String name) {
      return documents.computeIfAbsent(name, FakeDocument::new);
    }

    void put(String map, String key) {
      put(map, key, new JsonObject());
    }

    void put(String map, String key, JsonObject data) {
      FakeMap target = map(map);
      var item = new SyncMap.Item(data, Instant.EPOCH.plusSeconds(++orders), orders);
      target.items.put(key, item);
      target.listener.onItem(key, item);
    }

    void speaker(String key, boolean host) {
      var data = new JsonObject();
      data.addProperty("host", host);
      put("speakers", key, data);
    }

    void remove(String map, String key) {
      FakeMap target = map(map);
      if (target.items.remove(key) != null) {
        target.listener.onItemRemoved(key);
      }
    }

    /** Removes a map for those who have it open; it can be opened again. */
    void drop(String map) {
      SyncMap.Listener last = map(map).listener;
      map(map).listener = FakeMap.DEAF;
      last.onRemoved();
    }

    void invite(String identity, boolean invited) {
      FakeDocument document = document("user-" + identity);
      document.data = new JsonObject();
      document.data.addProperty("speaker_invite", invited);
      document.listener.onData(document.data);
    }

    @Override
    public CompletableFuture<SyncMap> openMap(String name, SyncMap.Listener listener) {
      SyncException refusal = refusals.get(name);
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
      FakeMap map = map(name);
      map.listener = listener;
      map.opened++;
      map.items.forEach(listener::onItem);
      return CompletableFuture.completedFuture(map);
    }

    @Override
    public CompletableFuture<SyncDocument> openDocument(
        String name, SyncDocument.Listener listener) {
      FakeDocument document = document(name);
      document.listener = listener;
      listener.onData(document.data);
      return CompletableFuture.completedFuture(document);
    }

    @Override
    public CompletableFuture<Void> updateToken(String token) {
      this.token = token;
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void reconnect() {
      reconnects++;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  static final class FakeMap implements SyncMap {
    static final SyncMap.Listener DEAF =
        new SyncMap.Listener() {
          @Override
          public void onItem(String key, Item item) {}

          @Override
          public void onItemRemoved(String key) {}

          @Override
          public void onRemoved() {}
        };

    private final String name;
    SyncMap.Listener listener = DEAF;
    int opened;
    final Map<String, Item> items = new LinkedHashMap<>();

    FakeMap(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Map<String, Item> items() {
      return Map.copyOf(items);
    }

    @Override
    public void close() {}
  }

  static final class FakeDocument implements SyncDocument {
    private final String name;
    SyncDocument.Listener listener =
        new SyncDocument.Listener() {
          @Override
          public void onData(JsonObject data) {}

          @Override
          public void onRemoved() {}
        };
    JsonObject data = new JsonObject();

    FakeDocument(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public JsonObject data() {
      return data;
    }

    @Override
    public void close() {}
  }
}
