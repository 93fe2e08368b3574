package app.rostrum.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(120)
class ThreadsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Threads.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  private static void fail() {
    throw new AssertionError("thrown on purpose");
  }

  private void awaitFailureOf(String name) {
    await()
        .untilAsserted(
            () ->
                assertThat(List.copyOf(log.list))
                    .anyMatch(line -> line.getFormattedMessage().equals(name + ": a task failed")));
  }

  @Test
  void aVirtualThreadRunsItsTaskAndLogsItsFailure() throws Exception {
    var virtual = new CompletableFuture<Boolean>();
    Threads.startVirtual("test", () -> virtual.complete(Thread.currentThread().isVirtual())).join();
    assertThat(virtual.join()).isTrue();
    Threads.startVirtual("virtual-test", ThreadsTest::fail);
    awaitFailureOf("virtual-test");
  }

  @Test
  void aDaemonThreadRunsItsTaskAndLogsItsFailure() throws Exception {
    var daemon = new CompletableFuture<Boolean>();
    Threads.startDaemon("test", () -> daemon.complete(Thread.currentThread().isDaemon())).join();
    assertThat(daemon.join()).isTrue();
    Threads.startDaemon("daemon-test", ThreadsTest::fail);
    awaitFailureOf("daemon-test");
  }

  @Test
  void anExecutorPerTaskLogsWhatATaskThrows() {
    try (var executor = Threads.perTask("per-task-test")) {
      executor.execute(ThreadsTest::fail);
      awaitFailureOf("per-task-test");
    }
  }

  @Test
  void aContainedTaskThrowsNothing() {
    Threads.contain("contained-test", ThreadsTest::fail);
    awaitFailureOf("contained-test");
  }
}
