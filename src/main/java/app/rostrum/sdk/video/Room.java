package app.rostrum.sdk.video;

import app.rostrum.media.DataChannel;
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

    /** A message on somebody's data track. */
    default void onMessage(DataMessage message) {}

    /**
     * How good the connections are, as the server says.
     *
     * @param byIdentity 0 (lost) to 5 (excellent), this end's own included; absent means unknown
     */
    default void onNetworkQuality(Map<String, Integer> byIdentity) {}

    /** The last call. */
    void onDisconnected(DisconnectReason reason);
  }

  /**
   * @param levels by identity, 0 to 1, linear
   * @param networkQuality 0 (lost) to 5 (excellent), as the room judges it if it does, otherwise
   *     from loss and round-trip time
   */
  public record Stats(
      double localLevel,
      Map<String, Double> levels,
      Optional<Duration> roundTripTime,
      double lossRatio,
      int networkQuality) {}

  /**
   * @param identity whose data track it came on
   * @param binary false for a text in UTF-8
   */
  public record DataMessage(String identity, String trackName, byte[] data, boolean binary) {}

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

  private final RoomSession session;
  private final RoomSession.Identity identity;

  private Room(RoomSession session, RoomSession.Identity identity) {
    this.session = session;
    this.identity = identity;
  }

  /** Connects; completes exceptionally with a {@link ConnectException}. */
  public static CompletableFuture<Room> connect(Options options, Listener listener) {
    return connect(options, listener, Timers.SHARED);
  }

  static CompletableFuture<Room> connect(Options options, Listener listener, Timers timers) {
    var session = new RoomSession(options, listener, timers);
    return session.start().thenApply(identity -> new Room(session, identity));
  }

  public String sid() {
    return identity.roomSid();
  }

  public String name() {
    return identity.roomName();
  }

  /** This end's identity and participant SID as the server gave them. */
  public String identity() {
    return identity.identity();
  }

  public String participantSid() {
    return identity.sid();
  }

  /** Publishes a track; completes when the server has accepted it. */
  public CompletableFuture<Void> publish(LocalAudioTrack track, String name) {
    return session.publish(track, name);
  }

  /** Publishes a data track; completes when the server has accepted it. */
  public CompletableFuture<LocalDataTrack> publishData(String name, DataChannel.Options options) {
    return session.publishData(name, options);
  }

  public void unpublish(LocalAudioTrack track) {
    session.unpublish(track);
  }

  /** Mutes or unmutes a published track and tells the others. */
  public void setEnabled(LocalAudioTrack track, boolean enabled) {
    session.setEnabled(track, enabled);
  }

  /** Used from the next resume on. */
  public void updateToken(String token) {
    session.updateToken(token);
  }

  /** Completes once sound of somebody else's has been received. */
  public CompletableFuture<Void> firstAudio() {
    return session.firstAudio();
  }

  public CompletableFuture<Stats> stats() {
    return session.stats();
  }

  @Override
  public void close() {
    session.leave();
  }
}
