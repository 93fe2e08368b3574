package app.rostrum.sdk.player;

import app.rostrum.media.MediaConnectivity;
import app.rostrum.media.PeerConnection;
import app.rostrum.threads.Backoff;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine of a player, on one serial executor: attempts follow one another until the
 * stream has ended, the server refuses for good, or the player is closed.
 */
final class Playback implements Attempt.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Playback.class);
  static final Timers TIMERS = Timers.create("player");
  private static final Backoff.Policy POLICY =
      Backoff.Policy.doubling(Duration.ofMillis(200), Duration.ofSeconds(8));

  /** The interval of looking for the first packet, short so that PLAYING is reported soon. */
  private static final Duration FIRST_LOOK = Duration.ofMillis(25);

  static final Duration LOOK = Duration.ofMillis(250);

  /** The time without packets after which BUFFERING is reported. */
  private static final Duration BUFFERING = Duration.ofSeconds(1);

  /** The time without a packet, and without another step of connecting, until the next attempt. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(12);

  private static final Duration FOREVER = Duration.ofDays(1000);

  /** The time without packets after which an active stream is connected to anew. */
  private static final Duration SILENT_TOO_LONG = Duration.ofSeconds(5);

  /**
   * The number of refusals (4xx) in a row that count as temporary: the server may be restarting, or
   * the token being renewed.
   */
  private static final int MAX_REFUSALS = 3;

  private final Player.Options options;
  private final Player.Listener listener;
  private final WhepClient client;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Backoff backoff;
  private final SerialExecutor serial = new SerialExecutor("player");
  private String token;
  private double volume = 1;
  private Player.@Nullable State state;
  private @Nullable Attempt attempt;
  private long packets;
  private long lastPacketNanos;
  private boolean active = true;
  private boolean sessionUnknown;
  private int refusals;

  /** The furthest step that any attempt has reached. */
  private int reached;

  private MediaConnectivity connectivity = MediaConnectivity.UNKNOWN;
  private Timers.Timer look = Timers.Timer.NONE;
  private Timers.Timer retry = Timers.Timer.NONE;

  Playback(
      Player.Options options,
      Player.Listener listener,
      RandomGenerator random,
      Scheduler scheduler) {
    this.options = options;
    this.listener = listener;
    this.client = new WhepClient(options.http());
    this.scheduler = scheduler;
    this.random = random;
    this.backoff = new Backoff(POLICY, random, scheduler::nanoTime);
    this.token = options.token();
  }

  void start() {
    serial.execute(
        () -> {
          become(Player.State.CONNECTING);
          connect();
        });
  }

  private boolean over() {
    return state == Player.State.ENDED
        || state == Player.State.FAILED
        || state == Player.State.CLOSED;
  }

  private void become(Player.State next) {
    if (state != next && !over()) {
      state = next;
      Threads.contain("a player's listener", () -> listener.onState(next));
    }
  }

  private void connect() {
    if (over() || attempt != null) {
      return;
    }
    packets = 0;
    active = true;
    sessionUnknown = false;
    lastPacketNanos = scheduler.nanoTime();
    try {
      var fresh =
          new Attempt(client, options.media(), serial, scheduler, random, this, token, volume);
      attempt = fresh;
      fresh.start(options.whep());
      lookAfter(FIRST_LOOK, fresh);
    } catch (Throwable e) {
      // Native media code throws Errors for what it refuses.
      LOG.warn("no media connection: {}", e.toString());
      reconnect(Duration.ZERO);
    }
  }

  /** Looks for packets again and again, as long as the attempt lasts. */
  private void lookAfter(Duration delay, Attempt current) {
    look.cancel();
    look = later(delay, () -> look(current));
  }

  private void look(Attempt current) {
    if (attempt == current) {
      CompletableFuture.completedFuture(current)
          .thenCompose(Attempt::stats)
          .whenCompleteAsync((stats, problem) -> looked(current, stats), serial);
    }
  }

  private void looked(Attempt current, PeerConnection.@Nullable Stats stats) {
    if (attempt != current) {
      return;
    }
    long now = scheduler.nanoTime();
    if (stats != null && stats.packetsReceived() > packets) {
      packets = stats.packetsReceived();
      lastPacketNanos = now;
      backoff.connected();
      refusals = 0;
      become(Player.State.PLAYING);
    } else if (now - lastPacketNanos > BUFFERING.toNanos() && state == Player.State.PLAYING) {
      become(Player.State.BUFFERING);
    }
    Duration patience = patience();
    if (now - lastPacketNanos > patience.toNanos()) {
      LOG.debug("no packets for {}", patience);
      reconnect(Duration.ZERO);
      return;
    }
    lookAfter(packets == 0 ? FIRST_LOOK : LOOK, current);
  }

  /** Returns the time without packets after which the attempt is given up. */
  private Duration patience() {
    if (attempt != null && attempt.asking()) {
      return FOREVER;
    }
    if (sessionUnknown) {
      return packets == 0 ? CONNECT_TIMEOUT : BUFFERING;
    }
    if (!active) {
      return FOREVER;
    }
    return packets == 0 ? CONNECT_TIMEOUT : SILENT_TOO_LONG;
  }

  @Override
  public void onStep(Attempt from, int step) {
    if (from != attempt) {
      return;
    }
    lastPacketNanos = Math.max(lastPacketNanos, scheduler.nanoTime());
    if (step > reached) {
      reached = step;
      Threads.contain("a player's listener", listener::onProgress);
    }
  }

  @Override
  public void onPath(Attempt from) {
    if (from != attempt) {
      return;
    }
    if (from.path().works()) {
      become(MediaConnectivity.WORKING, "");
    } else if (from.path().isLost() && packets == 0) {
      // One that has worked may have lost its server; whether that answers shows the next attempt.
      become(MediaConnectivity.BLOCKED, from.mediaAddress());
    }
  }

  /** Tells of a change. A new attempt alone changes nothing: what was blocked stays so. */
  private void become(MediaConnectivity next, String address) {
    if (connectivity != next && !over()) {
      connectivity = next;
      Threads.contain("a player's listener", () -> listener.onConnectivity(next, address));
    }
  }

  @Override
  public void onTransport(Attempt from, PeerConnection.State transport) {
    if (from == attempt
        && (transport == PeerConnection.State.FAILED || transport == PeerConnection.State.CLOSED)) {
      reconnect(Duration.ZERO);
    }
  }

  @Override
  public void onActive(Attempt from, boolean nowActive) {
    if (from == attempt) {
      active = nowActive;
      lastPacketNanos = Math.max(lastPacketNanos, scheduler.nanoTime() - BUFFERING.toNanos());
    }
  }

  @Override
  public void onEnded(Attempt from) {
    if (from == attempt) {
      finish(Player.State.ENDED);
    }
  }

  @Override
  public void onRefused(Attempt from, WhepClient.RefusedException refusal) {
    if (from != attempt) {
      return;
    }
    int status = refusal.status();
    if (status == 410) {
      finish(Player.State.ENDED);
    } else if (status >= 400 && status < 500 && status != 429 && ++refusals > MAX_REFUSALS) {
      String message = "the stream cannot be played: " + refusal.getMessage();
      Threads.contain("a player's listener", () -> listener.onError(status, message));
      finish(Player.State.FAILED);
    } else {
      LOG.debug("refused: {}", refusal.getMessage());
      if (refusal.retryAfter().isPositive()) {
        // The server is there and has named a time.
        Threads.contain("a player's listener", listener::onProgress);
      }
      reconnect(refusal.retryAfter());
    }
  }

  @Override
  public void onFailed(Attempt from, Throwable cause) {
    if (from == attempt) {
      LOG.debug("an attempt failed: {}", cause.toString());
      become(MediaConnectivity.UNKNOWN, ""); // The server cannot be reached at all.
      reconnect(Duration.ZERO);
    }
  }

  @Override
  public void onSessionUnknown(Attempt from) {
    if (from == attempt) {
      LOG.debug("the server does not know the session at the events' address");
      sessionUnknown = true;
    }
  }

  /**
   * Connects anew after a wait.
   *
   * @param atLeast the wait that the server asks for; zero for none
   */
  private void reconnect(Duration atLeast) {
    hangUp();
    if (state != Player.State.CONNECTING) {
      become(Player.State.RECONNECTING);
    }
    retry.cancel();
    retry = later(backoff.next(atLeast).orElse(POLICY.longest()), this::connect);
  }

  /** Connects anew at once, unless a connection is being made. */
  void reconnectNow() {
    serial.execute(
        () -> {
          if (over() || (attempt != null && packets == 0)) {
            return;
          }
          hangUp();
          if (state != Player.State.CONNECTING) {
            become(Player.State.RECONNECTING);
          }
          retry.cancel();
          connect();
        });
  }

  private Timers.Timer later(Duration wait, Runnable task) {
    return scheduler.after(wait, serial, task);
  }

  private void hangUp() {
    look.cancel();
    Attempt current = attempt;
    attempt = null;
    if (current != null) {
      Threads.contain("closing a player's connection", current::close);
    }
  }

  private void finish(Player.State last) {
    retry.cancel();
    hangUp();
    become(last);
  }

  void close() {
    serial.execute(() -> finish(Player.State.CLOSED));
  }

  void setVolume(double newVolume) {
    serial.execute(
        () -> {
          volume = Math.clamp(newVolume, 0, 1);
          if (attempt != null) {
            attempt.setVolume(volume);
          }
        });
  }

  void updateToken(String newToken) {
    serial.execute(
        () -> {
          token = newToken;
          refusals = 0;
        });
  }

  /** Returns the connection's figures; empty while there is no connection. */
  CompletableFuture<Optional<PeerConnection.Stats>> stats() {
    var result = new CompletableFuture<Optional<PeerConnection.Stats>>();
    serial.execute(
        () -> {
          if (attempt == null) {
            result.complete(Optional.empty());
          } else {
            CompletableFuture.completedFuture(attempt)
                .thenCompose(Attempt::stats)
                .whenComplete((stats, problem) -> result.complete(Optional.ofNullable(stats)));
          }
        });
    return result;
  }
}
