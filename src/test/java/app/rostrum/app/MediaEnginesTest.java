package app.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.media.MediaException;
import app.rostrum.media.Processing;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MediaEnginesTest {
  /** Asserts what a machine without a sound system gets, and on others what both have in common. */
  @Test
  void thereIsAlwaysAnEngineAndWithoutSoundAReason() {
    try (var sound =
        MediaEngines.onLinux(
            () -> Processing.VOICE, Map.of("PULSE_SERVER", "unix:/nonexistent/rostrum-pulse"))) {
      assertThat(sound.devices().microphones()).isEmpty();
      assertThat(sound.devices().speakers()).isEmpty();
      assertThat(sound.devices().microphoneInUse()).isEmpty();
      assertThat(sound.devices().problem()).isPresent();
      assertThatThrownBy(() -> sound.devices().testSound().join())
          .hasCauseInstanceOf(MediaException.class);
      sound.devices().meter(level -> {}).close();
      sound.devices().onChange(() -> {}).close();
      sound
          .problem()
          .ifPresentOrElse(
              text -> {
                assertThat(text).startsWith("There is no sound");
                assertThatThrownBy(() -> sound.engine().createAudioTrack("mic"))
                    .isInstanceOf(MediaException.class);
              },
              () -> assertThat(sound.engine().createAudioTrack("mic").enabled()).isTrue());
    }
  }
}
