package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.RtcPeer.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberPathTest {
  private static final long PATIENCE = MemberPath.PATIENCE.toNanos();
  private final MemberPath path = new MemberPath();

  private boolean follow(State state, long nanos) {
    return path.follow(Optional.of(state), nanos);
  }

  @Test
  void aPathThatNeverComesAboutIsLostAfterItsTime() {
    assertThat(follow(State.CONNECTING, 7)).isFalse();
    assertThat(follow(State.CONNECTING, 6 + PATIENCE)).isFalse();
    assertThat(follow(State.CONNECTING, 7 + PATIENCE)).isTrue();
    assertThat(path.isLost()).isTrue();
    assertThat(follow(State.CONNECTING, 8 + PATIENCE)).as("told once").isFalse();
    assertThat(follow(State.CONNECTED, 9 + PATIENCE)).isTrue();
    assertThat(path.isLost()).isFalse();
  }

  @Test
  void aPathThatFallsSilentIsLostAtOnceAndThroughItsRestart() {
    follow(State.CONNECTED, 0);
    assertThat(follow(State.DISCONNECTED, 1)).isTrue();
    assertThat(follow(State.CONNECTING, 2)).isFalse();
    assertThat(path.isLost()).isTrue();
    assertThat(follow(State.CONNECTED, 3)).isTrue();
    assertThat(follow(State.CONNECTING, 4)).isFalse();
    assertThat(follow(State.CONNECTING, 3 + PATIENCE)).as("counted afresh").isFalse();
  }

  @Test
  void whoLeavesIsNotSaidToReconnect() {
    follow(State.CONNECTED, 0);
    assertThat(follow(State.CLOSED, 1)).isFalse();
  }

  @Test
  void aParticipantWithoutAConnectionHasNoneToLose() {
    path.follow(Optional.empty(), 0);
    path.follow(Optional.empty(), 2 * PATIENCE);
    assertThat(path.isLost()).isFalse();
  }
}
