package app.rostrum.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class SerialExecutorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static Stream<SerialExecutor> executors() {
    return Stream.of(new SerialExecutor("test"), SerialExecutor.onPlatformThread("test-native"));
  }

  @ParameterizedTest
  @MethodSource("executors")
  void theNextTaskRunsWhateverATaskThrows(SerialExecutor executor) {
    var ran = new AtomicInteger();
    executor.execute(
        () -> {
          throw new AssertionError("thrown on purpose");
        });
    executor.execute(
        () -> {
          throw new StackOverflowError("thrown on purpose");
        });
    executor.execute(ran::incrementAndGet);
    assertThat(executor.close(PATIENCE)).isTrue();
    assertThat(ran).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("executors")
  void tasksOfManyThreadsRunOneAtATimeAndThoseOfOneThreadInOrder(SerialExecutor executor)
      throws Exception {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    var inside = new AtomicInteger();
    var overlaps = new AtomicInteger();
    List<Thread> callers =
        IntStream.range(0, 4)
            .mapToObj(
                caller ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              for (int i = 0; i < 500; i++) {
                                int task = caller * 1000 + i;
                                executor.execute(
                                    () -> {
                                      if (inside.incrementAndGet() > 1) {
                                        overlaps.incrementAndGet();
                                      }
                                      seen.add(task);
                                      inside.decrementAndGet();
                                    });
                              }
                            }))
            .toList();
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(executor.close(PATIENCE)).isTrue();
    assertThat(overlaps).hasValue(0);
    for (int caller = 0; caller < 4; caller++) {
      int number = caller;
      assertThat(seen.stream().filter(task -> task / 1000 == number)).hasSize(500).isSorted();
    }
  }

  @Test
  void aFullQueueRejectsAndCountsAndTheRestGoesOn() throws Exception {
    var executor = new SerialExecutor("test", 2);
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var ran = new AtomicInteger();
    executor.execute(
        () -> {
          started.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    executor.execute(ran::incrementAndGet);
    executor.execute(ran::incrementAndGet);
    assertThatThrownBy(() -> executor.execute(ran::incrementAndGet))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(executor.rejected()).isEqualTo(1);
    release.countDown();
    assertThat(executor.close(PATIENCE)).isTrue();
    assertThat(ran).hasValue(2);
  }

  @Test
  void aClosedExecutorFinishesWhatItHasAndTakesNoMore() {
    var executor = new SerialExecutor("test");
    var ran = new AtomicInteger();
    executor.execute(ran::incrementAndGet);
    executor.close();
    assertThat(executor.offer(ran::incrementAndGet)).isFalse();
    executor.execute(ran::incrementAndGet);
    assertThat(executor.close(PATIENCE)).isTrue();
    assertThat(ran).hasValue(1);
  }

  @Test
  void closingWaitsNoLongerThanAsked() throws Exception {
    var executor = new SerialExecutor("test");
    var release = new CountDownLatch(1);
    assertThat(
            executor.offer(
                () -> {
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }))
        .isTrue();
    assertThat(executor.close(Duration.ofMillis(5))).isFalse();
    release.countDown();
    assertThat(executor.close(PATIENCE)).isTrue();
  }

  @Test
  void anInterruptEndsTheWaitAndStaysKnown() {
    var executor = new SerialExecutor("test");
    var release = new CountDownLatch(1);
    executor.execute(
        () -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    Thread.currentThread().interrupt();
    assertThat(executor.close(PATIENCE)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    release.countDown();
  }

  @Test
  void aPlatformThreadStaysTheSameAndEndsWithTheExecutor() {
    var executor = SerialExecutor.onPlatformThread("test-native");
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 3; i++) {
      var ran = new CompletableFuture<Thread>();
      executor.execute(() -> ran.complete(Thread.currentThread()));
      threads.add(ran.join());
    }
    assertThat(threads).hasSize(1).allMatch(Thread::isAlive).allMatch(Thread::isDaemon);
    executor.close();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void itKnowsItsOwnTasks() throws Exception {
    var executor = new SerialExecutor("test");
    var inside = new boolean[1];
    executor.execute(() -> inside[0] = executor.isCurrent());
    assertThat(executor.close(PATIENCE)).isTrue();
    assertThat(inside[0]).isTrue();
    assertThat(executor.isCurrent()).isFalse();
  }
}
