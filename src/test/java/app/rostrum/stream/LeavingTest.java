package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.sdk.conversations.ConversationsClient;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.LocalDataTrack;
import app.rostrum.sdk.video.Room;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LeavingTest {
  private final Scene scene = new Scene();

  @Test
  void leavingClosesEverythingOnce() {
    StreamSession speaker = scene.speaker();
    speaker.leave();
    speaker.leave();
    speaker.close();
    speaker.close();
    assertThat(scene.clients.room().closed).isEqualTo(1);
    assertThat(scene.clients.sync.closed).isEqualTo(1);
    assertThat(scene.loop.shutDown).isTrue();
    assertThat(scene.state().phase()).isEqualTo(new Phase.Left(new LeaveReason.Chosen()));
  }

  @Test
  void bothSidesOfAChangeAreClosed() {
    StreamSession viewer = scene.invited();
    viewer.acceptInvitation(true);
    assertThat(scene.clients.player().closed).isZero();
    viewer.leave();
    assertThat(scene.clients.player().closed).isEqualTo(1);
    assertThat(scene.clients.room().closed).isEqualTo(1);
  }

  @Test
  void afterLeavingTheConsumerIsNeverCalled() {
    StreamSession viewer = scene.viewer();
    viewer.leave();
    int before = scene.states.size();
    scene.clients.player().state(Player.State.ENDED);
    scene.clients.sync.put("viewers", "Zoe");
    viewer.raiseHand(true);
    scene.loop.pass(Duration.ofMinutes(5));
    assertThat(scene.states).hasSize(before);
    assertThat(scene.states.getLast().phase()).isInstanceOf(Phase.Left.class);
    assertThat(scene.backend.count("hand")).isZero();
  }

  @Test
  void theFirstReasonHolds() {
    StreamSession speaker = scene.speaker();
    scene.clients.room().disconnect(new DisconnectReason.Replaced());
    speaker.leave();
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.Replaced()));
  }

  @Test
  void leavingWhileReconnectingStopsTheAttempts() {
    StreamSession speaker = scene.speaker();
    scene.backend.refuseAlways("speaker", FakeBackend.unreachable());
    scene.clients.room().disconnect(new DisconnectReason.ConnectionLost(53001, ""));
    speaker.leave();
    long before = scene.backend.count("speaker");
    scene.loop.pass(Duration.ofMinutes(1));
    assertThat(scene.backend.count("speaker")).isEqualTo(before);
    assertThat(scene.loop.pendingTimers()).isZero();
  }

  @Test
  void closingReturnsEvenIfARoomIsNeverClosed() throws Exception {
    var loop = new ExecutorLoop("stream-test");
    var clients = new FakeSdkClients();
    var last = new AtomicReference<Phase>(new Phase.InAudience());
    var arrived = new CountDownLatch(1);
    var stuck = new CountDownLatch(1);
    var session =
        SessionFactory.begin(
            machine ->
                new SessionContext(
                    "Sam",
                    "Talk",
                    new FakeBackend(Clock.systemUTC()),
                    new StuckRooms(clients, stuck),
                    clients::newTrack,
                    Clock.systemUTC(),
                    loop,
                    new SplittableRandom(1),
                    machine),
            Role.SPEAKER,
            new StreamSettings(true, true),
            true,
            state -> {
              last.set(state.phase());
              if (state.phase() instanceof Phase.OnStage) {
                arrived.countDown();
              }
            });
    assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(CompletableFuture.runAsync(session::close)).succeedsWithin(Duration.ofSeconds(30));
    assertThat(last.get()).isEqualTo(new Phase.Left(new LeaveReason.Chosen()));
    stuck.countDown();
  }

  /** Rooms whose closing never returns. */
  private record StuckRooms(FakeSdkClients clients, CountDownLatch stuck) implements SdkClients {
    @Override
    public CompletableFuture<RoomHandle> connectRoom(
        StreamCredentials credentials,
        String streamName,
        Optional<LocalAudioTrack> microphone,
        Room.Listener listener) {
      return clients
          .connectRoom(credentials, streamName, microphone, listener)
          .thenApply(room -> new StuckRoom(room, stuck));
    }

    @Override
    public PlayerHandle play(URI whep, String token, Player.Listener listener) {
      return clients.play(whep, token, listener);
    }

    @Override
    public SyncHandle connectSync(StreamCredentials credentials, SyncClient.Listener listener) {
      return clients.connectSync(credentials, listener);
    }

    @Override
    public ChatHandle connectChat(
        StreamCredentials credentials, ConversationsClient.Listener listener) {
      return clients.connectChat(credentials, listener);
    }
  }

  private record StuckRoom(SdkClients.RoomHandle room, CountDownLatch stuck)
      implements SdkClients.RoomHandle {
    @Override
    public CompletableFuture<Void> publish(LocalAudioTrack track, String name) {
      return room.publish(track, name);
    }

    @Override
    public CompletableFuture<LocalDataTrack> publishData(String name) {
      return room.publishData(name);
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
      try {
        stuck.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
