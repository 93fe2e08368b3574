package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cli.JsonLines;
import app.rostrum.threads.Threads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoppingTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofMillis(1);

  private static final class Server implements Stopping.Server {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile int live;
    volatile boolean empty;
    volatile boolean lobby;

    @Override
    public void drain(boolean on) {
      calls.add("drain " + on);
    }

    @Override
    public int liveStreams() {
      return live;
    }

    @Override
    public boolean isAnybodyThere() {
      return !empty;
    }

    @Override
    public boolean isLobbyOccupied(Duration time) {
      return lobby;
    }

    @Override
    public void announceRestartToLobby(Duration away) {
      calls.add("lobby");
    }

    @Override
    public void announceRestart(Duration away) {
      calls.add("streams");
    }
  }

  private final Server server = new Server();
  private volatile boolean done;

  private Stopping stopping(Duration drain) {
    var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    var stopping = new Stopping(server, new JsonLines(out, Clock.systemUTC(), true), drain, LOOK);
    Threads.startVirtual(
        "stopping",
        () -> {
          try {
            stopping.await();
            done = true;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return stopping;
  }

  @Test
  void aServerWithoutADrainTellsItsStreamsAtOnce() {
    server.live = 3;
    stopping(Duration.ZERO).signalled();
    await().atMost(SOON).until(() -> done);
    assertThat(server.calls).containsExactly("drain true", "lobby", "streams");
  }

  @Test
  void streamsThatEverybodyHasLeftAreNotWaitedFor() {
    server.live = 1;
    stopping(Duration.ofHours(1)).signalled();
    await().atMost(SOON).until(() -> server.calls.contains("drain true"));
    assertThat(server.calls).containsExactly("drain true");
    server.empty = true;
    await().atMost(SOON).until(() -> done);
    assertThat(server.calls).containsExactly("drain true", "lobby", "streams");
  }

  @Test
  void liveStreamsAreWaitedForUntilTheyHaveEnded() {
    server.live = 1;
    stopping(Duration.ofHours(1)).signalled();
    await().atMost(SOON).until(() -> server.calls.contains("drain true"));
    assertThat(server.calls).containsExactly("drain true");
    server.live = 0;
    await().atMost(SOON).until(() -> done);
    assertThat(server.calls).containsExactly("drain true", "lobby", "streams");
  }

  @Test
  void aSecondSignalEndsTheWaitsForStreamsAndLobby() {
    server.live = 1;
    server.lobby = true;
    Stopping stopping = stopping(Duration.ofHours(1));
    stopping.signalled();
    await().atMost(SOON).until(() -> server.calls.contains("drain true"));
    assertThat(done).isFalse();
    stopping.signalled();
    await().atMost(SOON).until(() -> done);
    assertThat(server.calls).containsExactly("drain true", "lobby", "streams");
  }
}
