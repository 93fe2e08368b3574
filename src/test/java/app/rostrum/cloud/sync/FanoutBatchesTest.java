package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.wire.sync.SyncEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that gather while an earlier one is on its way, and how they share frames. */
class FanoutBatchesTest {
  /** A connection that holds up the first frame until a test lets it go. */
  private static final class Slow implements Connection {
    final CountDownLatch busy = new CountDownLatch(1);
    final CountDownLatch free = new CountDownLatch(1);

    @Override
    public String id() {
      return "CO-slow";
    }

    @Override
    public String identity() {
      return "slow";
    }

    @Override
    public void send(byte[] frame) {
      busy.countDown();
      try {
        free.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final Fanout fanout = new Fanout("live", new Sids(new Random(1)), () -> {});
  private final Slow slow = new Slow();
  private final RecordedConnection ann = new RecordedConnection("ann");
  private final RecordedConnection old = new RecordedConnection("old");

  /** Keeps the fanout busy, so that all events up to {@link #release} wait together. */
  @BeforeEach
  void hold() throws Exception {
    fanout.send(new Subscription(slow, 4, 1, -1), List.of(removed(0)));
    slow.busy.await();
    fanout.add(new Subscription(ann, 4, 1, -1));
    fanout.add(new Subscription(old, 3, 1, -1));
  }

  private void release() {
    slow.free.countDown();
  }

  private static SyncEvent.Change removed(long id) {
    return new SyncEvent.StreamRemoved(id, "TO1", Instant.EPOCH);
  }

  private static SyncEvent.Change message(long id, int bytes) {
    return new SyncEvent.StreamMessagePublished(
        id, "TO1", "TZ1", ServiceOnClock.dataOf(bytes), Instant.EPOCH);
  }

  /** The ids of the events of each frame. */
  private static List<List<Long>> frames(RecordedConnection connection) {
    return connection.heard.stream()
        .map(heard -> heard.events().stream().map(e -> e.get("id").getAsLong()).toList())
        .toList();
  }

  private static List<Long> ids(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @SafeVarargs
  private void arrive(RecordedConnection connection, List<Long>... frames) {
    await().untilAsserted(() -> assertThat(frames(connection)).containsExactly(frames));
  }

  /** Protocol 3 has one event in a notification. */
  private void arriveSingly(RecordedConnection connection, List<Long> ids) {
    await().untilAsserted(() -> assertThat(frames(connection)).isEqualTo(singly(ids)));
    assertThat(connection.heard)
        .allSatisfy(
            heard ->
                assertThat(heard.payload().get("event_protocol_version").getAsInt()).isEqualTo(3));
  }

  private static List<List<Long>> singly(List<Long> ids) {
    return ids.stream().map(List::of).toList();
  }

  @Test
  void upTo64EventsShareAFrame() {
    ids(1, 130).forEach(id -> fanout.publish(removed(id)));
    release();
    arrive(ann, ids(1, 64), ids(65, 128), ids(129, 130));
    arriveSingly(old, ids(1, 130));
    assertThat(ann.heard).allSatisfy(h -> assertThat(h.messageType()).isEqualTo("live"));
  }

  @Test
  void aFrameIsFullAt128Kib() {
    ids(1, 5).forEach(id -> fanout.publish(message(id, 100 * 1024)));
    release();
    arrive(ann, ids(1, 2), ids(3, 4), ids(5, 5));
  }

  @Test
  void eventsOfDifferentTypesDoNotShareAFrame() {
    fanout.publish(removed(1));
    fanout.publish(removed(2));
    fanout.publish(message(3, 10));
    fanout.publish(removed(4));
    release();
    arrive(ann, ids(1, 2), ids(3, 3), ids(4, 4));
    arriveSingly(old, ids(1, 4));
  }

  @Test
  void aReplayComesBetweenTheEventsBeforeAndAfterIt() {
    fanout.publish(removed(1));
    fanout.send(new Subscription(ann, 4, 1, -1), List.of(removed(7)));
    fanout.publish(removed(8));
    release();
    arrive(ann, ids(1, 1), ids(7, 7), ids(8, 8));
    arriveSingly(old, List.of(1L, 8L));
  }

  @Test
  void whatASubscriberWasReplayedIsNotSentToItAgain() {
    var late = new RecordedConnection("late");
    var later = new RecordedConnection("later");
    fanout.add(new Subscription(late, 4, 1, -1).startingAfter(2));
    fanout.add(new Subscription(later, 3, 1, -1).startingAfter(1));
    ids(1, 3).forEach(id -> fanout.publish(removed(id)));
    fanout.publish(message(4, 10));
    release();
    arrive(ann, ids(1, 3), ids(4, 4));
    arrive(late, ids(3, 3), ids(4, 4));
    arriveSingly(later, ids(2, 4));
  }

  @Test
  void aSubscriberThatHasAllOfABatchIsSentNothing() {
    var late = new RecordedConnection("late");
    fanout.add(new Subscription(late, 4, 1, 3));
    ids(1, 3).forEach(id -> fanout.publish(removed(id)));
    fanout.publish(message(4, 10));
    release();
    arrive(late, ids(4, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aReplayIsDividedByTypeAndSize(int version) {
    var events = new ArrayList<SyncEvent>();
    ids(1, 5).forEach(id -> events.add(message(id, 100 * 1024)));
    ids(6, 75).forEach(id -> events.add(removed(id)));
    events.add(message(76, 10));
    fanout.send(new Subscription(ann, version, 9, -1), events);
    release();
    if (version == 3) {
      arriveSingly(ann, ids(1, 76));
    } else {
      arrive(ann, ids(1, 2), ids(3, 4), ids(5, 5), ids(6, 75), ids(76, 76));
    }
    assertThat(ann.heard)
        .allSatisfy(
            heard -> {
              assertThat(heard.messageType()).isEqualTo("twilio.sync.event");
              assertThat(heard.payload().get("correlation_id").getAsInt()).isEqualTo(9);
            });
    assertThat(old.heard).isEmpty();
  }

  @Test
  void nothingIsQueuedWhileNobodyListens() {
    fanout.remove(ann);
    fanout.remove(old);
    fanout.publish(removed(1));
    fanout.add(new Subscription(ann, 4, 1, -1));
    fanout.publish(removed(2));
    release();
    arrive(ann, ids(2, 2));
  }
}
