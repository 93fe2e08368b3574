package app.rostrum.media.pulse;

import app.rostrum.media.AudioDevice;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of the sound system. Its numbers are valid as long as the object they name exists.
 *
 * @param sources the sources to record from, monitors of loudspeakers among them
 * @param sinks the sinks to play to
 * @param captures this process's streams that record
 * @param playouts this process's streams that play
 */
record SoundSystem(
    List<Endpoint> sources, List<Endpoint> sinks, List<Stream> captures, List<Stream> playouts) {
  static final SoundSystem NONE = new SoundSystem(List.of(), List.of(), List.of(), List.of());

  /**
   * A source or a sink.
   *
   * @param listed false for a monitor, which is no microphone
   */
  record Endpoint(int number, AudioDevice device, boolean listed) {}

  /**
   * A stream of this process.
   *
   * @param endpoint the number of the source or sink that it is connected to
   */
  record Stream(int number, int endpoint) {}

  List<AudioDevice> microphones() {
    return listed(sources);
  }

  List<AudioDevice> speakers() {
    return listed(sinks);
  }

  /**
   * Returns the device a stream is connected to; without a stream the chosen one, then the default.
   */
  static Optional<AudioDevice> inUse(
      List<Stream> streams, List<Endpoint> endpoints, Optional<String> chosen) {
    Optional<AudioDevice> connected =
        streams.stream()
            .flatMap(stream -> endpoints.stream().filter(e -> e.number == stream.endpoint))
            .map(Endpoint::device)
            .findFirst();
    return connected
        .or(() -> chosen.flatMap(id -> find(endpoints, id)).map(Endpoint::device))
        .or(
            () ->
                endpoints.stream()
                    .filter(e -> e.listed && e.device.systemDefault())
                    .map(Endpoint::device)
                    .findFirst());
  }

  static Optional<Endpoint> find(List<Endpoint> endpoints, String id) {
    return endpoints.stream().filter(e -> e.device.id().equals(id)).findFirst();
  }

  private static List<AudioDevice> listed(List<Endpoint> endpoints) {
    return endpoints.stream().filter(Endpoint::listed).map(Endpoint::device).toList();
  }
}
