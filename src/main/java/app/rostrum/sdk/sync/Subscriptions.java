package app.rostrum.sdk.sync;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Timers;
import app.rostrum.wire.sync.SubscriptionRequest;
import app.rostrum.wire.sync.SyncEvent;
import app.rostrum.wire.sync.SyncFormatException;
import app.rostrum.wire.sync.SyncNotification;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of one client (protocol note, section 4). The server forgets them with the
 * connection: on a new one all are requested again, each from its newest known event. Belongs to
 * the client's serial executor, except {@link #close}.
 */
final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
  private static final int BATCH = 100;
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration INTERRUPTED_RETRY = Duration.ofMillis(100);
  private static final Backoff.Policy REPAIRS =
      Backoff.Policy.doubling(Duration.ofMillis(500), Duration.ofMinutes(1));
  private static final long DEFAULT_DELIVERY_MILLIS = 10_000;
  private static final long MIN_TTL_SECONDS = 60;

  private final Requests requests;
  private final SerialExecutor executor;
  private final Map<String, List<Followed<?>>> followed = new HashMap<>();
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final Backoff repairs;
  private long newestCorrelationId;
  private long connection;
  private Timers.Timer renewal = Timers.Timer.NONE;

  /** The connection on which all subscriptions are about to be requested again. */
  private long repairing = -1;

  Subscriptions(
      Requests requests,
      SerialExecutor executor,
      long firstCorrelationId,
      RandomGenerator random,
      LongSupplier nanoTime) {
    this.requests = requests;
    this.executor = executor;
    this.newestCorrelationId = firstCorrelationId;
    this.random = random;
    this.nanoTime = nanoTime;
    this.repairs = newBackoff(REPAIRS);
  }

  Backoff newBackoff(Backoff.Policy policy) {
    return new Backoff(policy, random, nanoTime);
  }

  void follow(Followed<?> object) {
    followed.computeIfAbsent(object.sid, s -> new ArrayList<>()).add(object);
    establish(List.of(object), 0);
  }

  /** Requests all subscriptions on a new connection, where the server knows none of them. */
  void connected() {
    connection++;
    establishAll();
  }

  private void establishAll() {
    List<Followed<?>> all = followed.values().stream().flatMap(List::stream).toList();
    for (int from = 0; from < all.size(); from += BATCH) {
      establish(all.subList(from, Math.min(all.size(), from + BATCH)), 0);
    }
  }

  private void establish(List<Followed<?>> objects, int retried) {
    long correlationId = ++newestCorrelationId;
    var targets = new ArrayList<SubscriptionRequest.Target>();
    for (Followed<?> object : objects) {
      object.asking(correlationId);
      targets.add(new SubscriptionRequest.Target(object.sid, object.type(), object.lastEventId()));
    }
    var request = new SubscriptionRequest(4, true, correlationId, retried, targets);
    long onConnection = connection;
    requests
        .post("/v4/Subscriptions", request.toJson())
        .whenComplete(
            (reply, failure) -> {
              if (onConnection != connection) {
                return;
              }
              if (failure != null) {
                // After a drop the next connection requests all subscriptions again.
                LOG.debug("subscription request failed: {}", failure.toString());
                requests.after(RETRY, () -> repeat(objects, correlationId, onConnection));
                return;
              }
              long delivery =
                  JsonFields.number(reply, "estimated_delivery_in_ms", DEFAULT_DELIVERY_MILLIS);
              requests.after(
                  Duration.ofMillis(Math.clamp(delivery, 1000, 60_000)),
                  () -> repeat(objects, correlationId, onConnection));
              renewBefore(JsonFields.number(reply, "ttl_in_s", -1), onConnection);
            });
  }

  /** Requests the subscriptions again that have not been answered. */
  private void repeat(List<Followed<?>> objects, long correlationId, long onConnection) {
    List<Followed<?>> open =
        objects.stream()
            .filter(o -> !o.ended() && !o.established() && o.asked(correlationId))
            .toList();
    if (onConnection == connection && !open.isEmpty()) {
      establish(open, open.size());
    }
  }

  private void renewBefore(long ttlSeconds, long onConnection) {
    if (ttlSeconds < MIN_TTL_SECONDS) {
      return;
    }
    renewal.cancel();
    renewal =
        requests.after(
            Duration.ofSeconds(ttlSeconds),
            () -> {
              if (onConnection == connection) {
                establishAll();
              }
            });
  }

  /**
   * Requests all subscriptions again soon: a message that cannot be read may have been an event.
   */
  void garbled() {
    followed.values().forEach(objects -> objects.forEach(Followed::doubt));
    if (repairing == connection) {
      return;
    }
    repairing = connection;
    long onConnection = connection;
    requests.after(
        repairs.next().orElse(REPAIRS.longest()),
        () -> {
          if (onConnection == connection) {
            repairing = -1;
            repairs.connected();
            establishAll();
          }
        });
  }

  void notified(String messageType, byte[] payload) {
    Optional<JsonObject> json = JsonFields.parseObject(new String(payload, StandardCharsets.UTF_8));
    if (json.isEmpty()) {
      garbled();
      return;
    }
    SyncNotification notification;
    try {
      notification = SyncNotification.parse(json.get());
    } catch (SyncFormatException e) {
      LOG.debug("a notification cannot be read: {}", e.getMessage());
      garbled();
      return;
    }
    Long correlation = notification.correlationId();
    boolean ordered = messageType.equals(SyncNotification.STRICTLY_ORDERED);
    for (SyncEvent event : notification.events()) {
      for (Followed<?> object : List.copyOf(followed.getOrDefault(event.objectSid(), List.of()))) {
        switch (event) {
          case SyncEvent.Change change -> object.received(change, ordered);
          case SyncEvent.Established established -> {
            if (correlation != null && object.asked(correlation)) {
              established(object, established);
            }
          }
          case SyncEvent.Failed failed -> {
            if (correlation != null && object.asked(correlation)) {
              failed(object, failed);
            }
          }
          case SyncEvent.Canceled canceled -> {
            // As requested.
          }
          case SyncEvent.Unknown unknown -> {
            // From a service that is newer than this client.
          }
        }
      }
    }
  }

  private void established(Followed<?> object, SyncEvent.Established event) {
    if (event.completed()) {
      object.established(event.lastEventId());
    } else {
      long onConnection = connection;
      requests.after(
          INTERRUPTED_RETRY,
          () -> {
            if (onConnection == connection && !object.ended()) {
              establish(List.of(object), 1);
            }
          });
    }
  }

  private void failed(Followed<?> object, SyncEvent.Failed event) {
    boolean temporary = event.status() == 429 || event.status() >= 500;
    if (temporary) {
      long onConnection = connection;
      requests.after(
          object.retryDelay(),
          () -> {
            if (onConnection == connection && !object.ended()) {
              establish(List.of(object), 1);
            }
          });
      return;
    }
    LOG.info(
        "the subscription to {} was refused: {} {}", object.name, event.status(), event.code());
    if (object.announced()) {
      removed(object);
    } else {
      drop(object);
      object
          .opening()
          .completeExceptionally(new SyncException(event.status(), event.code(), event.message()));
    }
  }

  /** Ends a subscription whose object is gone, or must not be read any more. */
  void removed(Followed<?> object) {
    if (object.ended()) {
      return;
    }
    drop(object);
    if (object.announced()) {
      object.tellRemoved();
    } else {
      object.opening().completeExceptionally(new SyncException(404, 0, "removed while opening"));
    }
  }

  /** Stops following an object without notifying anybody. */
  void drop(Followed<?> object) {
    object.end();
    List<Followed<?>> sameSid = followed.get(object.sid);
    if (sameSid != null) {
      sameSid.remove(object);
      if (sameSid.isEmpty()) {
        followed.remove(object.sid);
      }
    }
  }

  /** Stops following an object. Safe for any thread. */
  void close(Followed<?> object) {
    executor.execute(
        () -> {
          if (object.ended()) {
            return;
          }
          drop(object);
          if (!followed.containsKey(object.sid)) {
            var target = new SubscriptionRequest.Target(object.sid, object.type(), null);
            var cancel =
                new SubscriptionRequest(4, false, ++newestCorrelationId, 0, List.of(target));
            requests
                .post("/v4/Subscriptions", cancel.toJson())
                .exceptionally(
                    lost -> {
                      // The subscription ended with the connection.
                      return new JsonObject();
                    });
          }
        });
  }

  /** Ends all subscriptions of a closed client. */
  void end() {
    for (Followed<?> object : followed.values().stream().flatMap(List::stream).toList()) {
      object.end();
      object.opening().completeExceptionally(new SyncException(0, 0, "closed"));
    }
    followed.clear();
  }
}
