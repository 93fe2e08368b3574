package app.rostrum.media;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.PeerConnection.State;
import app.rostrum.testing.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MediaPathTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private int told;
  private final MediaPath path = new MediaPath(Runnable::run, scheduler, () -> told++);

  @Test
  void nothingIsLostBeforeAnythingIsAgreed() {
    path.follow(State.NEW);
    scheduler.pass(Duration.ofMinutes(1));
    assertThat(path.isIdle()).isTrue();
    assertThat(path.isLost()).isFalse();
  }

  @Test
  void aPathThatIsNotFoundInTimeIsLost() {
    path.follow(State.CONNECTING);
    scheduler.pass(MediaPath.PATIENCE.minusMillis(1));
    assertThat(path.isLost()).isFalse();
    assertThat(path.isIdle()).isFalse();
    scheduler.pass(Duration.ofMillis(1));
    assertThat(path.isLost()).isTrue();
    assertThat(told).isEqualTo(1);
  }

  @Test
  void aPathThatIsFoundInTimeWorks() {
    path.follow(State.CONNECTING);
    path.follow(State.CONNECTED);
    scheduler.pass(Duration.ofMinutes(1));
    assertThat(path.works()).isTrue();
    assertThat(told).isZero();
  }

  @Test
  void aLostPathStaysLostThroughRestartsUntilMediaFlows() {
    path.follow(State.CONNECTED);
    path.follow(State.DISCONNECTED);
    assertThat(path.isLost()).isTrue();
    path.follow(State.CONNECTING);
    assertThat(path.isLost()).isTrue();
    path.follow(State.FAILED);
    path.follow(State.CONNECTING);
    assertThat(path.isLost()).isTrue();
    path.follow(State.CONNECTED);
    assertThat(path.works()).isTrue();
  }

  @Test
  void aPathThatWorkedGetsTimeToFormAnew() {
    path.follow(State.CONNECTED);
    path.follow(State.CONNECTING);
    assertThat(path.isLost()).isFalse();
    assertThat(path.works()).isFalse();
    scheduler.pass(MediaPath.PATIENCE);
    assertThat(path.isLost()).isTrue();
  }

  @Test
  void nobodyIsToldAfterTheEnd() {
    path.follow(State.CONNECTING);
    path.stop();
    scheduler.pass(Duration.ofMinutes(1));
    assertThat(told).isZero();
  }
}
