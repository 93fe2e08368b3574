package app.rostrum.sdk.player;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.testing.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The event stream of a session against servers that cut or refuse it. */
class SessionEventsTest implements SessionEvents.Listener {
  private static final Request REQUEST = new Request.Builder().url("http://whep.test/e").build();
  private static final EventSource SOURCE =
      new EventSource() {
        @Override
        public Request request() {
          return REQUEST;
        }

        @Override
        public void cancel() {}
      };

  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<EventSourceListener> opened = new ArrayList<>();
  private final List<String> received = new ArrayList<>();
  private Consumer<EventSourceListener> server = source -> {};
  private final SessionEvents events =
      new SessionEvents(
          source -> {
            opened.add(source);
            server.accept(source);
            return SOURCE;
          },
          Runnable::run,
          scheduler,
          new Random(1),
          this);

  @AfterEach
  void close() {
    events.close();
  }

  @Override
  public void onEvent(String name) {
    received.add(name);
  }

  @Override
  public void onSessionUnknown() {
    received.add("session unknown");
  }

  private static Response answer(int status) {
    return new Response.Builder()
        .request(REQUEST)
        .protocol(Protocol.HTTP_1_1)
        .message("")
        .code(status)
        .build();
  }

  private static void cut(EventSourceListener source) {
    source.onOpen(SOURCE, answer(200));
    source.onEvent(SOURCE, null, "active", "{}");
    source.onClosed(SOURCE);
  }

  @Test
  void reopeningSlowsDownIfTheStreamIsCutAtOnce() {
    server = SessionEventsTest::cut;
    events.start();
    scheduler.pass(Duration.ofSeconds(12));
    assertThat(opened).hasSizeBetween(5, 8);
    int before = opened.size();
    scheduler.pass(Duration.ofMinutes(10));
    assertThat(opened.size() - before).isLessThan(45);
  }

  @Test
  void aStreamThatLastedIsOpenedAgainAtOnce() {
    server = SessionEventsTest::cut;
    events.start();
    scheduler.pass(Duration.ofSeconds(60));
    server = source -> source.onOpen(SOURCE, answer(200));
    scheduler.pass(Duration.ofSeconds(30));
    int before = opened.size();
    scheduler.pass(Duration.ofSeconds(31));
    opened.getLast().onClosed(SOURCE);
    scheduler.pass(Duration.ofMillis(250));
    assertThat(opened).hasSize(before + 1);
  }

  @Test
  void aRefusalMeansThatThereAreNoEvents() {
    for (int status : new int[] {400, 401, 403, 405, 406, 501}) {
      server = source -> source.onFailure(SOURCE, null, answer(status));
      events.start();
    }
    scheduler.pass(Duration.ofHours(1));
    assertThat(opened).hasSize(6);
    assertThat(received).isEmpty();
  }

  @Test
  void aTemporaryRefusalIsAskedAgainAndItsRetryAfterIsTheShortestWait() {
    server =
        source ->
            source.onFailure(
                SOURCE, null, answer(503).newBuilder().header("Retry-After", "40").build());
    events.start();
    scheduler.pass(Duration.ofMillis(39_999));
    assertThat(opened).hasSize(1);
    scheduler.pass(Duration.ofSeconds(20));
    assertThat(opened).hasSize(2);
  }

  @Test
  void onlyNotFoundAndGoneQuestionTheSession() {
    for (int status : new int[] {404, 410}) {
      server = source -> source.onFailure(SOURCE, null, answer(status));
      events.start();
    }
    scheduler.pass(Duration.ofHours(1));
    assertThat(opened).hasSize(2);
    assertThat(received).containsExactly("session unknown", "session unknown");
  }

  @Test
  void nothingIsReceivedAfterClosing() {
    events.start();
    events.close();
    opened.getLast().onEvent(SOURCE, null, "ended", "{}");
    opened.getLast().onClosed(SOURCE);
    scheduler.pass(Duration.ofHours(1));
    assertThat(opened).hasSize(1);
    assertThat(received).isEmpty();
  }
}
