package app.rostrum.sdk.player;

import app.rostrum.media.MediaEngine;
import java.net.URI;
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

  private Player() {}

  public static Player play(Options options, Listener listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param volume 0 (mute) to 1
   */
  public void setVolume(double volume) {
    throw new UnsupportedOperationException();
  }

  /** Used from the next reconnection on. */
  public void updateToken(String token) {
    throw new UnsupportedOperationException();
  }

  public CompletableFuture<Stats> stats() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
