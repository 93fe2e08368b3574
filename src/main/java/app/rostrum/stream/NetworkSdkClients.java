package app.rostrum.stream;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.DataChannel;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.sdk.conversations.Conversation;
import app.rostrum.sdk.conversations.ConversationsClient;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncDocument;
import app.rostrum.sdk.sync.SyncMap;
import app.rostrum.sdk.video.LocalDataTrack;
import app.rostrum.sdk.video.Room;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/** The SDK clients themselves, behind the interface that sessions use. */
record NetworkSdkClients(OkHttpClient http, MediaEngine media) implements SdkClients {
  @Override
  public CompletableFuture<RoomHandle> connectRoom(
      StreamCredentials credentials,
      String streamName,
      Optional<LocalAudioTrack> microphone,
      Room.Listener listener) {
    var options =
        new Room.Options(
            http, credentials.signaling(), credentials.token(), streamName, media, microphone);
    return Room.connect(options, listener).thenApply(RoomAdapter::new);
  }

  @Override
  public PlayerHandle play(URI whep, String token, Player.Listener listener) {
    return new PlayerAdapter(Player.play(new Player.Options(http, whep, token, media), listener));
  }

  @Override
  public SyncHandle connectSync(StreamCredentials credentials, SyncClient.Listener listener) {
    return new SyncAdapter(
        SyncClient.connect(http, credentials.twilsock(), credentials.token(), listener));
  }

  @Override
  public ChatHandle connectChat(
      StreamCredentials credentials, ConversationsClient.Listener listener) {
    return new ChatAdapter(
        ConversationsClient.connect(http, credentials.twilsock(), credentials.token(), listener));
  }

  private record RoomAdapter(Room room) implements RoomHandle {
    @Override
    public CompletableFuture<Void> publish(LocalAudioTrack track, String name) {
      return room.publish(track, name);
    }

    @Override
    public CompletableFuture<LocalDataTrack> publishData(String name) {
      return room.publishData(name, DataChannel.Options.RELIABLE);
    }

    @Override
    public void setEnabled(LocalAudioTrack track, boolean enabled) {
      room.setEnabled(track, enabled);
    }

    @Override
    public void silence(Set<String> identities) {
      room.silence(identities);
    }

    @Override
    public void updateToken(String token) {
      room.updateToken(token);
    }

    @Override
    public CompletableFuture<Void> firstAudio() {
      return room.firstAudio();
    }

    @Override
    public CompletableFuture<Room.Stats> stats() {
      return room.stats();
    }

    @Override
    public void reconnect() {
      room.reconnect();
    }

    @Override
    public void close() {
      room.close();
    }
  }

  private record PlayerAdapter(Player player) implements PlayerHandle {
    @Override
    public void setVolume(double volume) {
      player.setVolume(volume);
    }

    @Override
    public void updateToken(String token) {
      player.updateToken(token);
    }

    @Override
    public CompletableFuture<Player.Stats> stats() {
      return player.stats();
    }

    @Override
    public void reconnect() {
      player.reconnect();
    }

    @Override
    public void close() {
      player.close();
    }
  }

  private record SyncAdapter(SyncClient client) implements SyncHandle {
    @Override
    public CompletableFuture<SyncMap> openMap(String name, SyncMap.Listener listener) {
      return client.openMap(name, listener);
    }

    @Override
    public CompletableFuture<SyncDocument> openDocument(
        String name, SyncDocument.Listener listener) {
      return client.openDocument(name, listener);
    }

    @Override
    public CompletableFuture<Void> updateToken(String token) {
      return client.updateToken(token);
    }

    @Override
    public void reconnect() {
      client.reconnect();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private record ChatAdapter(ConversationsClient client) implements ChatHandle {
    @Override
    public CompletableFuture<Conversation> open(
        String name, int pageSize, Conversation.Listener listener) {
      return client.conversation(name, pageSize, listener);
    }

    @Override
    public CompletableFuture<Void> updateToken(String token) {
      return client.updateToken(token);
    }

    @Override
    public void reconnect() {
      client.reconnect();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
