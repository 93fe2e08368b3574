package app.rostrum.desktop.services;

import app.rostrum.media.Processing;

/**
 * The settings of the processing of the microphone's sound.
 *
 * @param standard what holds until something is chosen
 */
public record MicrophonePreferences(Processing standard) {
  public Preference<Boolean> echoCancellation() {
    return Preference.flag("echo-cancellation", standard.echoCancellation());
  }

  public Preference<Boolean> noiseSuppression() {
    return Preference.flag("noise-suppression", standard.noiseSuppression());
  }

  public Preference<Boolean> gainControl() {
    return Preference.flag("gain-control", standard.gainControl());
  }

  /** Returns the processing that is chosen now. */
  public Processing in(PreferenceStore store) {
    return new Processing(
        store.get(echoCancellation()), store.get(noiseSuppression()), store.get(gainControl()));
  }
}
