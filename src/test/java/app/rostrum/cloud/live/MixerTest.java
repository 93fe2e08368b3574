package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.Tone;
import app.rostrum.wire.rtp.ContributingSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixerTest {
  private final Studio studio = new Studio();

  @Test
  void everybodyWhoSpeaksIsInTheMixAtTheRightPitch() {
    studio.joins("ada", new Tone(440, -20));
    studio.joins("bob", new Tone(660, -26));
    studio.run(30);
    short[] mix = studio.last(20);
    assertThat(Spectrum.levelAt(mix, 440)).isBetween(-20.5, -19.5);
    assertThat(Spectrum.levelAt(mix, 660)).isBetween(-26.5, -25.5);
    assertThat(Spectrum.levelAt(mix, 880)).isLessThan(-70);
  }

  @Test
  void aSpeakerWhoHasLeftIsNotInTheMix() {
    studio.joins("ada", new Tone(440));
    studio.joins("bob", new Tone(660));
    studio.run(20);
    studio.leaves("bob");
    studio.run(30);
    assertThat(Spectrum.levelAt(studio.last(20), 440)).isGreaterThan(-21);
    assertThat(Spectrum.levelAt(studio.last(20), 660)).isLessThan(-70);
    assertThat(studio.heard.getLast().csrcs()).containsExactly(csrc("ada"));
  }

  @Test
  void aSpeakerWhoJoinsLaterIsInTheMix() {
    studio.joins("ada", new Tone(440));
    studio.run(20);
    studio.joins("eve", new Tone(1000));
    studio.run(30);
    assertThat(Spectrum.levelAt(studio.last(20), 1000)).isGreaterThan(-21);
  }

  @Test
  void aMutedTrackIsNotHeardWhateverItSends() {
    studio.joins("ada", new Tone(440));
    studio.run(20);
    studio.mutes("ada", true);
    studio.run(30);
    assertThat(Spectrum.level(studio.last(20))).isEqualTo(Spectrum.SILENCE);
    assertThat(studio.heard.getLast().csrcs()).isEmpty();
    studio.mutes("ada", false);
    studio.run(20);
    assertThat(Spectrum.levelAt(studio.last(10), 440)).isGreaterThan(-21);
  }

  @Test
  void silenceIsNotDecoded() {
    studio.joins("ada", new Tone(440));
    studio.run(20);
    studio.fallsSilent("ada");
    studio.run(10);
    int afterwards = studio.decoders.getFirst().decoded + studio.decoders.getFirst().concealed;
    studio.run(100);
    assertThat(studio.decoders.getFirst().decoded + studio.decoders.getFirst().concealed)
        .isEqualTo(afterwards);
    assertThat(studio.heard.getLast().level()).isEqualTo(127);
  }

  @Test
  void manyVoicesAtFullScaleNeverClip() {
    for (int i = 0; i < 20; i++) {
      studio.joins("speaker" + i, new Tone(200 + 97 * i, 0));
    }
    studio.run(100);
    for (short[] frame : studio.frames()) {
      assertThat(IntStream.range(0, 960).map(i -> Math.abs(frame[i])).max().orElseThrow())
          .isLessThan(32_767);
    }
    assertThat(longestFlatTop(studio.last(50))).isLessThan(4);
    assertThat(Spectrum.level(studio.last(50))).isGreaterThan(-20);
  }

  @Test
  void aSingleLoudVoiceStaysPure() {
    studio.joins("ada", new Tone(440, 0));
    studio.run(60);
    short[] mix = studio.last(40);
    assertThat(Spectrum.levelAt(mix, 440)).isBetween(-1.5, -0.5);
    assertThat(Spectrum.levelAt(mix, 1320)).isLessThan(-45);
  }

  @Test
  void contributingSourcesAreTheLoudestFirstWithTheirLevels() {
    studio.joins("ada", new Tone(440, -30));
    studio.joins("bob", new Tone(660, -10));
    studio.joins("hum", new Tone(300, -70));
    studio.run(10);
    Mixer.MixedLevels heard = studio.heard.getLast();
    assertThat(heard.csrcs()).containsExactly(csrc("bob"), csrc("ada"));
    assertThat(heard.csrcLevels()).containsExactly((byte) 13, (byte) 33);
    assertThat(heard.level()).isEqualTo(13);
  }

  @Test
  void noMoreContributingSourcesThanFitIntoAPacket() {
    for (int i = 0; i < 30; i++) {
      studio.joins("speaker" + i, new Tone(200 + 50 * i, -20 - 0.5 * i));
    }
    studio.run(10);
    assertThat(studio.heard.getLast().csrcs()).hasSize(15).contains(csrc("speaker0"));
  }

  @Test
  void aShortPauseKeepsTheSpeakerListed() {
    studio.joins("ada", new Tone(440));
    studio.run(10);
    studio.fallsSilent("ada");
    studio.run(8);
    assertThat(studio.heard.getLast().csrcs()).containsExactly(csrc("ada"));
    studio.run(8);
    assertThat(studio.heard.getLast().csrcs()).isEmpty();
  }

  @Test
  void lostPacketsAreConcealedAndTheRestGoesOn() {
    studio.joins("ada", new Tone(440));
    studio.joins("bob", new Tone(660));
    studio.run(20);
    studio.runLosing("ada", 2);
    studio.run(40);
    assertThat(studio.decoders.getFirst().concealed).isEqualTo(2);
    assertThat(studio.decoders.getLast().concealed).isZero();
    assertThat(Spectrum.levelAt(studio.last(20), 440)).isGreaterThan(-21);
  }

  @Test
  void aMixThatFellBehindDoesNotKeepTheDelay() {
    studio.joins("ada", new Tone(440));
    studio.run(20);
    int before = studio.decoders.getFirst().decoded;
    studio.stall(10);
    studio.run(10);
    assertThat(studio.decoders.getFirst().decoded - before).isBetween(9, 13);
    assertThat(Spectrum.levelAt(studio.last(5), 440)).isGreaterThan(-21);
  }

  private static int csrc(String identity) {
    return (int) ContributingSource.csrc(identity);
  }

  /** Counts clipped samples, which are several equal ones in a row at the top. */
  private static int longestFlatTop(short[] samples) {
    int longest = 0;
    int run = 0;
    for (int i = 1; i < samples.length; i++) {
      run = samples[i] == samples[i - 1] && Math.abs(samples[i]) > 29_000 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
