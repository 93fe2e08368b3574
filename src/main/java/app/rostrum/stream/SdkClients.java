package app.rostrum.stream;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.LocalAudioTrack;
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

/** The SDK clients that a session needs. Tests use fakes. */
interface SdkClients {
  /** A connected {@link Room}. */
  interface RoomHandle extends AutoCloseable {
    CompletableFuture<Void> publish(LocalAudioTrack track, String name);

    CompletableFuture<LocalDataTrack> publishData(String name);

    void setEnabled(LocalAudioTrack track, boolean enabled);

    void silence(Set<String> identities);

    void updateToken(String token);

    CompletableFuture<Void> firstAudio();

    CompletableFuture<Room.Stats> stats();

    /** Connects anew at once, because the connection is probably broken. */
    void reconnect();

    @Override
    void close();
  }

  /** A {@link Player}. */
  interface PlayerHandle extends AutoCloseable {
    void setVolume(double volume);

    void updateToken(String token);

    CompletableFuture<Player.Stats> stats();

    /** Connects anew at once, because the connection is probably broken. */
    void reconnect();

    @Override
    void close();
  }

  /** A {@link SyncClient}. */
  interface SyncHandle extends AutoCloseable {
    CompletableFuture<SyncMap> openMap(String name, SyncMap.Listener listener);

    CompletableFuture<SyncDocument> openDocument(String name, SyncDocument.Listener listener);

    CompletableFuture<Void> updateToken(String token);

    /** Connects anew at once, because the connection is probably broken. */
    void reconnect();

    @Override
    void close();
  }

  /** A {@link ConversationsClient}. */
  interface ChatHandle extends AutoCloseable {
    CompletableFuture<Conversation> open(String name, int pageSize, Conversation.Listener listener);

    CompletableFuture<Void> updateToken(String token);

    /** Connects anew at once, because the connection is probably broken. */
    void reconnect();

    @Override
    void close();
  }

  CompletableFuture<RoomHandle> connectRoom(
      StreamCredentials credentials,
      String streamName,
      Optional<LocalAudioTrack> microphone,
      Room.Listener listener);

  PlayerHandle play(URI whep, String token, Player.Listener listener);

  SyncHandle connectSync(StreamCredentials credentials, SyncClient.Listener listener);

  ChatHandle connectChat(StreamCredentials credentials, ConversationsClient.Listener listener);
}
