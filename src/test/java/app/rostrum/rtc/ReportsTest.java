package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private final Reports reports = new Reports(new LocalSection.Cname("test"), 7);

  private boolean dueAt(double seconds, boolean receiving) {
    return reports.due(Duration.ofMillis((long) (seconds * 1000)).toNanos(), receiving);
  }

  @Test
  void whoReceivesReportsEachSecond() {
    assertThat(dueAt(10, true)).isTrue();
    assertThat(dueAt(10.9, true)).isFalse();
    assertThat(dueAt(11, true)).isTrue();
  }

  @Test
  void whoOnlySendsTellsTheTimeEveryFiveSeconds() {
    assertThat(dueAt(10, false)).isTrue();
    assertThat(dueAt(14.9, false)).isFalse();
    assertThat(dueAt(15, false)).isTrue();
  }
}
