package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class TrackLoudnessTest {
  private static final long MILLI = 1_000_000;
  private final TrackLoudness loudness = new TrackLoudness();

  private void packet(int level, long millis) {
    loudness.onPacket(
        new RtpPacket(111, false, 0, 0, 1, new int[0], level, false, new byte[1]), millis * MILLI);
  }

  private void speak(long fromMillis) {
    for (int i = 0; i < 100; i++) {
      packet(30, fromMillis + 20 * i);
    }
  }

  @Test
  void followsSpeechWithinHalfASecond() {
    for (int i = 0; i < 25; i++) {
      packet(30, 20 * i);
    }
    assertThat(loudness.at(500 * MILLI)).isBetween(85.0, 97.0);
  }

  @Test
  void aPauseWithRarePacketsIsAsQuietAsOneWithMany() {
    speak(0);
    // Discontinuous transmission: a packet in 400 ms.
    packet(127, 2380);
    packet(127, 2780);
    double rare = loudness.at(2780 * MILLI);
    TrackLoudnessTest other = new TrackLoudnessTest();
    other.speak(0);
    for (int i = 0; i < 40; i++) {
      other.packet(127, 2000 + 20 * i);
    }
    double many = other.loudness.at(2780 * MILLI);
    assertThat(rare).isBetween(many - 5, many + 5).isLessThan(20);
  }

  @Test
  void aTrackWithoutPacketsIsSilent() {
    speak(0);
    assertThat(loudness.at(2600 * MILLI)).isZero();
  }
}
