package app.rostrum.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The syncs of the log that many commits share. */
@Timeout(120)
class LogSyncTest {
  private final Semaphore disk = new Semaphore(0);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger durable = new AtomicInteger();
  private final LogSync log =
      new LogSync(
          () -> {},
          () -> {
            begun.incrementAndGet();
            disk.acquireUninterruptibly();
          });

  private List<Thread> commit(int times) {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < times; i++) {
      log.written();
      threads.add(Thread.startVirtualThread(this::awaitDisk));
    }
    return threads;
  }

  private void awaitDisk() {
    sync(log);
    durable.incrementAndGet();
  }

  @Test
  void whoeverCommitsDuringASyncWaitsForTheNextOneTogether() {
    commit(1);
    await().until(() -> begun.get() == 1);
    commit(50);
    disk.release();
    await().until(() -> begun.get() == 2 && durable.get() == 1);
    assertThat(log.syncs()).isEqualTo(1);
    disk.release();
    await().until(() -> durable.get() == 51);
    assertThat(log.syncs()).isEqualTo(2);
  }

  @Test
  void nothingIsSyncedIfNothingWasWritten() throws IOException {
    log.await();
    assertThat(begun).hasValue(0);
  }

  @Test
  void afterAFailureAllWhoWaitFailAndAllLaterOnes() {
    var calls = new AtomicInteger();
    var failing =
        new LogSync(
            () -> {},
            () -> {
              calls.incrementAndGet();
              throw new IOException("Input/output error");
            });
    failing.written();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(failing::await).hasMessage("Input/output error");
      assertThatThrownBy(failing::check).hasMessage("Input/output error");
    }
    assertThat(calls).as("a second sync would succeed without having kept anything").hasValue(1);
  }

  @Test
  void anErrorDuringASyncIsAFailure() {
    var failing =
        new LogSync(
            () -> {},
            () -> {
              throw new AssertionError("out of memory, say");
            });
    failing.written();
    assertThatThrownBy(failing::await).isInstanceOf(AssertionError.class);
    assertThatThrownBy(failing::await).isInstanceOf(IOException.class);
  }

  @Test
  void whoeverIsOvertakenDuringACommitNeedsNoSyncAnyMore() {
    var commits = new AtomicInteger();
    var slow = new Semaphore(0);
    var overtaken =
        new LogSync(
            () -> {
              if (commits.incrementAndGet() == 1) {
                slow.acquireUninterruptibly();
              }
            },
            () -> {});
    overtaken.written();
    Thread first = Thread.startVirtualThread(() -> sync(overtaken));
    await().until(() -> commits.get() == 1);
    overtaken.written();
    sync(overtaken);
    slow.release();
    await().until(() -> !first.isAlive());
    assertThat(overtaken.syncs()).isEqualTo(1);
  }

  private static void sync(LogSync log) {
    try {
      log.await();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCommitThatFailsIsTriedAgainByTheNextWhoWaits() throws IOException {
    var commits = new AtomicInteger();
    var full =
        new LogSync(
            () -> {
              if (commits.incrementAndGet() == 1) {
                throw new IllegalStateException("full");
              }
            },
            () -> {});
    full.written();
    assertThatThrownBy(full::await).hasMessage("full");
    assertThat(full.syncs()).isEqualTo(0);
    full.check();
    full.await();
    assertThat(full.syncs()).isEqualTo(1);
  }
}
