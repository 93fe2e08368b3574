package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ListenerCapacityTest {
  private static final long IN_TIME = Duration.ofMillis(19).toNanos();
  private static final long LATE = Duration.ofMillis(41).toNanos();

  private final LiveCounters counters = new LiveCounters();
  private boolean scarce;
  private long cpu;
  private final ListenerCapacity capacity =
      new ListenerCapacity(
          counters,
          new ListenerCapacity.Sending(4, () -> cpu),
          () -> scarce,
          new ListenerCapacity.Limits(100, 10_000));

  /** A second in which so many of a hundred packets were sent in time, the others late. */
  private void second(int inTime) {
    counters.sent(inTime, IN_TIME);
    counters.sent(100 - inTime, LATE);
    capacity.look();
  }

  @Test
  void noNumberOfListenersIsTooLargeWhileTheSendersKeepUp() {
    second(100);
    assertThat(capacity.admitsOneMore(4000, 4000)).isTrue();
    assertThat(capacity.admitsOneMore(9999, 9999)).isTrue();
    assertThat(capacity.admitsOneMore(10_000, 10_000)).as("the ceiling").isFalse();
  }

  @Test
  void sendersThatFallBehindTakeNobodyMoreUntilTheyHaveCaughtUp() {
    second(91);
    assertThat(capacity.admitsOneMore(5000, 5000)).isTrue();
    second(90);
    assertThat(capacity.admitsOneMore(5000, 5000)).isFalse();
    second(97);
    assertThat(capacity.admitsOneMore(5000, 5000)).as("not yet in time").isFalse();
    second(98);
    assertThat(capacity.admitsOneMore(5000, 5000)).isTrue();
  }

  @Test
  void droppedPacketsCountAsLateOnes() {
    counters.sent(80, IN_TIME);
    counters.dropped(20);
    capacity.look();
    assertThat(capacity.admitsOneMore(5000, 5000)).isFalse();
  }

  @Test
  void aFewListenersAreAlwaysTaken() {
    scarce = true;
    second(0);
    assertThat(capacity.admitsOneMore(99, 99)).isTrue();
    assertThat(capacity.admitsOneMore(100, 100)).isFalse();
  }

  @Test
  void nobodyMoreIsTakenWhileMemoryIsScarce() {
    scarce = true;
    second(100);
    assertThat(capacity.admitsOneMore(5000, 5000)).isFalse();
    scarce = false;
    second(100);
    assertThat(capacity.admitsOneMore(5000, 5000)).isTrue();
  }

  @Test
  void theOperatorsLimitHoldsHoweverFewTheyAre() {
    second(100);
    capacity.limit(2);
    assertThat(capacity.admitsOneMore(1, 1)).isTrue();
    assertThat(capacity.admitsOneMore(2, 0)).isFalse();
    capacity.limit(50_000);
    assertThat(capacity.admitsOneMore(9999, 9999)).isTrue();
    assertThat(capacity.admitsOneMore(10_000, 10_000)).isFalse();
  }

  @Test
  void whereNothingIsSentNothingIsLate() {
    second(0);
    assertThat(capacity.admitsOneMore(5000, 5000)).isFalse();
    capacity.look();
    assertThat(capacity.admitsOneMore(5000, 5000)).isTrue();
  }

  @Test
  void silenceIsInNoHurry() {
    counters.silence(5000);
    capacity.look();
    assertThat(capacity.admitsOneMore(5000, 5000)).isTrue();
  }

  @Test
  void anAudienceInSilenceGrowsToWhatCouldBeServed() {
    int assumed = 4 * 10_800;
    var large =
        new ListenerCapacity(
            counters,
            new ListenerCapacity.Sending(4, () -> cpu),
            () -> scarce,
            new ListenerCapacity.Limits(100, 100_000));
    assertThat(large.admitsOneMore(50_000, assumed - 1)).isTrue();
    assertThat(large.admitsOneMore(50_000, assumed)).isFalse();
  }

  @Test
  void theMeasuredCostOfPacketsDecidesHowManyCouldBeServed() {
    for (int i = 0; i < 100; i++) {
      counters.sent(10_000, IN_TIME);
      cpu += 10_000 * 30_000L; // 30 µs for each packet
      capacity.look();
    }
    assertThat(capacity.admitsOneMore(7000, 7000)).isTrue();
    assertThat(capacity.admitsOneMore(7500, 7500)).isFalse();
    assertThat(capacity.admitsOneMore(7500, 10)).as("another stream").isTrue();
    assertThat(capacity.share(1000))
        .as("50 packets of 30 µs each, on four threads")
        .isCloseTo(0.375, within(0.001));
  }

  @Test
  void sendersThatFallBehindCountAListenerForMore() {
    double before = capacity.share(1000);
    second(0);
    assertThat(capacity.share(1000)).isCloseTo(1.3 * before, within(0.001));
    for (int i = 0; i < 20; i++) {
      second(0);
    }
    assertThat(capacity.share(1000)).isCloseTo(6 * before, within(0.001));
    for (int i = 0; i < 200; i++) {
      second(100);
    }
    assertThat(capacity.share(1000)).isCloseTo(before, within(0.001));
  }

  @Test
  void secondsWithSilenceOrFewPacketsDoNotCountForTheCost() {
    for (int i = 0; i < 100; i++) {
      counters.sent(10_000, IN_TIME);
      counters.silence(1000);
      cpu += 10_000 * 100_000L;
      capacity.look();
      counters.sent(1000, IN_TIME);
      cpu += 1000 * 100_000L;
      capacity.look();
    }
    assertThat(capacity.admitsOneMore(9000, 9000)).isTrue();
  }
}
