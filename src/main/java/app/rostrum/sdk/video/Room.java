package app.rostrum.sdk.video;

import app.rostrum.media.DataChannel;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaConnectivity;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.PeerConnection;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/**
 * A Video room that the local participant has joined. It reconnects and resumes by itself. Safe for
 * any thread; the listener is called on one thread at a time, in order.
 */
public final class Room implements AutoCloseable {
  /** Twilio's public signaling address. The backend tells the address of an embedded cloud. */
  public static final URI TWILIO = URI.create("wss://global.vss.twilio.com/signaling");

  /**
   * The settings of a connection.
   *
   * @param name the name or SID of the room
   * @param microphone the track that is published at once as "microphone", if present
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

  /** Receives the events of a room. */
  public interface Listener {
    /** The participants have changed. The list is complete. */
    void onParticipants(List<RemoteParticipant> participants);

    /**
     * Connecting has got on by a step. Who waits for the room may wait longer, as the network and
     * the server work, however slowly.
     */
    default void onProgress() {}

    /** The connection is lost and being restored (true), or restored (false). */
    void onReconnecting(boolean reconnecting);

    /**
     * Media connectivity has changed; it is {@link MediaConnectivity#UNKNOWN} at first.
     *
     * @param address where the server wants sound to be sent, by UDP; empty if it has not told
     */
    default void onConnectivity(MediaConnectivity connectivity, String address) {}

    /** The server names the dominant speaker, by identity; empty for nobody or unknown. */
    void onDominantSpeaker(Optional<String> identity);

    /** A message has come on another participant's data track. */
    default void onMessage(DataMessage message) {}

    /**
     * The server's network quality levels have changed.
     *
     * @param byIdentity 0 (lost) to 5 (excellent), the local participant's included; absent means
     *     unknown
     */
    default void onNetworkQuality(Map<String, Integer> byIdentity) {}

    /** The room has been left. No other call follows. */
    void onDisconnected(DisconnectReason reason);
  }

  /**
   * The state of the media connections.
   *
   * @param localLevel the level of the microphone, 0 to 1, linear, as in {@link
   *     PeerConnection.Stats}
   * @param levels the levels of the others by identity, 0 to 1, linear
   * @param packetsReceived the sound that has arrived on all connections
   * @param upstream what is sent on all connections together, and the newest report about it
   * @param networkQuality 0 (no sound gets through) to 5 (excellent), as sent by the room if it
   *     does, otherwise derived from loss and round-trip time
   * @param playoutDelay the longest mean wait before playing of all connections, without the
   *     network's delay
   * @param route the way that the media takes; empty if it is not known
   */
  public record Stats(
      double localLevel,
      Map<String, Double> levels,
      Optional<Duration> roundTripTime,
      double lossRatio,
      int networkQuality,
      long packetsReceived,
      PeerConnection.Upstream upstream,
      Duration playoutDelay,
      Optional<MediaRoute> route) {}

  /**
   * A message on a data track.
   *
   * @param identity the identity of the track's publisher
   * @param binary false for a text in UTF-8
   */
  public record DataMessage(String identity, String trackName, byte[] data, boolean binary) {}

  /** Thrown when a connection is refused. */
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

  static final Timers TIMERS = Timers.create("video");

  private final RoomSession session;
  private final RoomSession.Identity identity;

  private Room(RoomSession session, RoomSession.Identity identity) {
    this.session = session;
    this.identity = identity;
  }

  /** Connects to a room; completes exceptionally with a {@link ConnectException}. */
  public static CompletableFuture<Room> connect(Options options, Listener listener) {
    return connect(options, listener, TIMERS);
  }

  static CompletableFuture<Room> connect(Options options, Listener listener, Scheduler scheduler) {
    var session = new RoomSession(options, listener, scheduler);
    return session.start().thenApply(identity -> new Room(session, identity));
  }

  public String sid() {
    return identity.roomSid();
  }

  public String name() {
    return identity.roomName();
  }

  /** Returns the local participant's identity as the server named it. */
  public String identity() {
    return identity.identity();
  }

  public String participantSid() {
    return identity.sid();
  }

  /** Publishes an audio track; completes when the server has accepted it. */
  public CompletableFuture<Void> publish(LocalAudioTrack track, String name) {
    return session.localTracks().publish(track, name);
  }

  /** Publishes a data track; completes when the server has accepted it. */
  public CompletableFuture<LocalDataTrack> publishData(String name, DataChannel.Options options) {
    return session.localTracks().publishData(name, options);
  }

  public void unpublish(LocalAudioTrack track) {
    session.localTracks().unpublish(track);
  }

  /** Mutes or unmutes a published track and tells the others. */
  public void setEnabled(LocalAudioTrack track, boolean enabled) {
    session.localTracks().setEnabled(track, enabled);
  }

  /**
   * Plays the sound of some participants silently, and that of all others aloud. It holds for
   * tracks still to come, too, and the others do not learn of it. A participant's loudness between
   * the two cannot be set: libwebrtc's binding has no volume for a single track.
   */
  public void silence(Set<String> identities) {
    session.silence(identities);
  }

  /** Resumes signaling and restarts ICE at once, because connections are probably broken. */
  public void reconnect() {
    session.reconnect();
  }

  /** Replaces the token, which is used from the next resume on. */
  public void updateToken(String token) {
    session.updateToken(token);
  }

  /** Completes when the first audio of another participant has arrived. */
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
