package app.rostrum.sdk.video;

import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/**
 * A Video room that this end takes part in. Reconnects and resumes by itself; safe for any thread.
 * The listener is called on one thread at a time, in order.
 */
public final class Room implements AutoCloseable {
  /** The public address of Twilio's signaling; the embedded cloud's is told by its backend. */
  public static final URI TWILIO = URI.create("wss://global.vss.twilio.com/signaling");

  /**
   * @param name name or SID of the room
   * @param microphone published as "microphone" at once if present
   */
  public record Options(
      OkHttpClient http,
      URI signaling,
      String token,
      String name,
      MediaEngine media,
      Optional<LocalAudioTrack> microphone) {
    @Override
    public String toString() {
      return "Options[" + signaling + ", " + name + "]";
    }
  }

  /** Hears the room. */
  public interface Listener {
    /** The complete list after every change. */
    void onParticipants(List<RemoteParticipant> participants);

    /** True when the connection is lost and being restored, false when it is back. */
    void onReconnecting(boolean reconnecting);

    /** Who speaks loudest, by identity, as the server says; empty for nobody or unknown. */
    void onDominantSpeaker(Optional<String> identity);

    /** The last call. */
    void onDisconnected(DisconnectReason reason);
  }

  /**
   * @param levels by identity, 0 to 1, linear
   * @param networkQuality 0 (lost) to 5 (excellent), from loss and round-trip time
   */
  public record Stats(
      double localLevel,
      Map<String, Double> levels,
      Optional<Duration> roundTripTime,
      double lossRatio,
      int networkQuality) {}

  /** A connection that was refused. */
  public static final class ConnectException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient DisconnectReason reason;

    public ConnectException(DisconnectReason reason) {
      super(reason.toString());
      this.reason = reason;
    }

    public DisconnectReason reason() {
      return reason;
    }
  }

  private Room() {}

  /** Connects; completes exceptionally with a {@link ConnectException}. */
  public static CompletableFuture<Room> connect(Options options, Listener listener) {
    throw new UnsupportedOperationException();
  }

  public String sid() {
    throw new UnsupportedOperationException();
  }

  public String name() {
    throw new UnsupportedOperationException();
  }

  /** This end's identity and participant SID as the server gave them. */
  public String identity() {
    throw new UnsupportedOperationException();
  }

  public String participantSid() {
    throw new UnsupportedOperationException();
  }

  /** Publishes a track; completes when the server has accepted it. */
  public CompletableFuture<Void> publish(LocalAudioTrack track, String name) {
    throw new UnsupportedOperationException();
  }

  public void unpublish(LocalAudioTrack track) {
    throw new UnsupportedOperationException();
  }

  /** Mutes or unmutes a published track and tells the others. */
  public void setEnabled(LocalAudioTrack track, boolean enabled) {
    throw new UnsupportedOperationException();
  }

  /** Used from the next resume on. */
  public void updateToken(String token) {
    throw new UnsupportedOperationException();
  }

  /** Completes once sound of somebody else's has been received. */
  public CompletableFuture<Void> firstAudio() {
    throw new UnsupportedOperationException();
  }

  public CompletableFuture<Stats> stats() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
