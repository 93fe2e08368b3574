package app.rostrum.media.pulse;

import app.rostrum.media.AudioDevice;
import java.util.List;
import java.util.Optional;

/**
 * What the sound system has at one moment. Numbers are its own, and live only as long as the thing.
 *
 * @param sources all that can be recorded from, monitors of loudspeakers among them
 * @param sinks all that can be played to
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

  /** Where a stream is connected; without a stream the chosen one, then the default. */
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
