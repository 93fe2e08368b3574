package app.rostrum.cloud.sync;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Threads;
import app.rostrum.wire.sync.SyncEvent;
import app.rostrum.wire.sync.SyncNotification;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the events of one object to its subscribers, in order and on a thread of its own, so that
 * no subscriber is called under the object's lock, and none is told of anything that is not on disk
 * yet. A frame is encoded once and sent to all. When many writes come at once (a thousand listeners
 * join), those of one kind share a frame.
 */
final class Fanout {
  private static final int MAX_BATCH = 64;
  private static final int MAX_BATCH_CHARACTERS = 128 * 1024;

  private sealed interface Delivery {
    /** A change that all subscribers are told. */
    record Live(SyncEvent.Change event, String json) implements Delivery {}

    /** A replay or a result, for one subscriber. */
    record Direct(Subscription to, List<? extends SyncEvent> events) implements Delivery {}
  }

  private final String messageType;
  private final Sids sids;
  private final Runnable sync;
  private final Map<Connection, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Queue<Delivery> waiting = new ArrayDeque<>();

  /** Created with the first delivery: most objects never have any. */
  private @Nullable SerialExecutor serial;

  /**
   * @param sync waits until what has been stored is on disk
   */
  Fanout(String messageType, Sids sids, Runnable sync) {
    this.messageType = messageType;
    this.sids = sids;
    this.sync = sync;
  }

  /**
   * Adds or replaces a connection's subscription. Call under the object's lock, after queueing what
   * the subscriber gets before live events.
   */
  void add(Subscription subscription) {
    subscriptions.put(subscription.connection(), subscription);
  }

  void remove(Connection connection) {
    subscriptions.remove(connection);
  }

  Collection<Subscription> subscriptions() {
    return subscriptions.values();
  }

  /** Queues a change for all. Call under the object's lock, which keeps the order of event ids. */
  void publish(SyncEvent.Change event) {
    if (!subscriptions.isEmpty()) {
      enqueue(new Delivery.Live(event, SyncNotification.encode(event)));
    }
  }

  /** Queues replayed events or the result of a request for one subscriber. */
  void send(Subscription to, List<? extends SyncEvent> events) {
    enqueue(new Delivery.Direct(to, events));
  }

  private void enqueue(Delivery delivery) {
    SerialExecutor executor;
    synchronized (waiting) {
      waiting.add(delivery);
      if (serial == null) {
        serial = new SerialExecutor("sync-fanout");
      }
      executor = serial;
    }
    try {
      executor.execute(this::deliverNext);
    } catch (RejectedExecutionException full) {
      // Each task delivers a batch, so those that wait already come to this one too.
    }
  }

  private void deliverNext() {
    while (hasWaiting()) {
      sync.run(); // If that fails they stay here, until there are more.
      deliverFirst();
    }
  }

  private boolean hasWaiting() {
    synchronized (waiting) {
      return !waiting.isEmpty();
    }
  }

  private void deliverFirst() {
    Delivery first;
    List<Delivery.Live> batch = List.of();
    synchronized (waiting) {
      first = waiting.poll();
      if (first instanceof Delivery.Live live) {
        batch = batch(live);
      }
    }
    switch (first) {
      case Delivery.Direct(Subscription to, List<? extends SyncEvent> events) ->
          deliver(to, events);
      case Delivery.Live live -> deliver(batch);
      case null -> {
        // It was part of an earlier batch.
      }
    }
  }

  /** Takes the events that may share a frame with this one: of its type, and not too much. */
  private List<Delivery.Live> batch(Delivery.Live first) {
    var batch = new ArrayList<Delivery.Live>();
    batch.add(first);
    int characters = first.json().length();
    while (batch.size() < MAX_BATCH
        && characters < MAX_BATCH_CHARACTERS
        && waiting.peek() instanceof Delivery.Live next
        && next.event().type().equals(first.event().type())) {
      waiting.remove();
      characters += next.json().length();
      batch.add(next);
    }
    return batch;
  }

  private void deliver(List<Delivery.Live> batch) {
    List<byte[]> version3 = null;
    List<byte[]> version4 = null;
    long first = batch.getFirst().event().id();
    for (Subscription subscription : subscriptions.values()) {
      List<byte[]> frames;
      if (subscription.since() >= first) {
        frames =
            frames(
                batch.stream().filter(e -> e.event().id() > subscription.since()).toList(),
                subscription.protocolVersion());
      } else if (subscription.protocolVersion() == 3) {
        version3 = version3 == null ? frames(batch, 3) : version3;
        frames = version3;
      } else {
        version4 = version4 == null ? frames(batch, 4) : version4;
        frames = version4;
      }
      send(subscription.connection(), frames);
    }
  }

  /** A subscriber that fails must not keep the others from hearing. */
  private static void send(Connection connection, List<byte[]> frames) {
    Threads.contain("sync-fanout", () -> frames.forEach(connection::send));
  }

  private List<byte[]> frames(List<Delivery.Live> events, int version) {
    if (events.isEmpty()) {
      return List.of();
    }
    String type = events.getFirst().event().type();
    if (version == 3) {
      return events.stream()
          .map(e -> frame(messageType, SyncNotification.version3(type, e.json(), null)))
          .toList();
    }
    List<String> texts = events.stream().map(Delivery.Live::json).toList();
    return List.of(frame(messageType, SyncNotification.version4(type, texts, null)));
  }

  private void deliver(Subscription to, List<? extends SyncEvent> events) {
    int from = 0;
    while (from < events.size()) {
      String type = events.get(from).type();
      var texts = new ArrayList<String>();
      int characters = 0;
      int next = from;
      while (next < events.size()
          && events.get(next).type().equals(type)
          && (texts.isEmpty() || to.protocolVersion() >= 4 && characters < MAX_BATCH_CHARACTERS)) {
        String text = SyncNotification.encode(events.get(next++));
        characters += text.length();
        texts.add(text);
      }
      send(to.connection(), List.of(orderedFrame(sids, to, type, texts)));
      from = next;
    }
  }

  /** Encodes events of one type for one subscriber; several of them only in protocol version 4. */
  static byte[] orderedFrame(Sids sids, Subscription to, String type, List<String> texts) {
    byte[] payload =
        to.protocolVersion() == 3
            ? SyncNotification.version3(type, texts.getFirst(), to.correlationId())
            : SyncNotification.version4(type, texts, to.correlationId());
    return frame(sids, SyncNotification.STRICTLY_ORDERED, payload);
  }

  private byte[] frame(String type, byte[] payload) {
    return frame(sids, type, payload);
  }

  private static byte[] frame(Sids sids, String type, byte[] payload) {
    return new TwilsockMessage.Notification(sids.next("TM"), type, payload).encode();
  }
}
