package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final FakeUiThread ui = new FakeUiThread();
  private final AtomicInteger runs = new AtomicInteger();
  private final Pace pace = new Pace(ui, ui.clock(), INTERVAL, runs::incrementAndGet);

  @Test
  void whatIsAskedForNowAndThenRunsAtOnceAndLeavesNoTimer() {
    for (int i = 1; i <= 100; i++) {
      pace.ask();
      assertThat(runs).hasValue(i);
      ui.pass(INTERVAL);
    }
    assertThat(ui.timers()).isZero();
  }

  @Test
  void whatIsAskedForAllTheTimeRunsInItsIntervalAndTheLastWishIsFulfilled() {
    for (int i = 0; i < 300; i++) {
      pace.ask();
      ui.pass(Duration.ofMillis(33));
    }
    assertThat(runs.get()).isBetween(55, 62);
    ui.pass(INTERVAL);
    int then = runs.get();
    for (int i = 0; i < Pace.BURST; i++) {
      pace.ask();
    }
    ui.pass(INTERVAL.multipliedBy(2));
    assertThat(runs.get()).isGreaterThan(then);
    assertThat(ui.timers()).isZero();
  }

  @Test
  void nothingRunsAfterClosing() {
    for (int i = 0; i < 2 * Pace.BURST; i++) {
      pace.ask();
    }
    assertThat(runs).hasValue(Pace.BURST);
    pace.close();
    ui.pass(Duration.ofSeconds(5));
    assertThat(runs).hasValue(Pace.BURST);
  }
}
