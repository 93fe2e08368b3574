package app.rostrum.stream;

import app.rostrum.media.MediaConnectivity;
import app.rostrum.sdk.player.Player;
import app.rostrum.threads.Timers.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One player, from connecting to closed. On the loop only. */
final class AudienceSeat {
  /** The time for which a player may reconnect by itself; it would go on for ever. */
  static final Duration RECONNECTING = Duration.ofMinutes(1);

  final long id;
  private final SessionContext context;
  private SdkClients.@Nullable PlayerHandle player;
  private boolean closed;
  private boolean measuring;
  private Player.State state = Player.State.CONNECTING;
  private Timer reconnecting = Timer.NONE;
  private boolean played;
  private boolean silenced;
  private Optional<StreamProblem> trouble = Optional.empty();

  /** The reason why the player failed, which it tells just before its state. */
  private StreamProblem problem = StreamProblem.ofPlayer(0, "");

  AudienceSeat(long id, SessionContext context) {
    this.id = id;
    this.context = context;
  }

  void play(URI whep, String token, double volume) {
    player = context.clients().play(whep, token, new PlayerListener(id, context));
    player.setVolume(volume);
  }

  /** Takes news of the player. */
  void take(Event.PlayerNews news) {
    switch (news) {
      case Event.PlayerNews.State now -> {
        boolean already = state == Player.State.RECONNECTING;
        state = now.state();
        if (!already) {
          awaitConnection();
        }
        played |= state == Player.State.PLAYING;
        silenced =
            played
                && (state == Player.State.BUFFERING
                    || (silenced && state == Player.State.RECONNECTING));
      }
      case Event.PlayerNews.Connectivity now ->
          trouble =
              StreamProblem.ofConnectivity(
                  ErrorCode.PLAYER_SOUND_BLOCKED, now.connectivity(), now.address());
      case Event.PlayerNews.Refused refused ->
          problem = StreamProblem.ofPlayer(refused.status(), refused.message());
      case Event.PlayerNews.Measured ignored -> measuring = false;
    }
  }

  /** Gives a player that reconnects its time, from now on. */
  void awaitConnection() {
    reconnecting.cancel();
    if (state == Player.State.RECONNECTING) {
      reconnecting = context.after(RECONNECTING, new Event.TimeUp.Reconnecting(id));
    }
  }

  Player.State state() {
    return state;
  }

  /** Returns the problem of a player whose server answers without sound getting through. */
  Optional<StreamProblem> trouble() {
    return trouble;
  }

  StreamProblem problem() {
    return problem;
  }

  /** Returns whether the player is connected; it may still wait for sound. */
  boolean connected() {
    return state == Player.State.PLAYING || state == Player.State.BUFFERING;
  }

  /**
   * Returns whether packets came and have stopped for a second, also while the player connects anew
   * because of that. A server sends them also while nobody says a word.
   */
  boolean silenced() {
    return silenced;
  }

  void setVolume(double volume) {
    if (player != null) {
      player.setVolume(volume);
    }
  }

  void reconnect() {
    if (player != null) {
      awaitConnection();
      player.reconnect();
    }
  }

  void updateToken(String token) {
    if (player != null) {
      player.updateToken(token);
    }
  }

  /** Asks for statistics, which arrive as an event. Does nothing while an answer is awaited. */
  void measure() {
    if (player != null && !measuring) {
      measuring = true;
      SessionContext.attempt(player::stats)
          .copy()
          .orTimeout(1, TimeUnit.SECONDS)
          .whenComplete(
              (stats, failure) ->
                  context.post(new Event.PlayerNews.Measured(id, Optional.ofNullable(stats))));
    }
  }

  /** Ends this seat and returns the player to close, if it is open. */
  Optional<AutoCloseable> end() {
    Optional<AutoCloseable> last = closed ? Optional.empty() : Optional.ofNullable(player);
    closed = true;
    reconnecting.cancel();
    return last;
  }

  private record PlayerListener(long seat, SessionContext context) implements Player.Listener {
    @Override
    public void onState(Player.State state) {
      context.post(new Event.PlayerNews.State(seat, state));
    }

    @Override
    public void onProgress() {
      context.post(new Event.Progress(seat));
    }

    @Override
    public void onConnectivity(MediaConnectivity connectivity, String address) {
      context.post(new Event.PlayerNews.Connectivity(seat, connectivity, address));
    }

    @Override
    public void onError(int status, String message) {
      context.post(new Event.PlayerNews.Refused(seat, status, message));
    }
  }
}
