package app.rostrum.stream;

import app.rostrum.backend.Backend;
import app.rostrum.media.MediaEngine;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.OkHttpClient;

/**
 * Begins sessions that work with one backend, HTTP client and media engine. All of them outlive the
 * sessions.
 */
public record SessionFactory(Backend backend, OkHttpClient http, MediaEngine media, Clock clock) {
  /** Creates a stream and goes on stage as its host. */
  public StreamSession create(
      String identity,
      String streamName,
      StreamSettings settings,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    return begin(identity, streamName, Role.HOST, settings, microphoneOn, onState);
  }

  /**
   * Joins a stream as {@link Role#SPEAKER} or {@link Role#VIEWER}.
   *
   * @throws IllegalArgumentException if the role is {@link Role#HOST}: the host of a stream is the
   *     person who created it
   */
  public StreamSession join(
      String identity,
      String streamName,
      Role role,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    if (role == Role.HOST) {
      throw new IllegalArgumentException("only the creator of a stream is its host");
    }
    return begin(identity, streamName, role, StreamSettings.NONE, microphoneOn, onState);
  }

  private StreamSession begin(
      String identity,
      String streamName,
      Role role,
      StreamSettings settings,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    // Whom the backend's calls accept, and nobody else, is accepted by all connections.
    var clients =
        new NetworkSdkClients(
            backend.fingerprint().map(fingerprint -> fingerprint.pin(http)).orElse(http), media);
    var loop = new ExecutorLoop("stream-session");
    return begin(
        machine ->
            new SessionContext(
                identity,
                streamName,
                backend,
                clients,
                media::createAudioTrack,
                clock,
                loop,
                new SplittableRandom(),
                machine),
        role,
        settings,
        microphoneOn,
        onState);
  }

  /** Begins a session with the seams of the caller's choice. */
  static StreamSession begin(
      Function<Consumer<Event>, SessionContext> makeContext,
      Role role,
      StreamSettings settings,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    var machine = new Machine(makeContext, role, settings, microphoneOn, onState);
    machine.start();
    return new MachineSession(machine);
  }
}
