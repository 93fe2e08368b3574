package app.rostrum.sdk.player;

import app.rostrum.media.PeerConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a player does, as a state machine on one serial executor: attempts follow one another until
 * the stream has ended, the server refuses for good, or the owner closes.
 */
final class Playback implements Attempt.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Playback.class);
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("player-timer").factory());

  /** A first packet is looked for often, so that "playing" is said soon. */
  private static final long FIRST_LOOK_MILLIS = 25;

  private static final long LOOK_MILLIS = 250;
  private static final long BUFFERING_NANOS = 1_000_000_000L;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(12);

  /** How long an active stream may be without sound before a new connection is tried. */
  private static final Duration SILENT_TOO_LONG = Duration.ofSeconds(5);

  /**
   * So often a refusal is taken for a passing one: a server that restarts, a token being renewed.
   */
  private static final int MAX_REFUSALS = 3;

  private final Player.Options options;
  private final Player.Listener listener;
  private final WhepClient client;
  private final Backoff backoff;
  private final SerialExecutor serial = new SerialExecutor();
  private String token;
  private double volume = 1;
  private Player.@Nullable State state;
  private @Nullable Attempt attempt;
  private long packets;
  private long lastPacketNanos;
  private boolean active = true;
  private int refusals;

  Playback(Player.Options options, Player.Listener listener, RandomGenerator random) {
    this.options = options;
    this.listener = listener;
    this.client = new WhepClient(options.http());
    this.backoff = new Backoff(random);
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
      listener.onState(next);
    }
  }

  private void connect() {
    if (over() || attempt != null) {
      return;
    }
    packets = 0;
    active = true;
    try {
      var fresh = new Attempt(client, options.media(), serial, this, token, volume);
      attempt = fresh;
      fresh.start(options.whep());
      lastPacketNanos = System.nanoTime();
      look(fresh, FIRST_LOOK_MILLIS);
    } catch (RuntimeException e) {
      LOG.warn("no media connection: {}", e.toString());
      reconnect(backoff.next());
    }
  }

  /** Looks for packets again and again, as long as the attempt lasts. */
  private void look(Attempt current, long delayMillis) {
    TIMER.schedule(
        () -> serial.execute(() -> lookNow(current)), delayMillis, TimeUnit.MILLISECONDS);
  }

  private void lookNow(Attempt current) {
    if (attempt == current) {
      current.stats().whenCompleteAsync((stats, problem) -> looked(current, stats), serial);
    }
  }

  private void looked(Attempt current, PeerConnection.@Nullable Stats stats) {
    if (attempt != current) {
      return;
    }
    long now = System.nanoTime();
    if (stats != null && stats.packetsReceived() > packets) {
      packets = stats.packetsReceived();
      lastPacketNanos = now;
      backoff.reset();
      refusals = 0;
      become(Player.State.PLAYING);
    } else if (now - lastPacketNanos > BUFFERING_NANOS && state == Player.State.PLAYING) {
      become(Player.State.BUFFERING);
    }
    Duration limit = packets == 0 ? CONNECT_TIMEOUT : SILENT_TOO_LONG;
    if (active && now - lastPacketNanos > limit.toNanos()) {
      LOG.debug("nothing has come for {}", limit);
      reconnect(backoff.next());
      return;
    }
    look(current, packets == 0 ? FIRST_LOOK_MILLIS : LOOK_MILLIS);
  }

  @Override
  public void onTransport(Attempt from, PeerConnection.State transport) {
    if (from == attempt
        && (transport == PeerConnection.State.FAILED || transport == PeerConnection.State.CLOSED)) {
      reconnect(backoff.next());
    }
  }

  @Override
  public void onActive(Attempt from, boolean nowActive) {
    if (from == attempt) {
      active = nowActive;
      lastPacketNanos = Math.max(lastPacketNanos, System.nanoTime() - BUFFERING_NANOS);
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
      listener.onError(status, "the stream cannot be played: " + refusal.getMessage());
      finish(Player.State.FAILED);
    } else {
      LOG.debug("refused: {}", refusal.getMessage());
      reconnect(refusal.retryAfter().orElseGet(backoff::next));
    }
  }

  @Override
  public void onFailed(Attempt from, Throwable cause) {
    if (from == attempt) {
      LOG.debug("attempt failed: {}", cause.toString());
      reconnect(backoff.next());
    }
  }

  @Override
  public void onEventsLost(Attempt from) {
    if (from == attempt) {
      later(
          backoff.next(),
          () -> {
            if (from == attempt) {
              from.readEvents();
            }
          });
    }
  }

  private void reconnect(Duration wait) {
    hangUp();
    if (state != Player.State.CONNECTING) {
      become(Player.State.RECONNECTING);
    }
    later(wait, this::connect);
  }

  private void later(Duration wait, Runnable work) {
    TIMER.schedule(() -> serial.execute(work), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void hangUp() {
    if (attempt != null) {
      attempt.close();
      attempt = null;
    }
  }

  private void finish(Player.State last) {
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

  /** Empty while there is no connection. */
  CompletableFuture<Optional<PeerConnection.Stats>> stats() {
    var result = new CompletableFuture<Optional<PeerConnection.Stats>>();
    serial.execute(
        () -> {
          if (attempt == null) {
            result.complete(Optional.empty());
          } else {
            attempt
                .stats()
                .whenComplete((stats, problem) -> result.complete(Optional.ofNullable(stats)));
          }
        });
    return result;
  }
}
