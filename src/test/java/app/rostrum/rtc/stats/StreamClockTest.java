package app.rostrum.rtc.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StreamClockTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static long ntp(Instant time) {
    return NtpTime.of(time).value();
  }

  @Test
  void timestampsRunWithTheClock() {
    StreamClock clock = new StreamClock(1000, ntp(NOON), 90_000);
    assertThat(clock.timestampAt(ntp(NOON))).isEqualTo(1000);
    assertThat(clock.timestampAt(ntp(NOON.plusMillis(2500)))).isBetween(225_999L, 226_000L);
    assertThat(clock.timestampAt(ntp(NOON.minusMillis(500)))).isBetween(-44_001L, -44_000L);
  }

  @Test
  void soundAndPictureOfAWrongClockStayTogether() {
    SenderTime time = new SenderTime();
    Instant theirs = Instant.parse("1999-01-01T00:00:00Z");
    // One moment of theirs, told by two streams whose reports took 30 and 50 ms.
    long sound = time.translate(ntp(theirs), ntp(NOON.plusMillis(30)));
    long picture = time.translate(ntp(theirs), ntp(NOON.plusMillis(50)));
    assertThat(sound).isEqualTo(ntp(NOON.plusMillis(30)));
    assertThat(picture - sound).isBetween(0L, (2L << 32) / 1000);
  }

  @Test
  void aSendersClockThatIsSetBackIsFollowed() {
    SenderTime time = new SenderTime();
    time.translate(ntp(NOON), ntp(NOON));
    Instant back = NOON.minusSeconds(3600);
    assertThat(time.translate(ntp(back), ntp(NOON.plusSeconds(1))))
        .isEqualTo(ntp(NOON.plusSeconds(1)));
  }
}
