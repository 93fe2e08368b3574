package app.rostrum.sdk.player;

import app.rostrum.media.MediaEngine;
import app.rostrum.media.PeerConnection;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/**
 * Plays a live stream by WHEP (draft-ietf-wish-whep). Reconnects by itself; safe for any thread.
 * The listener is called on one thread at a time, in order.
 */
public final class Player implements AutoCloseable {
  /** What the player is doing. */
  public enum State {
    CONNECTING,
    PLAYING,
    /** Connected, but no sound has arrived for a second. */
    BUFFERING,
    RECONNECTING,
    /** The server said that the stream has ended. */
    ENDED,
    /** Refused for good: see the listener's error. */
    FAILED,
    CLOSED
  }

  /**
   * @param whep the address of the player streamer
   * @param token sent as a bearer token
   */
  public record Options(OkHttpClient http, URI whep, String token, MediaEngine media) {
    @Override
    public String toString() {
      return "Options[" + whep + "]";
    }
  }

  /** Hears the player. */
  public interface Listener {
    void onState(State state);

    /** Just before {@link State#FAILED}. The status is the HTTP status, 0 if there was none. */
    void onError(int status, String message);
  }

  private static final Stats NOTHING = new Stats(List.of(), 0, Optional.empty(), 0, Duration.ZERO);

  /**
   * @param csrc the speaker, see {@link app.rostrum.wire.rtp.ContributingSource}
   * @param level 0 to 1, linear
   */
  public record Voice(long csrc, double level) {}

  /**
   * @param voices who is heard now
   * @param level of the whole mix, 0 to 1, linear
   * @param playoutDelay mean wait before playing; network delay comes on top
   */
  public record Stats(
      List<Voice> voices,
      double level,
      Optional<Duration> roundTripTime,
      double lossRatio,
      Duration playoutDelay) {}

  private final Playback playback;

  private Player(Playback playback) {
    this.playback = playback;
  }

  /** Starts playing; the listener hears {@link State#CONNECTING} first. */
  public static Player play(Options options, Listener listener) {
    var playback = new Playback(options, listener, new SecureRandom());
    playback.start();
    return new Player(playback);
  }

  /**
   * @param volume 0 (mute) to 1
   */
  public void setVolume(double volume) {
    playback.setVolume(volume);
  }

  /** Used from the next reconnection on. */
  public void updateToken(String token) {
    playback.updateToken(token);
  }

  /** What is heard now; silence while there is no connection. */
  public CompletableFuture<Stats> stats() {
    return playback.stats().thenApply(stats -> stats.map(Player::summary).orElse(NOTHING));
  }

  private static Stats summary(PeerConnection.Stats stats) {
    double level =
        stats.remoteLevels().values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    List<Voice> voices =
        stats.contributors().stream().map(c -> new Voice(c.csrc(), c.level())).toList();
    return new Stats(voices, level, stats.roundTripTime(), stats.lossRatio(), stats.playoutDelay());
  }

  /** Hangs up. The listener hears {@link State#CLOSED}, unless the player was over already. */
  @Override
  public void close() {
    playback.close();
  }
}
