package app.rostrum.desktop.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.MediaEngine;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of the app: what its sessions have left to do is waited for, and nothing else. */
@Timeout(120)
class EngineSessionsTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final CountDownLatch answer = new CountDownLatch(1);
  private final List<String> deleted = new CopyOnWriteArrayList<>();
  private final EngineSessions sessions =
      new EngineSessions(
          OkHttpClient::new, () -> fake(MediaEngine.class, name -> null), Clock.systemUTC());

  private interface Answers {
    @Nullable Object to(String method) throws InterruptedException;
  }

  private static <T> T fake(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.to(method.getName())));
  }

  /** Creates a stream at a backend that has not answered yet. */
  private StreamSession create() {
    Backend backend =
        fake(
            Backend.class,
            method ->
                switch (method) {
                  case "createStream" -> {
                    answer.await();
                    yield credentials();
                  }
                  case "deleteStream" -> {
                    deleted.add("Tea");
                    yield null;
                  }
                  case "fingerprint" -> Optional.empty();
                  default -> null;
                });
    var entry = new Entry("Tea", Role.HOST, StreamSettings.NONE, false);
    return sessions.begin(backend, "Ada", entry, state -> {});
  }

  private static StreamCredentials credentials() {
    URI nowhere = URI.create("ws://127.0.0.1:9/");
    return new StreamCredentials(
        "e30.e30.x",
        "RM1",
        true,
        "speakers",
        "viewers",
        "raised_hands",
        Optional.empty(),
        nowhere,
        nowhere,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @AfterEach
  void close() {
    answer.countDown();
    sessions.close();
  }

  @Test
  void aCreationThatWasGivenUpIsWaitedForUntilItIsTakenBack() {
    StreamSession session = create();
    session.leave();
    await().until(() -> session.state().phase() instanceof Phase.Left);
    CompletableFuture<List<String>> deletedBefore =
        CompletableFuture.supplyAsync(
            () -> {
              sessions.settle(FOR_EVER);
              return List.copyOf(deleted);
            });
    answer.countDown();
    assertThat(deletedBefore.join()).containsExactly("Tea");
  }

  @Test
  void aCreationThatWasGivenUpIsTakenBackBeforeTheNextOne() throws Exception {
    StreamSession first = create();
    first.leave();
    await().until(() -> first.state().phase() instanceof Phase.Left);
    var deletedBefore = new CompletableFuture<List<String>>();
    Thread next =
        Thread.ofPlatform()
            .start(
                () -> {
                  StreamSession second = create();
                  deletedBefore.complete(List.copyOf(deleted));
                  second.leave();
                });
    await().until(() -> next.getState() == Thread.State.TIMED_WAITING || !next.isAlive());
    assertThat(next.isAlive()).as("it waits").isTrue();
    answer.countDown();
    next.join();
    assertThat(deletedBefore.join()).containsExactly("Tea");
  }

  /** The window was closed while the session began, so that nobody else leaves it. */
  @Test
  void aSessionThatNoWindowHasTakenOverIsLeftAtTheEndAndSoIsALaterOne() {
    StreamSession first = create();
    CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> sessions.finish(FOR_EVER));
    await().until(() -> first.state().phase() instanceof Phase.Left);
    answer.countDown();
    ended.join();
    assertThat(deleted).containsExactly("Tea");
    StreamSession second = create();
    await().until(() -> second.state().phase() instanceof Phase.Left);
  }

  @Test
  void aSessionThatGoesOnIsNotWaitedFor() {
    StreamSession session = create();
    sessions.settle(FOR_EVER);
    assertThat(session.settled()).isNotDone();
    session.leave();
  }
}
