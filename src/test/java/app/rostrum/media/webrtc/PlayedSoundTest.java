package app.rostrum.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.Chime;
import app.rostrum.media.MediaException;
import app.rostrum.media.Melody;
import app.rostrum.media.Spectrum;
import app.rostrum.testing.PulseAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plays through Java's sound on ALSA, which hands it to a PulseAudio of the test's own. */
@Tag("e2e")
@Tag("media")
@Timeout(120)
class PlayedSoundTest {
  private static final AudioDevice STANDARD = new AudioDevice("spk", "Loudspeaker", true);

  private final SoundPlayer player = new SoundPlayer(() -> {});
  private PulseAudio pulse;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    pulse = PulseAudio.start();
    pulse.useInThisProcess();
    PulseAudio.useAlsaInThisProcess(folder);
  }

  @AfterEach
  void stop() throws IOException {
    pulse.close();
  }

  @Test
  void theTestSoundIsHeard() throws Exception {
    player.look(STANDARD);
    await().until(player::works);
    try (var recording = pulse.record("spk.monitor")) {
      player.play(Chime.pcm(), STANDARD).get(60, TimeUnit.SECONDS);
      await()
          .untilAsserted(
              () -> {
                assertThat(Spectrum.levelAt(recording.pcm(), Chime.LOW_HZ)).isGreaterThan(-45);
                assertThat(Spectrum.levelAt(recording.pcm(), Chime.HIGH_HZ)).isGreaterThan(-45);
              });
    }
    assertThat(player.works()).isTrue();
  }

  @Test
  void aSoundThatIsCancelledEnds() {
    CompletableFuture<Void> sound =
        player.play(Melody.loudness(0.1).note(440, 0, 4.9).pcm(), STANDARD);
    await().until(() -> !playing().isEmpty());
    assertThat(sound).isNotDone();
    sound.cancel(true);
    await().untilAsserted(() -> assertThat(playing()).isEmpty());
  }

  @Test
  void aLoudspeakerOfAnotherNameIsNotReplacedByTheStandardOne() {
    var other = new AudioDevice("other", "No such loudspeaker", false);
    assertThatThrownBy(() -> player.play(Chime.pcm(), other).join())
        .hasCauseInstanceOf(MediaException.class);
    assertThat(playing()).isEmpty();
  }

  private String playing() {
    return pulse.pactl("list", "short", "sink-inputs");
  }
}
