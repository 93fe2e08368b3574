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

@Timeout(30)
class ConnectingPlacesTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private static ConnectingPlaces places(int line, int lineOfListener, Duration patience) {
    return new ConnectingPlaces(new ConnectingPlaces.Limits(1, line, lineOfListener, patience));
  }

  private static CompletableFuture<Optional<ConnectingSlot>> take(
      ConnectingPlaces places, String listener) {
    var taken = new CompletableFuture<Optional<ConnectingSlot>>();
    Thread.ofVirtual().start(() -> taken.complete(places.take(Optional.of(listener))));
    return taken;
  }

  @Test
  void whoCameFirstIsServedFirst() {
    ConnectingPlaces places = places(10, 2, PATIENT);
    ConnectingSlot slot = places.take(Optional.of("Ada")).orElseThrow();
    List<String> served = new CopyOnWriteArrayList<>();
    for (String name : List.of("Ben", "Chloe", "Dora")) {
      int before = places.waiting();
      take(places, name).thenAccept(next -> next.ifPresent(s -> serve(served, name, s)));
      await().until(() -> places.waiting() == before + 1);
    }
    slot.release();
    await().untilAsserted(() -> assertThat(served).containsExactly("Ben", "Chloe", "Dora"));
    assertThat(places.waiting()).isZero();
  }

  private static void serve(List<String> served, String name, ConnectingSlot slot) {
    served.add(name);
    slot.release();
  }

  @Test
  void oneListenerCannotFillTheLine() {
    ConnectingPlaces places = places(10, 2, PATIENT);
    ConnectingSlot slot = places.take(Optional.of("Ada")).orElseThrow();
    var first = take(places, "Mallory");
    var second = take(places, "Mallory");
    await().until(() -> places.waiting() == 2);
    assertThat(places.take(Optional.of("Mallory"))).isEmpty();
    var other = take(places, "Ben");
    await().until(() -> places.waiting() == 3);
    slot.release();
    await().until(() -> first.isDone() || second.isDone());
    first.thenAccept(s -> s.orElseThrow().release());
    second.thenAccept(s -> s.orElseThrow().release());
    assertThat(other.join()).isPresent();
  }

  @Test
  void aLongLineTakesNobodyMore() {
    ConnectingPlaces places = places(1, 2, PATIENT);
    ConnectingSlot slot = places.take(Optional.of("Ada")).orElseThrow();
    var waiting = take(places, "Ben");
    await().until(() -> places.waiting() == 1);
    assertThat(places.take(Optional.of("Chloe"))).isEmpty();
    slot.release();
    assertThat(waiting.join()).isPresent();
  }

  @Test
  void whoHasWaitedLongEnoughIsSentAwayAndLeavesTheLine() {
    ConnectingPlaces places = places(10, 2, Duration.ofMillis(1));
    ConnectingSlot slot = places.take(Optional.empty()).orElseThrow();
    assertThat(places.take(Optional.of("Ben"))).isEmpty();
    assertThat(places.waiting()).isZero();
    slot.release();
    assertThat(places.take(Optional.of("Ben"))).isPresent();
  }
}
