package app.rostrum.sdk.player;

import app.rostrum.media.MediaConnectivity;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.PeerConnection;
import app.rostrum.threads.Scheduler;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;

/**
 * Plays a live stream by WHEP (draft-ietf-wish-whep). Reconnects by itself; safe for any thread.
 * The listener is called on one thread at a time, in order.
 */
public final class Player implements AutoCloseable {
  /** The state of a player. */
  public enum State {
    CONNECTING,
    PLAYING,
    /** Connected, but no sound has arrived for a second. */
    BUFFERING,
    RECONNECTING,
    /** The server said that the stream has ended. */
    ENDED,
    /** Refused for good; the listener has received the error. */
    FAILED,
    CLOSED
  }

  /**
   * The settings of a player.
   *
   * @param whep the address of the player streamer
   * @param token the access token, sent as a bearer token
   */
  public record Options(OkHttpClient http, URI whep, String token, MediaEngine media) {
    @Override
    public String toString() {
      return "Options[" + whep + "]";
    }
  }

  /** Receives the events of a player. */
  public interface Listener {
    void onState(State state);

    /**
     * Connecting has got on by a step. Who waits for the player may wait longer, as the network and
     * the server work, however slowly.
     */
    default void onProgress() {}

    /**
     * Media connectivity has changed; it is {@link MediaConnectivity#UNKNOWN} at first.
     *
     * @param address where the server wants to be reached by UDP; empty if it has not told
     */
    default void onConnectivity(MediaConnectivity connectivity, String address) {}

    /** Called just before {@link State#FAILED} with the HTTP status, 0 if there was none. */
    void onError(int status, String message);
  }

  private static final Stats NOTHING =
      new Stats(List.of(), 0, Optional.empty(), 0, Duration.ZERO, Optional.empty());

  /**
   * A speaker in the mix.
   *
   * @param csrc the speaker's contributing source, see {@link
   *     app.rostrum.wire.rtp.ContributingSource}
   * @param level 0 to 1, linear
   */
  public record Voice(long csrc, double level) {}

  /**
   * The state of the sound.
   *
   * @param voices the speakers in the mix
   * @param level the level of the mix, 0 to 1, linear
   * @param playoutDelay the mean wait before playing, without the network's delay
   * @param route the way that the media takes; empty if it is not known
   */
  public record Stats(
      List<Voice> voices,
      double level,
      Optional<Duration> roundTripTime,
      double lossRatio,
      Duration playoutDelay,
      Optional<MediaRoute> route) {}

  private final Playback playback;

  private Player(Playback playback) {
    this.playback = playback;
  }

  /** Starts to play. The listener receives {@link State#CONNECTING} first. */
  public static Player play(Options options, Listener listener) {
    return play(options, listener, new SecureRandom(), Playback.TIMERS);
  }

  static Player play(
      Options options, Listener listener, RandomGenerator random, Scheduler scheduler) {
    var playback = new Playback(options, listener, random, scheduler);
    playback.start();
    return new Player(playback);
  }

  /**
   * Sets the volume.
   *
   * @param volume 0 (mute) to 1
   */
  public void setVolume(double volume) {
    playback.setVolume(volume);
  }

  /** Replaces the token, which is used from the next reconnection on. */
  public void updateToken(String token) {
    playback.updateToken(token);
  }

  /** Connects anew at once, because the connection is probably broken. */
  public void reconnect() {
    playback.reconnectNow();
  }

  /** Returns the state of the sound; silence while there is no connection. */
  public CompletableFuture<Stats> stats() {
    return playback.stats().thenApply(stats -> stats.map(Player::summary).orElse(NOTHING));
  }

  private static Stats summary(PeerConnection.Stats stats) {
    double level =
        stats.remoteLevels().values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    List<Voice> voices =
        stats.contributors().stream().map(c -> new Voice(c.csrc(), c.level())).toList();
    return new Stats(
        voices,
        level,
        stats.roundTripTime(),
        stats.lossRatio(),
        stats.playoutDelay(),
        stats.route());
  }

  /** Stops playing. The listener receives {@link State#CLOSED}, unless the player had ended. */
  @Override
  public void close() {
    playback.close();
  }
}
