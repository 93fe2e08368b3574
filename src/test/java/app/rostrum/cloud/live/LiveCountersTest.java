package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveCountersTest {
  @Test
  void aFrameIsLateByTheTimeThatItTookWhoeverManyHeardIt() {
    var counters = new LiveCounters();
    counters.sent(1000, 5_000_000);
    counters.sent(1, 1_000_000);
    counters.sent(1, 1_000_000);
    LiveStatistics statistics = counters.statistics();
    assertThat(statistics.packetsSent()).isEqualTo(1002);
    assertThat(statistics.latenessMedian())
        .isBetween(Duration.ofNanos(1_000_000), Duration.ofNanos(1_100_000));
    assertThat(statistics.latenessP99())
        .isBetween(Duration.ofNanos(5_000_000), Duration.ofNanos(5_500_000));
    assertThat(counters.lateness().sum()).isEqualTo(Duration.ofMillis(7));
  }
}
