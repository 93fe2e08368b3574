package app.rostrum.desktop.services;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.Processing;
import org.junit.jupiter.api.Test;

class MicrophonePreferencesTest {
  private final PreferenceStore store = PreferenceStore.inMemory();

  @Test
  void whatIsChosenReplacesTheStandard() {
    var voice = new MicrophonePreferences(Processing.VOICE);
    assertThat(voice.in(store)).isEqualTo(Processing.VOICE);
    store.put(voice.noiseSuppression(), false);
    assertThat(voice.in(store)).isEqualTo(new Processing(true, false, true));
    store.put(voice.echoCancellation(), false);
    assertThat(voice.in(store)).isEqualTo(new Processing(false, false, true));
    store.put(voice.gainControl(), false);
    assertThat(voice.in(store)).isEqualTo(Processing.NONE);
    assertThat(new MicrophonePreferences(Processing.NONE).in(PreferenceStore.inMemory()))
        .isEqualTo(Processing.NONE);
  }
}
