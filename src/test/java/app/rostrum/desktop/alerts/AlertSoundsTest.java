package app.rostrum.desktop.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.rostrum.desktop.FakeDevices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevices;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertSoundsTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeDevices devices = new FakeDevices();
  private final PreferenceStore store = PreferenceStore.inMemory();
  private final AlertSettings settings = new AlertSettings(store);
  private final AlertSounds sounds =
      new AlertSounds(new Work(Runnable::run, ui), () -> devices, settings);

  @Test
  void aFloodIsOneCueOfEachKindForSomeSeconds() {
    for (int i = 0; i < 500; i++) {
      sounds.play(Cue.HAND);
    }
    sounds.play(Cue.ON_STAGE);
    assertThat(devices.played()).hasSize(2);
    assertThat(ui.timers()).isEqualTo(2);
    ui.pass(AlertSounds.REST.minusMillis(1));
    sounds.play(Cue.HAND);
    assertThat(devices.played()).hasSize(2);
    ui.pass(Duration.ofMillis(1));
    sounds.play(Cue.HAND);
    assertThat(devices.played()).hasSize(3);
  }

  @Test
  void nothingIsPlayedIntoAnOpenMicrophone() {
    sounds.play(Cue.INVITED);
    sounds.setOnAir(true);
    assertThat(devices.played().getFirst().isCancelled()).isTrue();
    sounds.play(Cue.HAND);
    sounds.demonstrate(Cue.HAND);
    assertThat(devices.played()).hasSize(1);
    sounds.setOnAir(false);
    sounds.play(Cue.HAND);
    assertThat(devices.played()).hasSize(2);
  }

  @Test
  void whoHasHeadphonesHearsCuesOnAir() {
    settings.headphonesProperty().set(true);
    sounds.play(Cue.INVITED);
    sounds.setOnAir(true);
    sounds.play(Cue.HAND);
    assertThat(devices.played()).hasSize(2).noneMatch(sound -> sound.isDone());
  }

  @Test
  void eachCueAndAllOfThemCanBeTurnedOffForGood() {
    settings.cueProperty(Cue.HAND).set(false);
    sounds.play(Cue.HAND);
    assertThat(devices.played()).isEmpty();
    sounds.play(Cue.MUTED);
    assertThat(devices.played()).hasSize(1);
    settings.soundsProperty().set(false);
    sounds.play(Cue.INVITED);
    assertThat(devices.played()).hasSize(1);
    var later = new AlertSettings(store);
    assertThat(later.soundsProperty().get()).isFalse();
    assertThat(later.cueProperty(Cue.HAND).get()).isFalse();
    assertThat(later.cueProperty(Cue.MUTED).get()).isTrue();
  }

  @Test
  void whereNothingCanBePlayedItIsSaid() {
    sounds.look();
    assertThat(sounds.audibleProperty().get()).isTrue();
    devices.problem(Optional.of(AudioDevices.Problem.GONE));
    sounds.look();
    assertThat(sounds.audibleProperty().get()).isFalse();
  }

  @Test
  void cuesAreShortSoftAndDifferent() {
    var heard = new HashSet<Integer>();
    for (Cue cue : Cue.values()) {
      byte[] pcm = cue.pcm();
      assertThat(pcm.length).isLessThan(AudioDevices.PLAYED_HZ * 2);
      int loudest = 0;
      for (int i = 0; i < pcm.length; i += 2) {
        loudest = Math.max(loudest, Math.abs((short) (pcm[i] & 0xff | pcm[i + 1] << 8)));
      }
      assertThat(loudest).as("%s", cue).isBetween(1_500, 7_000);
      assertThat(heard.add(Arrays.hashCode(pcm))).as("%s", cue).isTrue();
    }
  }

  @Test
  void applauseGoesOnWhilePeopleClap() {
    sounds.applaud(3);
    sounds.applaud(30);
    assertThat(devices.played()).hasSize(1);
    ui.pass(Applause.AGAIN);
    assertThat(devices.played()).hasSize(2);
    sounds.applaud(0);
    ui.pass(Duration.ofMinutes(1));
    assertThat(devices.played()).hasSize(2);
    assertThat(ui.timers()).isZero();
    settings.applauseProperty().set(false);
    sounds.applaud(30);
    assertThat(devices.played()).hasSize(2);
  }

  @Test
  void applauseIsNotPlayedIntoAnOpenMicrophone() {
    sounds.applaud(10);
    sounds.setOnAir(true);
    assertThat(devices.played().getFirst().isCancelled()).isTrue();
    ui.pass(Applause.AGAIN);
    assertThat(devices.played()).hasSize(1);
    sounds.setOnAir(false);
    sounds.applaud(10);
    assertThat(devices.played()).hasSize(2);
  }

  /** Returns the loudness in dB below full scale. */
  private static double loudness(byte[] pcm) {
    double power = 0;
    for (int i = 0; i < pcm.length; i += 2) {
      double sample = (short) (pcm[i] & 0xff | pcm[i + 1] << 8) / 32_768.0;
      power += sample * sample;
    }
    return 10 * Math.log10(power / (pcm.length / 2.0));
  }

  @Test
  void theLoudnessOfApplauseFollowsTheNumberAndHasALimit() {
    var random = new Random(7);
    assertThat(loudness(Applause.pcm(3, random))).isCloseTo(-46, within(0.5));
    assertThat(loudness(Applause.pcm(30, random))).isCloseTo(-38, within(0.5));
    byte[] most = Applause.pcm(1_000_000, random);
    assertThat(loudness(most)).isCloseTo(-30, within(0.5));
    assertThat(most.length).isLessThanOrEqualTo(AudioDevices.LONGEST_PLAYED);
  }
}
