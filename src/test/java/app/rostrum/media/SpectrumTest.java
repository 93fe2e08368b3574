package app.rostrum.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrumTest {
  private static short[] listen(PcmSource source, int frames) {
    short[] pcm = new short[frames * PcmSource.FRAME];
    short[] frame = new short[PcmSource.FRAME];
    for (int i = 0; i < frames; i++) {
      source.read(frame);
      System.arraycopy(frame, 0, pcm, i * frame.length, frame.length);
    }
    return pcm;
  }

  private static short[] mix(short[] a, short[] b) {
    short[] sum = new short[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = (short) (a[i] + b[i]);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {60, 220, 440, 441.5, 1000, 3333, 7900})
  void hearsThePitchOfATone(double hz) {
    assertThat(Spectrum.dominantPitch(listen(new Tone(hz), 25)).orElseThrow())
        .isCloseTo(hz, within(1.0));
  }

  @Test
  void hearsAPitchWithinATenthOfASecond() {
    assertThat(Spectrum.dominantPitch(listen(new Tone(523), 5)).orElseThrow())
        .isCloseTo(523, within(3.0));
  }

  @Test
  void measuresTheLevelOfATone() {
    short[] tone = listen(new Tone(700, -20), 25);
    assertThat(Spectrum.levelAt(tone, 700)).isCloseTo(-20, within(0.5));
    assertThat(Spectrum.level(tone)).isCloseTo(-20, within(0.5));
    assertThat(Spectrum.levelAt(tone, 900)).isLessThan(-70);
  }

  @Test
  void tellsTwoVoicesApart() {
    short[] both = mix(listen(new Tone(440, -20), 25), listen(new Tone(660, -30), 25));
    assertThat(Spectrum.peaks(both, 2))
        .satisfiesExactly(
            loud -> {
              assertThat(loud.hz()).isCloseTo(440, within(1.0));
              assertThat(loud.level()).isCloseTo(-20, within(1.0));
            },
            quiet -> {
              assertThat(quiet.hz()).isCloseTo(660, within(1.0));
              assertThat(quiet.level()).isCloseTo(-30, within(1.0));
            });
  }

  @Test
  void hearsNothingInSilence() {
    short[] silence = listen(new Silence(), 25);
    assertThat(Spectrum.dominantPitch(silence)).isEmpty();
    assertThat(Spectrum.level(silence)).isEqualTo(Spectrum.SILENCE);
    assertThat(Spectrum.level(new short[0])).isEqualTo(Spectrum.SILENCE);
    assertThat(Spectrum.dominantPitch(new short[0])).isEmpty();
  }

  @Test
  void findsATonesPitchUnderNoise() {
    short[] noise = new short[24_000];
    var random = new Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (short) (random.nextGaussian() * 600);
    }
    assertThat(Spectrum.dominantPitch(mix(listen(new Tone(880, -20), 25), noise)).orElseThrow())
        .isCloseTo(880, within(1.5));
  }
}
