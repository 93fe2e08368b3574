package app.rostrum.desktop.ui;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.Fx;
import app.rostrum.threads.Timers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;

class FxThreadTest {
  private final FxThread ui = new FxThread();

  @Test
  void timersRunOnTheUiThreadUntilTheyAreClosed() throws InterruptedException {
    var five = new CountDownLatch(5);
    var once = new CountDownLatch(1);
    var elsewhere = new AtomicInteger();
    var pin = new AtomicReference<>(Pin.NONE);
    Runnable look = () -> elsewhere.addAndGet(Platform.isFxApplicationThread() ? 0 : 1);
    Fx.run(
        () -> {
          pin.set(
              ui.every(
                  Duration.ofMillis(2),
                  () -> {
                    look.run();
                    five.countDown();
                  }));
          ui.after(
              Duration.ofMillis(2),
              () -> {
                look.run();
                once.countDown();
              });
        });
    assertThat(five.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(once.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(elsewhere).hasValue(0);
    Fx.run(() -> requireNonNull(pin.get()).close());
  }

  @Test
  void whatIsDueAlreadyDoesNotRunAfterItsPinWasClosed() throws InterruptedException {
    var late = new AtomicInteger();
    var later = new CountDownLatch(1);
    Fx.run(
        () -> {
          Pin pin = ui.after(Duration.ZERO, late::incrementAndGet);
          // Due and handed over before this one, which the same thread has in its order.
          var due = new CountDownLatch(1);
          Timers.create("test").after(Duration.ofMillis(20), due::countDown);
          try {
            assertThat(due.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          pin.close();
          ui.after(Duration.ZERO, later::countDown);
        });
    assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(late).hasValue(0);
  }
}
