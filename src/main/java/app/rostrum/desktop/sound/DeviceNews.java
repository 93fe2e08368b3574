package app.rostrum.desktop.sound;

import app.rostrum.desktop.ui.Texts;
import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A text about devices that have come or gone. One for all that has happened, because a headset is
 * a microphone and a loudspeaker.
 */
final class DeviceNews {
  private final Texts texts;

  DeviceNews(Texts texts) {
    this.texts = texts;
  }

  /** Returns what a person should know of a change; empty if nothing came or went. */
  Optional<String> between(DeviceState before, DeviceState now) {
    if (now.withoutSound()) {
      return before.withoutSound()
          ? Optional.empty()
          : now.problem().map(problem -> texts.get("sound.problem." + problem));
    } else if (before.withoutSound()) {
      boolean neverThere = before.problem().equals(Optional.of(Problem.NO_SOUND_SYSTEM));
      return Optional.of(texts.get(neverThere ? "sound.found" : "sound.back"));
    }
    Optional<AudioDevice> lostMicrophone =
        before.microphone().filter(device -> !has(now.microphones(), device));
    Optional<AudioDevice> lostSpeaker =
        before.speaker().filter(device -> !has(now.speakers(), device));
    if (lostMicrophone.isPresent() || lostSpeaker.isPresent()) {
      return lost(lostMicrophone, lostSpeaker, now);
    }
    return came(before, now);
  }

  private Optional<String> lost(
      Optional<AudioDevice> microphone, Optional<AudioDevice> speaker, DeviceState now) {
    String gone = microphone.or(() -> speaker).map(AudioDevice::name).orElse("");
    // A Bluetooth headset with another profile is the same one.
    boolean other =
        microphone.isPresent() && !sameName(microphone, now.microphone())
            || speaker.isPresent() && !sameName(speaker, now.speaker());
    if (!other) {
      return Optional.empty();
    }
    String use =
        microphone.isPresent() && speaker.isPresent()
            ? both(now)
            : microphone.isPresent()
                ? one("sound.now-microphone", "sound.no-microphone-left", now.microphone())
                : one("sound.now-speaker", "sound.no-speaker-left", now.speaker());
    return Optional.of(texts.get("sound.gone", gone) + " " + use);
  }

  private String both(DeviceState now) {
    if (now.microphone().isPresent() && now.speaker().isPresent()) {
      return texts.get("sound.now-both", now.microphone().get().name(), now.speaker().get().name());
    }
    return one("sound.now-microphone", "sound.no-microphone-left", now.microphone())
        + " "
        + one("sound.now-speaker", "sound.no-speaker-left", now.speaker());
  }

  private String one(String found, String none, Optional<AudioDevice> device) {
    return device.map(one -> texts.get(found, one.name())).orElseGet(() -> texts.get(none));
  }

  private Optional<String> came(DeviceState before, DeviceState now) {
    Optional<AudioDevice> microphone = fresh(before.microphones(), now.microphones());
    Optional<AudioDevice> speaker = fresh(before.speakers(), now.speakers());
    if (microphone.isEmpty() && speaker.isEmpty()) {
      return Optional.empty();
    }
    boolean used =
        microphone.isPresent() && microphone.equals(now.microphone())
            || speaker.isPresent() && speaker.equals(now.speaker());
    String name = microphone.or(() -> speaker).map(AudioDevice::name).orElse("");
    return Optional.of(texts.get(used ? "sound.came-used" : "sound.came", name));
  }

  /**
   * Returns a device that has come; the one in use, if there are several, is said by the caller.
   */
  private static Optional<AudioDevice> fresh(List<AudioDevice> before, List<AudioDevice> now) {
    return now.stream().filter(device -> !has(before, device)).findFirst();
  }

  private static boolean has(List<AudioDevice> devices, AudioDevice device) {
    return devices.stream().anyMatch(one -> one.id().equals(device.id()));
  }

  private static boolean sameName(Optional<AudioDevice> one, Optional<AudioDevice> other) {
    return one.map(AudioDevice::name).equals(other.map(AudioDevice::name));
  }
}
