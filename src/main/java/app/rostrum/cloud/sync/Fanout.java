package app.rostrum.cloud.sync;

import app.rostrum.cloud.Sids;
import app.rostrum.wire.sync.SyncEvent;
import app.rostrum.wire.sync.SyncNotification;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the live events of one object to its subscribers, in order, off the writer's thread. Each
 * frame is made once and sent to all. While many writes come in at a time (a thousand listeners
 * join), those of one kind travel together in one frame.
 */
final class Fanout {
  private static final int MAX_BATCH = 64;
  private static final int MAX_BATCH_CHARACTERS = 128 * 1024;

  private record Encoded(SyncEvent.Change event, String json) {}

  private final String messageType;
  private final Sids sids;
  private final Executor executor;
  private final Map<Subscription.Subscriber, Subscription> subscriptions =
      new ConcurrentHashMap<>();
  private final ArrayDeque<Encoded> waiting = new ArrayDeque<>();
  private boolean draining;

  Fanout(String messageType, Sids sids, Executor executor) {
    this.messageType = messageType;
    this.sids = sids;
    this.executor = executor;
  }

  /**
   * Adds or replaces a subscriber. Call under the object's lock, after sending what is to come
   * first.
   */
  void add(Subscription subscription) {
    subscriptions.put(subscription.subscriber(), subscription);
  }

  @Nullable Subscription remove(Subscription.Subscriber subscriber) {
    return subscriptions.remove(subscriber);
  }

  Collection<Subscription> subscriptions() {
    return subscriptions.values();
  }

  /** Call under the object's lock, so that events come here in the order of their ids. */
  void publish(SyncEvent.Change event) {
    if (subscriptions.isEmpty()) {
      return;
    }
    var encoded = new Encoded(event, SyncNotification.encode(event));
    synchronized (waiting) {
      waiting.add(encoded);
      if (draining) {
        return;
      }
      draining = true;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException closing) {
      // The services are being closed: subscribers learn of the change when they are back.
    }
  }

  private void drain() {
    while (true) {
      List<Encoded> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      deliver(batch);
    }
  }

  /** The next events that may share a frame: of one type, and not too much of them. */
  private List<Encoded> nextBatch() {
    var batch = new ArrayList<Encoded>();
    synchronized (waiting) {
      int characters = 0;
      while (!waiting.isEmpty()
          && batch.size() < MAX_BATCH
          && characters < MAX_BATCH_CHARACTERS
          && (batch.isEmpty()
              || batch.getFirst().event().type().equals(waiting.getFirst().event().type()))) {
        Encoded next = waiting.removeFirst();
        characters += next.json().length();
        batch.add(next);
      }
      if (batch.isEmpty()) {
        draining = false;
      }
    }
    return batch;
  }

  private void deliver(List<Encoded> batch) {
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
      frames.forEach(subscription.subscriber()::send);
    }
  }

  private List<byte[]> frames(List<Encoded> events, int version) {
    if (events.isEmpty()) {
      return List.of();
    }
    String type = events.getFirst().event().type();
    if (version == 3) {
      return events.stream()
          .map(e -> frame(messageType, SyncNotification.version3(type, e.json(), null)))
          .toList();
    }
    List<String> texts = events.stream().map(Encoded::json).toList();
    return List.of(frame(messageType, SyncNotification.version4(type, texts, null)));
  }

  /** Sends replayed events or a subscription's result to one subscriber. */
  void sendOrdered(Subscription to, List<? extends SyncEvent> events) {
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
      byte[] payload =
          to.protocolVersion() == 3
              ? SyncNotification.version3(type, texts.getFirst(), to.correlationId())
              : SyncNotification.version4(type, texts, to.correlationId());
      to.subscriber().send(frame(SyncNotification.STRICTLY_ORDERED, payload));
      from = next;
    }
  }

  private byte[] frame(String type, byte[] payload) {
    return new TwilsockMessage.Notification(sids.next("TM"), type, payload).encode();
  }
}
