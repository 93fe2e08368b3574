package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.PeerConnection.State;
import app.rostrum.testing.ManualScheduler;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IceRestartsTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private int restarted;
  private boolean poisonous;
  private final IceRestarts restarts =
      new IceRestarts(
          task -> {
            try {
              task.run();
            } catch (AssertionError e) {
              // The serial executor logs it and goes on.
            }
          },
          scheduler,
          new Random(1),
          () -> {
            restarted++;
            if (poisonous) {
              throw new AssertionError("thrown on purpose");
            }
          });

  @Test
  void aFailedConnectionIsRestartedAtOnceAndThenWithGrowingWaits() {
    restarts.changed(State.FAILED);
    assertThat(restarted).isEqualTo(1);
    scheduler.pass(Duration.ofSeconds(10));
    assertThat(restarted).isBetween(4, 6);
    int before = restarted;
    scheduler.pass(Duration.ofSeconds(100));
    assertThat(restarted - before).isBetween(9, 20);
  }

  @Test
  void aDisconnectedConnectionGetsTimeToHeal() {
    restarts.changed(State.DISCONNECTED);
    scheduler.pass(IceRestarts.PATIENCE.minusMillis(1));
    restarts.changed(State.CONNECTED);
    scheduler.pass(Duration.ofMinutes(1));
    assertThat(restarted).isZero();
    restarts.changed(State.DISCONNECTED);
    scheduler.pass(IceRestarts.PATIENCE);
    assertThat(restarted).isEqualTo(1);
  }

  @Test
  void statesThatFlapDoNotMultiplyTheRestarts() {
    for (int i = 0; i < 20; i++) {
      restarts.changed(State.DISCONNECTED);
      restarts.changed(State.FAILED);
    }
    assertThat(restarted).isEqualTo(1);
    assertThat(scheduler.delays()).hasSize(1);
    scheduler.pass(Duration.ofSeconds(10));
    assertThat(restarted).isBetween(4, 6);
    assertThat(scheduler.delays()).hasSize(1);
  }

  @Test
  void aRestartUnderWayIsCheckedOnce() {
    restarts.changed(State.FAILED);
    restarts.changed(State.CONNECTING);
    scheduler.pass(Duration.ofMinutes(1));
    assertThat(restarted).isEqualTo(1);
    restarts.changed(State.FAILED);
    assertThat(restarted).isEqualTo(2);
  }

  @Test
  void nothingIsRestartedAfterTheEnd() {
    restarts.changed(State.FAILED);
    restarts.stop();
    scheduler.pass(Duration.ofMinutes(1));
    assertThat(restarted).isEqualTo(1);
  }

  @Test
  void aRestartThatThrowsAnErrorIsTriedAgain() {
    poisonous = true;
    restarts.changed(State.DISCONNECTED);
    scheduler.pass(Duration.ofSeconds(10));
    assertThat(restarted).isGreaterThan(2);
  }
}
