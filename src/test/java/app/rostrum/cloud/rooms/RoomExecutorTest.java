package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RoomExecutorTest {
  private final RoomExecutor executor = new RoomExecutor("test");

  @Test
  void afterAnErrorTheNextTaskRuns() throws Exception {
    var ran = new CountDownLatch(1);
    executor.execute(
        () -> {
          throw new AssertionError("on purpose");
        });
    executor.execute(ran::countDown);
    assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCallerLearnsOfAnErrorInsteadOfWaitingForEver() throws Exception {
    assertThatThrownBy(
            () ->
                executor.call(
                    () -> {
                      throw new AssertionError("on purpose");
                    }))
        .hasRootCauseInstanceOf(AssertionError.class);
    assertThat(executor.<String>call(() -> "next")).isEqualTo("next");
  }

  @Test
  void aRefusalReachesTheCaller() {
    assertThatThrownBy(
            () ->
                executor.call(
                    () -> {
                      throw new RoomException(53106, "Room not found");
                    }))
        .isInstanceOfSatisfying(RoomException.class, e -> assertThat(e.code()).isEqualTo(53106));
  }

  @Test
  void afterTheEndCallsAreRefused() {
    executor.close();
    assertThatThrownBy(() -> executor.call(() -> "late"))
        .isInstanceOfSatisfying(RoomException.class, e -> assertThat(e.code()).isEqualTo(53104));
  }
}
