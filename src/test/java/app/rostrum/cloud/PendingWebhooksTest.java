package app.rostrum.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.store.Store;
import app.rostrum.testing.ManualClock;
import app.rostrum.threads.Backoff;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The webhooks that outlive the process. */
class PendingWebhooksTest {
  private static final URI HOOK = URI.create("https://hooks.test/events?room=1");
  private static final URI BACKEND = URI.create("http://backend.invalid/rooms-webhook");
  private static final Backoff.Policy PATIENT =
      Backoff.Policy.doubling(Duration.ofMillis(2), Duration.ofMillis(16))
          .within(Duration.ofMinutes(5));
  private static final Backoff.Policy IMPATIENT = PATIENT.within(Duration.ofMillis(20));

  private record Call(URI url, String form, Map<String, String> headers) {}

  private final Store store = Store.inMemory();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T08:00:00Z"));
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    store.close();
  }

  private WebhookSender sender(Backoff.Policy policy, WebhookSender.Transport transport) {
    return new WebhookSender(
        "the auth token",
        transport,
        policy,
        new PendingWebhooks(store, clock, url -> !url.equals(BACKEND)));
  }

  private WebhookSender.Transport answering(int status) {
    return (url, form, headers) -> {
      calls.add(new Call(url, form, headers));
      return status;
    };
  }

  private static WebhookSender.Transport unreachable() {
    return (url, form, headers) -> {
      throw new IOException("connection refused");
    };
  }

  private void post(WebhookSender sender, String key, URI url, Map<String, String> form) {
    store.transaction(c -> sender.prepare(c, key, url, form)).run();
  }

  private int rows() {
    return store.transaction(
        c -> {
          try (var statement = c.createStatement();
              var row = statement.executeQuery("SELECT count(*) FROM pending_webhooks")) {
            return row.getInt(1);
          }
        });
  }

  private List<String> forms() {
    return calls.stream().map(Call::form).toList();
  }

  @Test
  void whatWasNotDeliveredIsDeliveredByTheNextProcessInOrderAndOnce() {
    List<Map<String, String>> before;
    try (var sender = sender(PATIENT, answering(503))) {
      for (String what : List.of("first & foremost", "second", "third")) {
        post(sender, "RM1", HOOK, Map.of("n", what, "Sid", "RM1"));
      }
      await().until(() -> !calls.isEmpty());
      before = List.of(calls.getFirst().headers());
      assertThat(rows()).isEqualTo(3);
    }
    calls.clear();
    try (var sender = sender(PATIENT, answering(204))) {
      await().until(() -> sender.waiting("RM1") == 0);
    }
    assertThat(forms())
        .containsExactly("Sid=RM1&n=first+%26+foremost", "Sid=RM1&n=second", "Sid=RM1&n=third");
    assertThat(calls).allMatch(call -> call.url().equals(HOOK));
    assertThat(calls.getFirst().headers()).isEqualTo(before.getFirst());
    assertThat(calls.stream().map(call -> call.headers().get("I-Twilio-Idempotency-Token")))
        .doesNotHaveDuplicates();
    assertThat(rows()).isZero();
  }

  @Test
  void whatIsRefusedOrGivenUpIsForgotten() {
    try (var sender = sender(IMPATIENT, unreachable())) {
      post(sender, "RM1", HOOK, Map.of("n", "given up"));
      await().until(() -> sender.waiting("RM1") == 0);
    }
    assertThat(rows()).isZero();
    try (var sender = sender(PATIENT, answering(410))) {
      post(sender, "RM1", HOOK, Map.of("n", "refused"));
      await().until(() -> sender.waiting("RM1") == 0);
    }
    assertThat(rows()).isZero();
  }

  @Test
  void aCallOfAChangeThatFailedIsNeverMade() {
    try (var sender = sender(PATIENT, answering(204))) {
      assertThatThrownBy(
              () ->
                  store.transaction(
                      c -> {
                        var unused = sender.prepare(c, "RM1", HOOK, Map.of("n", "undone"));
                        throw new IllegalStateException("refused");
                      }))
          .hasMessage("refused");
    }
    assertThat(rows()).isZero();
    try (var sender = sender(PATIENT, answering(204))) {
      post(sender, "RM1", HOOK, Map.of("n", "done"));
      await().until(() -> sender.waiting("RM1") == 0);
    }
    assertThat(forms()).containsExactly("n=done");
  }

  @Test
  void callsToTheBackendAndCallsTooLongAreDeliveredWithoutBeingStored() {
    try (var sender = sender(PATIENT, answering(503))) {
      post(sender, "RM1", BACKEND, Map.of("n", "backend"));
      post(sender, "RM2", HOOK, Map.of("n", "x".repeat(9000)));
      await().until(() -> calls.stream().map(Call::url).distinct().count() == 2);
      assertThat(rows()).isZero();
    }
  }

  @Test
  void noMoreAreStoredThanMayWait() {
    try (var sender = sender(PATIENT, unreachable())) {
      for (int i = 0; i < 1010; i++) {
        post(sender, "RM1", HOOK, Map.of("n", "" + i));
      }
      assertThat(sender.waiting("RM1")).isEqualTo(1000);
      assertThat(rows()).isEqualTo(1000);
    }
  }

  @Test
  void aDayLaterNobodyIsTold() {
    try (var sender = sender(PATIENT, unreachable())) {
      post(sender, "RM1", HOOK, Map.of("n", "old"));
      clock.advance(Duration.ofHours(25));
      post(sender, "RM1", HOOK, Map.of("n", "young"));
    }
    try (var sender = sender(PATIENT, answering(204))) {
      await().until(() -> sender.waiting("RM1") == 0);
    }
    assertThat(forms()).containsExactly("n=young");
    assertThat(rows()).isZero();
  }
}
