package app.rostrum.desktop.sound;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.AudioDevices.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Devices of this machine at one moment.
 *
 * @param microphone the one in use
 * @param speaker the one in use
 */
public record DeviceState(
    List<AudioDevice> microphones,
    List<AudioDevice> speakers,
    Optional<AudioDevice> microphone,
    Optional<AudioDevice> speaker,
    Optional<Problem> problem) {

  static DeviceState of(AudioDevices devices) {
    return new DeviceState(
        List.copyOf(devices.microphones()),
        List.copyOf(devices.speakers()),
        devices.microphoneInUse(),
        devices.speakerInUse(),
        devices.problem());
  }

  /** Returns whether nothing can be heard or said at this machine. */
  public boolean withoutSound() {
    return problem.filter(Problem::silences).isPresent();
  }

  /** Returns whether it is known that there is no microphone. */
  public boolean withoutMicrophone() {
    return problem.isEmpty() && microphone.isEmpty();
  }

  /** Returns whether it is known that nothing can be heard. */
  public boolean withoutSpeaker() {
    return withoutSound() || (problem.isEmpty() && speaker.isEmpty());
  }
}
