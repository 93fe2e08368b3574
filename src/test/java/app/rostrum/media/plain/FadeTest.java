package app.rostrum.media.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Muting in the engine whose samples are ours. */
class FadeTest {
  private static short[] loud() {
    short[] frame = new short[PcmSource.FRAME];
    Arrays.fill(frame, (short) 20_000);
    return frame;
  }

  private static int largestStep(short[] frame, int from) {
    int largest = 0;
    int before = from;
    for (short sample : frame) {
      largest = Math.max(largest, Math.abs(sample - before));
      before = sample;
    }
    return largest;
  }

  @Test
  void soundDiesAwayWithoutAJump() {
    short[] frame = loud();
    Fade.OUT.apply(frame);
    assertThat(largestStep(frame, 20_000)).isLessThan(100);
    assertThat(frame[Fade.SAMPLES]).isZero();
    assertThat(frame[frame.length - 1]).isZero();
  }

  @Test
  void soundSwellsWithoutAJump() {
    short[] frame = loud();
    Fade.IN.apply(frame);
    assertThat(largestStep(frame, 0)).isLessThan(100);
    assertThat(frame[Fade.SAMPLES]).isEqualTo((short) 20_000);
  }

  @Test
  void aTrackIsHeardThroughTheFrameInWhichItIsMuted() {
    var track = new PlainTrack("mic");
    track.begin(1);
    assertThat(track.fade()).isEqualTo(Fade.IN);
    track.begin(2);
    assertThat(track.fade()).isEqualTo(Fade.NONE);
    track.setEnabled(false);
    track.begin(3);
    assertThat(track.fade()).isEqualTo(Fade.OUT);
    assertThat(track.audible()).isTrue();
    track.begin(4);
    assertThat(track.fade()).isEqualTo(Fade.NONE);
    assertThat(track.audible()).isFalse();
  }

  @Test
  void aTrackThatBeginsMutedLetsNothingThrough() {
    var track = new PlainTrack("mic");
    track.setEnabled(false);
    track.begin(1);
    assertThat(track.fade()).isEqualTo(Fade.NONE);
    assertThat(track.audible()).isFalse();
  }

  @Test
  void severalConnectionsThatCarryATrackShareItsBeat() {
    var track = new PlainTrack("mic");
    track.begin(1);
    track.setEnabled(false);
    track.begin(2);
    track.begin(2);
    assertThat(track.fade()).isEqualTo(Fade.OUT);
    assertThat(track.audible()).isTrue();
  }
}
