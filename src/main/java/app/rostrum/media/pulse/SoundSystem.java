package app.rostrum.media.pulse;

import app.rostrum.media.AudioDevice;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of the sound system. Its numbers are valid as long as the object they name exists.
 *
 * @param instance another text for each start of the sound system
 * @param sources the sources to record from, monitors of loudspeakers among them
 * @param sinks the sinks to play to
 * @param captures this process's streams that record
 * @param playouts this process's streams that play
 */
record SoundSystem(
    String instance,
    List<Endpoint> sources,
    List<Endpoint> sinks,
    List<Stream> captures,
    List<Stream> playouts) {
  static final SoundSystem NONE = new SoundSystem("", List.of(), List.of(), List.of(), List.of());

  /**
   * A source or a sink.
   *
   * @param listed false for a monitor, which is no microphone
   * @param hardware the address of a Bluetooth device, whose sources and sinks get other names with
   *     each profile; empty for all others
   */
  record Endpoint(int number, AudioDevice device, boolean listed, String hardware) {
    /** Returns an endpoint that the sound system does not have. */
    static Endpoint unknown(AudioDevice device) {
      return new Endpoint(-1, device, true, "");
    }

    private boolean isSameHardware(Endpoint other) {
      return listed && other.listed && !hardware.isEmpty() && hardware.equals(other.hardware);
    }
  }

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
   * A monitor is a device in use only for those who have a microphone and prefer it, because a
   * sound system without a microphone falls back on what its loudspeaker plays.
   */
  static Optional<AudioDevice> inUse(
      List<Stream> streams, List<Endpoint> endpoints, Optional<Endpoint> chosen) {
    Optional<Endpoint> connected =
        streams.stream()
            .flatMap(stream -> endpoints.stream().filter(e -> e.number == stream.endpoint))
            .findFirst();
    if (connected.isPresent()) {
      boolean meant = connected.get().listed || endpoints.stream().anyMatch(Endpoint::listed);
      return connected.filter(endpoint -> meant).map(Endpoint::device);
    }
    return find(endpoints, chosen)
        .or(() -> endpoints.stream().filter(e -> e.listed && e.device.systemDefault()).findFirst())
        .map(Endpoint::device);
  }

  /** Returns the chosen endpoint, or the one that its device has under another name now. */
  static Optional<Endpoint> find(List<Endpoint> endpoints, Optional<Endpoint> chosen) {
    return chosen.flatMap(
        one ->
            find(endpoints, one.device.id())
                .or(() -> endpoints.stream().filter(e -> e.isSameHardware(one)).findFirst()));
  }

  /** Returns the default microphone, or any if the default is none. */
  Optional<Endpoint> anyMicrophone() {
    List<Endpoint> all = sources.stream().filter(Endpoint::listed).toList();
    return all.stream()
        .filter(e -> e.device.systemDefault())
        .findFirst()
        .or(all.stream()::findFirst);
  }

  static Optional<Endpoint> find(List<Endpoint> endpoints, String id) {
    return endpoints.stream().filter(e -> e.device.id().equals(id)).findFirst();
  }

  private static List<AudioDevice> listed(List<Endpoint> endpoints) {
    return endpoints.stream().filter(Endpoint::listed).map(Endpoint::device).toList();
  }
}
