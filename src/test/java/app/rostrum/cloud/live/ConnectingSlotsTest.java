package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConnectingSlotsTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private static ConnectingSlots slots(int queue, int queueOfListener, Duration patience) {
    return new ConnectingSlots(new ConnectingSlots.Limits(1, queue, queueOfListener, patience));
  }

  private static CompletableFuture<Optional<ConnectingSlot>> take(
      ConnectingSlots slots, String listener) {
    var taken = new CompletableFuture<Optional<ConnectingSlot>>();
    Thread.ofVirtual().start(() -> taken.complete(slots.take(Optional.of(listener))));
    return taken;
  }

  @Test
  void whoCameFirstIsServedFirst() {
    ConnectingSlots slots = slots(10, 2, PATIENT);
    ConnectingSlot slot = slots.take(Optional.of("Ada")).orElseThrow();
    List<String> served = new CopyOnWriteArrayList<>();
    for (String name : List.of("Ben", "Chloe", "Dora")) {
      int before = slots.waiting();
      take(slots, name).thenAccept(next -> next.ifPresent(s -> serve(served, name, s)));
      await().until(() -> slots.waiting() == before + 1);
    }
    slot.release();
    await().untilAsserted(() -> assertThat(served).containsExactly("Ben", "Chloe", "Dora"));
    assertThat(slots.waiting()).isZero();
  }

  private static void serve(List<String> served, String name, ConnectingSlot slot) {
    served.add(name);
    slot.release();
  }

  @Test
  void oneListenerCannotFillTheLine() {
    ConnectingSlots slots = slots(10, 2, PATIENT);
    ConnectingSlot slot = slots.take(Optional.of("Ada")).orElseThrow();
    var first = take(slots, "Mallory");
    var second = take(slots, "Mallory");
    await().until(() -> slots.waiting() == 2);
    assertThat(slots.take(Optional.of("Mallory"))).isEmpty();
    var other = take(slots, "Ben");
    await().until(() -> slots.waiting() == 3);
    slot.release();
    await().until(() -> first.isDone() || second.isDone());
    first.thenAccept(s -> s.orElseThrow().release());
    second.thenAccept(s -> s.orElseThrow().release());
    assertThat(other.join()).isPresent();
  }

  @Test
  void aLongLineTakesNobodyMore() {
    ConnectingSlots slots = slots(1, 2, PATIENT);
    ConnectingSlot slot = slots.take(Optional.of("Ada")).orElseThrow();
    var waiting = take(slots, "Ben");
    await().until(() -> slots.waiting() == 1);
    assertThat(slots.take(Optional.of("Chloe"))).isEmpty();
    slot.release();
    assertThat(waiting.join()).isPresent();
  }

  @Test
  void whoHasWaitedLongEnoughIsSentAwayAndLeavesTheLine() {
    ConnectingSlots slots = slots(10, 2, Duration.ofMillis(1));
    ConnectingSlot slot = slots.take(Optional.empty()).orElseThrow();
    assertThat(slots.take(Optional.of("Ben"))).isEmpty();
    assertThat(slots.waiting()).isZero();
    slot.release();
    assertThat(slots.take(Optional.of("Ben"))).isPresent();
  }
}
