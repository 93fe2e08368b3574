package app.rostrum.host;

import app.rostrum.cli.JsonLines;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end of a server. At the first signal it takes no new streams, and waits for those
 * that are live, if it is to. Then it tells everybody that it will be back in a moment, first those
 * in the lobby, who ask every few seconds. The second signal ends the waits, the third the process.
 */
final class Stopping {
  private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);

  /** The server as the end of it sees it. */
  interface Server {
    void drain(boolean on);

    int liveStreams();

    /** Returns whether anybody speaks in a stream or listens to one. */
    boolean isAnybodyThere();

    /** Returns whether somebody waits in the lobby, having asked for the list within a time. */
    boolean isLobbyOccupied(Duration time);

    /** Tells those in the lobby, at their next call. */
    void announceRestartToLobby(Duration away);

    /** Tells those in streams. Their connections are to be closed a moment later. */
    void announceRestart(Duration away);
  }

  /** The time after which it is worth to connect again; a start takes longer on a slow machine. */
  static final Duration AWAY = Duration.ofSeconds(1);

  /** The time within which everybody in the lobby asks; the app does every four seconds. */
  static final Duration LOBBY_ASKS = Duration.ofSeconds(5);

  /** The time that the last messages have to leave. */
  static final Duration FAREWELL = Duration.ofMillis(300);

  /** The time after which those who are away from their streams are not waited for any more. */
  private static final Duration COMING_BACK = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int KILLED = 137;

  private final Server server;
  private final JsonLines out;
  private final Duration drain;
  private final Duration look;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch hurried = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private int signals;

  /**
   * @param drain the longest wait for live streams to end
   */
  Stopping(Server server, JsonLines out, Duration drain) {
    this(server, out, drain, LOOK);
  }

  Stopping(Server server, JsonLines out, Duration drain, Duration look) {
    this.server = server;
    this.out = out;
    this.drain = drain;
    this.look = look;
  }

  /** Takes a signal. Any thread. */
  synchronized void signalled() {
    signals++;
    switch (signals) {
      case 1 -> asked.countDown();
      case 2 -> hurried.countDown();
      default -> Runtime.getRuntime().halt(KILLED);
    }
  }

  /** Waits for the first signal, and then until the server can be closed. */
  void await() throws InterruptedException {
    asked.await();
    server.drain(true);
    int live = server.liveStreams();
    out.event("stopping", Map.of("streams", live, "drain_seconds", drain.toSeconds()));
    awaitStreams();
    boolean lobby = server.isLobbyOccupied(LOBBY_ASKS.plus(look));
    server.announceRestartToLobby(AWAY);
    if (lobby) {
      var unused = hurriedWithin(LOBBY_ASKS);
    }
    LOG.info("everybody is told that the server restarts; {} streams are live", live);
    server.announceRestart(AWAY);
    var unused = over.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void awaitStreams() throws InterruptedException {
    long begun = System.nanoTime();
    long looks = COMING_BACK.dividedBy(LOOK);
    for (long empty = 0;
        server.liveStreams() > 0 && empty < looks && System.nanoTime() - begun < drain.toNanos();
        empty = server.isAnybodyThere() ? 0 : empty + 1) {
      if (hurriedWithin(look)) {
        return;
      }
    }
  }

  private boolean hurriedWithin(Duration time) throws InterruptedException {
    return hurried.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
