package app.rostrum.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Threads;
import app.rostrum.web.FormFields;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@NullUnmarked
class WebhookSenderTest {
  private static final String AUTH_TOKEN = "the auth token";
  private static final URI HOOK = URI.create("http://backend.test:8080/rooms-webhook");
  private static final Backoff.Policy QUICK =
      Backoff.Policy.doubling(Duration.ofMillis(2), Duration.ofMillis(16))
          .within(Duration.ofMillis(300));

  private final List<String> delivered = new CopyOnWriteArrayList<>();

  private static boolean isSigned(String url, HttpRequest request) {
    var form = new HashMap<String, String>();
    FormFields.parse(request.text()).forEach((name, values) -> form.put(name, values.getFirst()));
    return new RequestValidator(AUTH_TOKEN)
        .validate(url, form, request.header("X-Twilio-Signature").orElse(""));
  }

  @Test
  void callsAreSignedAsTwiliosOwnValidatorWantsThem() {
    var seen = new CopyOnWriteArrayList<HttpRequest>();
    var transport =
        WebhookSender.inProcess(
            request -> {
              seen.add(request);
              return HttpResponse.json(200, "{}");
            });
    try (var sender = new WebhookSender(AUTH_TOKEN, transport, QUICK)) {
      sender.post(
          "RM1",
          HOOK.resolve("#a-fragment-stays-with-the-caller"),
          Map.of("RoomSid", "RM1", "ParticipantIdentity", "Zoë & 100% +1", "A", ""));
      await().until(() -> seen.size() == 1);
    }
    HttpRequest request = seen.getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/rooms-webhook");
    assertThat(request.header("Host")).contains("backend.test:8080");
    assertThat(FormFields.parse(request.text()))
        .containsEntry("ParticipantIdentity", List.of("Zoë & 100% +1"));
    assertThat(isSigned(HOOK.toString(), request)).isTrue();
    assertThat(isSigned("http://other.test/rooms-webhook", request)).isFalse();
  }

  @Test
  void aFailingCallDelaysItsKeyAndNoOther() {
    var attempts = new AtomicInteger();
    var transport = statusOf(form -> form.contains("first") && attempts.incrementAndGet() < 4);
    try (var sender = new WebhookSender(AUTH_TOKEN, transport, QUICK)) {
      sender.post("RM1", HOOK, Map.of("n", "first"));
      sender.post("RM1", HOOK, Map.of("n", "second"));
      sender.post("RM1", HOOK, Map.of("n", "third"));
      sender.post("RM2", HOOK, Map.of("n", "other"));
      await().until(() -> delivered.size() == 4);
    }
    assertThat(delivered).containsSubsequence("n=first", "n=second", "n=third");
    assertThat(attempts).hasValue(4);
  }

  private WebhookSender.Transport statusOf(Predicate<String> fails) {
    return (url, form, headers) -> {
      if (fails.test(form)) {
        return 503;
      }
      delivered.add(form);
      return 200;
    };
  }

  @Test
  void aCallThatIsNeverAcceptedIsGivenUpInTheEnd() {
    var transport = statusOf(form -> form.contains("first"));
    try (var sender = new WebhookSender(AUTH_TOKEN, transport, QUICK)) {
      sender.post("RM1", HOOK, Map.of("n", "first"));
      sender.post("RM1", HOOK, Map.of("n", "second"));
      await().until(() -> delivered.contains("n=second"));
    }
    assertThat(delivered).containsExactly("n=second");
  }

  @Test
  void aRefusalIsNotRepeatedAndALostConnectionIs() {
    Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    WebhookSender.Transport transport =
        (url, form, headers) -> {
          int attempt = attempts.computeIfAbsent(form, f -> new AtomicInteger()).incrementAndGet();
          if (form.contains("refused")) {
            return 403;
          }
          if (form.contains("lost") && attempt < 3) {
            throw new IOException("reset");
          }
          if (form.contains("broken") && attempt < 3) {
            throw new IllegalStateException("bug");
          }
          delivered.add(form);
          return 200;
        };
    try (var sender = new WebhookSender(AUTH_TOKEN, transport, QUICK)) {
      for (String what : List.of("refused", "lost", "broken", "last")) {
        sender.post("RM1", HOOK, Map.of("n", what));
      }
      await().until(() -> delivered.contains("n=last"));
    }
    assertThat(attempts.get("n=refused")).hasValue(1);
    assertThat(delivered).containsExactly("n=lost", "n=broken", "n=last");
  }

  @Test
  void anUnreachableReceiverCostsABoundedAmountOfMemory() {
    var gate = new CountDownLatch(1);
    Set<String> seen = ConcurrentHashMap.newKeySet();
    WebhookSender.Transport transport =
        (url, form, headers) -> {
          gate.await();
          seen.add(form);
          return 200;
        };
    try (var sender = new WebhookSender(AUTH_TOKEN, transport, QUICK)) {
      for (int i = 0; i < 3000; i++) {
        sender.post("RM1", HOOK, Map.of("n", "" + i));
      }
      gate.countDown();
      await().until(() -> seen.size() >= 1000);
      sender.post("RM1", HOOK, Map.of("n", "afterwards"));
      await().until(() -> seen.contains("n=afterwards"));
    }
    assertThat(seen).hasSize(1001).contains("n=0", "n=999").doesNotContain("n=2999");
  }

  /** Many rooms whose receiver is away cost no more than one. */
  @Test
  void receiversThatAreAwayTogetherCostABoundedAmountOfMemory() {
    var gate = new CountDownLatch(1);
    var count = new AtomicInteger();
    WebhookSender.Transport transport =
        (url, form, headers) -> {
          gate.await();
          return count.incrementAndGet() > 0 ? 200 : 500;
        };
    try (var sender = new WebhookSender(AUTH_TOKEN, transport, QUICK)) {
      for (int i = 0; i < 12_000; i++) {
        sender.post("RM" + i % 100, HOOK, Map.of("n", "" + i));
      }
      gate.countDown();
      await().until(() -> count.get() >= 10_000);
      sender.post("RM0", HOOK, Map.of("n", "afterwards"));
      await().until(() -> count.get() == 10_001);
    }
    assertThat(count).hasValue(10_001);
  }

  @Test
  void aCallThatHasWaitedTooLongHasOneAttempt() {
    var attempts = new ConcurrentHashMap<String, Integer>();
    WebhookSender.Transport away =
        (url, form, headers) -> {
          attempts.merge(form, 1, Integer::sum);
          return 503;
        };
    try (var sender = new WebhookSender(AUTH_TOKEN, away, QUICK)) {
      for (int i = 0; i < 20; i++) {
        sender.post("RM1", HOOK, Map.of("n", "" + i));
      }
      await().until(() -> sender.waiting("RM1") == 0);
    }
    assertThat(attempts).hasSize(20);
    assertThat(attempts.get("n=0")).isGreaterThan(1);
    assertThat(attempts.get("n=1")).isEqualTo(1);
    assertThat(attempts.get("n=19")).isEqualTo(1);
  }

  @Test
  void aFailureIsLoggedOnceForEachRoomWithoutTheReceiversSecrets() {
    var logged = new ListAppender<ILoggingEvent>();
    var logger = (Logger) LoggerFactory.getLogger(WebhookSender.class);
    logged.start();
    logger.addAppender(logged);
    URI secret = URI.create("http://user:hunter2@hooks.test:8080/T0KEN?key=T0KEN");
    WebhookSender.Transport transport =
        (url, form, headers) -> {
          delivered.add(form);
          return switch (form) {
            case "n=refused" -> throw new WebhookSender.ReceiverRefused("not allowed");
            case "n=gone" -> 410;
            default -> throw new IOException("reset");
          };
        };
    try (var sender = new WebhookSender(AUTH_TOKEN, transport, QUICK)) {
      for (String what : List.of("refused", "gone", "lost")) {
        sender.post("RM1", secret, Map.of("n", what));
      }
      sender.post("RM2", secret, Map.of("n", "gone"));
      await().until(() -> sender.waiting("RM1") == 0 && sender.waiting("RM2") == 0);
    } finally {
      logger.detachAppender(logged);
    }
    assertThat(delivered).filteredOn(form -> !form.equals("n=lost")).hasSize(3);
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSize(2)
        .allMatch(text -> text.contains("http://hooks.test:8080 "))
        .noneMatch(text -> text.contains("T0KEN") || text.contains("hunter2"))
        .anyMatch(text -> text.contains("RM1") && text.contains("not allowed"))
        .anyMatch(text -> text.contains("RM2") && text.contains("410"));
  }

  @Test
  void anErrorInTheReceiverDoesNotBlockItsKey() {
    var attempts = new AtomicInteger();
    WebhookSender.Transport transport =
        (url, form, headers) -> {
          if (form.contains("first") && attempts.incrementAndGet() == 1) {
            throw new AssertionError("on purpose");
          }
          delivered.add(form);
          return 200;
        };
    try (var sender = new WebhookSender(AUTH_TOKEN, transport, QUICK)) {
      sender.post("RM1", HOOK, Map.of("n", "first"));
      sender.post("RM1", HOOK, Map.of("n", "second"));
      await().until(() -> delivered.size() == 2);
    }
    assertThat(delivered).containsExactly("n=first", "n=second");
  }

  @Test
  void droppedCallsAreCountedInTheLogNotListed() {
    var logged = new ListAppender<ILoggingEvent>();
    var logger = (Logger) LoggerFactory.getLogger(WebhookSender.class);
    logged.start();
    logger.addAppender(logged);
    var gate = new Semaphore(0);
    WebhookSender.Transport stepwise =
        (url, form, headers) -> {
          gate.acquire();
          delivered.add(form);
          return 200;
        };
    try (var sender = new WebhookSender(AUTH_TOKEN, stepwise, QUICK)) {
      for (int i = 0; i < 1000; i++) {
        sender.post("RM1", HOOK, Map.of("n", "" + i));
      }
      for (int i = 1; i <= 160; i++) {
        int deliveries = i;
        sender.post("RM1", HOOK, Map.of("n", "dropped " + i));
        gate.release();
        await()
            .pollInterval(Duration.ofMillis(1))
            .until(() -> delivered.size() == deliveries && sender.waiting("RM1") == 999);
        sender.post("RM1", HOOK, Map.of("n", "taken " + i));
      }
      gate.release(2000);
    } finally {
      logger.detachAppender(logged);
    }
    assertThat(logged.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSizeLessThan(12)
        .anyMatch(text -> text.contains("128"));
  }

  @Test
  void aCallThatIsUnderWayArrivesBeforeTheSenderIsClosed() throws Exception {
    var underWay = new CountDownLatch(1);
    var closing = new CountDownLatch(1);
    WebhookSender.Transport slow =
        (url, form, headers) -> {
          underWay.countDown();
          closing.await();
          delivered.add(form);
          return 200;
        };
    var sender = new WebhookSender(AUTH_TOKEN, slow, QUICK);
    sender.post("RM1", HOOK, Map.of("n", "first"));
    underWay.await();
    Thread closer = Threads.startDaemon("closer", sender::close);
    await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    closing.countDown();
    closer.join();
    assertThat(delivered).containsExactly("n=first");
  }
}
