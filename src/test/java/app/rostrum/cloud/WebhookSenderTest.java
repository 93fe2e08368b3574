package app.rostrum.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Threads;
import app.rostrum.web.FormFields;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
          "RM1", HOOK, Map.of("RoomSid", "RM1", "ParticipantIdentity", "Zoë & 100% +1", "A", ""));
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
  void callsArriveOverTheNetworkToo() throws IOException {
    var seen = new CopyOnWriteArrayList<HttpRequest>();
    try (var server =
            WebServer.builder()
                .handle(
                    "/",
                    request -> {
                      seen.add(request);
                      return HttpResponse.empty(204);
                    })
                .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var sender = new WebhookSender(AUTH_TOKEN, WebhookSender.overHttp(), QUICK)) {
      URI url = URI.create("http://127.0.0.1:" + server.port() + "/sync-webhook");
      sender.post("IS1", url, Map.of("EventType", "endpoint_disconnected"));
      await().until(() -> seen.size() == 1);
      assertThat(isSigned(url.toString(), seen.getFirst())).isTrue();
    }
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
