package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.wire.sync.SyncEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Events on their way to subscribers of which one fails. */
class FanoutTest {
  private static SyncEvent.Change event(long id) {
    return new SyncEvent.StreamRemoved(id, "TO" + id, Instant.EPOCH);
  }

  private static final class Listener implements Connection {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final boolean fails;

    Listener(boolean fails) {
      this.fails = fails;
    }

    @Override
    public String id() {
      return "CO1";
    }

    @Override
    public String identity() {
      return "ann";
    }

    @Override
    public void send(byte[] frame) {
      heard.add(new String(frame, StandardCharsets.UTF_8));
      if (fails) {
        throw new AssertionError("a socket that fails");
      }
    }
  }

  @Test
  void aSubscriberThatThrowsAnErrorKeepsNobodyFromHearing() {
    var fanout = new Fanout("twilio.sync.event", new Sids(new Random(1)), () -> {});
    var failing = List.of(new Listener(true), new Listener(true), new Listener(true));
    var well = List.of(new Listener(false), new Listener(false), new Listener(false));
    for (int i = 0; i < 3; i++) {
      fanout.add(new Subscription(failing.get(i), 4, 1, -1));
      fanout.add(new Subscription(well.get(i), 4, 1, -1));
    }
    fanout.publish(event(1));
    await().until(() -> failing.stream().anyMatch(listener -> !listener.heard.isEmpty()));
    fanout.publish(event(2));
    await()
        .until(
            () ->
                well.stream()
                    .allMatch(
                        listener ->
                            String.join("", listener.heard).contains("TO1")
                                && listener.heard.getLast().contains("TO2")));
  }

  @Test
  void anEventThatIsNotOnDiskComesWithTheNextOne() {
    var attempts = new AtomicInteger();
    var full = new AtomicBoolean(true);
    var fanout =
        new Fanout(
            "twilio.sync.event",
            new Sids(new Random(1)),
            () -> {
              attempts.incrementAndGet();
              if (full.get()) {
                throw new IllegalStateException("not on disk yet");
              }
            });
    var listener = new Listener(false);
    fanout.add(new Subscription(listener, 4, 1, -1));
    fanout.publish(event(1));
    fanout.send(new Subscription(listener, 4, 1, -1), List.of(event(2)));
    await().until(() -> attempts.get() == 2);
    assertThat(listener.heard).isEmpty();
    full.set(false);
    fanout.publish(event(3));
    await().until(() -> listener.heard.size() == 3);
    for (int i = 0; i < 3; i++) {
      assertThat(listener.heard.get(i)).contains("TO" + (i + 1));
    }
  }
}
