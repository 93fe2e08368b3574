package app.rostrum.sdk.sync;

import app.rostrum.sdk.twilsock.SerialExecutor;
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
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of one client (protocol note, section 4). They belong to a connection: after a
 * drop all are asked for again, each from the newest event that it has. Belongs to the client's
 * serial executor, but for {@link #close}.
 */
final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
  private static final int BATCH = 100;
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration INTERRUPTED_RETRY = Duration.ofMillis(100);
  private static final Duration MENDING = Duration.ofMillis(500);
  private static final long DEFAULT_DELIVERY_MILLIS = 10_000;
  private static final long MIN_TTL_SECONDS = 60;

  private final Requests requests;
  private final SerialExecutor executor;
  private final Map<String, List<Followed<?>>> followed = new HashMap<>();
  private long newestCorrelationId;
  private long connection;
  private @Nullable Future<?> renewal;

  /** The connection on which all is going to be asked for again. */
  private long mending = -1;

  Subscriptions(Requests requests, SerialExecutor executor, long firstCorrelationId) {
    this.requests = requests;
    this.executor = executor;
    this.newestCorrelationId = firstCorrelationId;
  }

  void follow(Followed<?> object) {
    followed.computeIfAbsent(object.sid, s -> new ArrayList<>()).add(object);
    establish(List.of(object), 0);
  }

  /** A new connection: the server knows nothing of what was before. */
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
    long of = connection;
    requests
        .post("/v4/Subscriptions", request.toJson())
        .whenComplete(
            (reply, failure) -> {
              if (of != connection) {
                return;
              }
              if (failure != null) {
                // A drop brings a new connection, which asks for all again.
                LOG.debug("subscription request failed: {}", failure.toString());
                var unused = requests.after(RETRY, () -> repeat(objects, correlationId, of));
                return;
              }
              long delivery =
                  JsonFields.number(reply, "estimated_delivery_in_ms", DEFAULT_DELIVERY_MILLIS);
              var unused =
                  requests.after(
                      Duration.ofMillis(Math.clamp(delivery, 1000, 60_000)),
                      () -> repeat(objects, correlationId, of));
              renewBefore(JsonFields.number(reply, "ttl_in_s", -1), of);
            });
  }

  /** Asks again for what nobody has answered. */
  private void repeat(List<Followed<?>> objects, long correlationId, long of) {
    List<Followed<?>> open =
        objects.stream()
            .filter(o -> !o.ended() && !o.established() && o.asked(correlationId))
            .toList();
    if (of == connection && !open.isEmpty()) {
      establish(open, open.size());
    }
  }

  private void renewBefore(long ttlSeconds, long of) {
    if (ttlSeconds < MIN_TTL_SECONDS) {
      return;
    }
    if (renewal != null) {
      renewal.cancel(false);
    }
    renewal =
        requests.after(
            Duration.ofSeconds(ttlSeconds),
            () -> {
              if (of == connection) {
                establishAll();
              }
            });
  }

  /** Something came that could not be read: whatever it told is asked for again, soon. */
  void garbled() {
    followed.values().forEach(objects -> objects.forEach(Followed::doubt));
    if (mending == connection) {
      return;
    }
    mending = connection;
    long of = connection;
    var unused =
        requests.after(
            MENDING,
            () -> {
              if (of == connection) {
                mending = -1;
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
          case SyncEvent.Change change -> object.heard(change, ordered);
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
            // As asked.
          }
          case SyncEvent.Unknown unknown -> {
            // Of a service that is newer than this client.
          }
        }
      }
    }
  }

  private void established(Followed<?> object, SyncEvent.Established event) {
    if (event.completed()) {
      object.established(event.lastEventId());
    } else {
      long of = connection;
      var unused =
          requests.after(
              INTERRUPTED_RETRY,
              () -> {
                if (of == connection && !object.ended()) {
                  establish(List.of(object), 1);
                }
              });
    }
  }

  private void failed(Followed<?> object, SyncEvent.Failed event) {
    boolean passing = event.status() == 429 || event.status() >= 500;
    if (passing) {
      long of = connection;
      var unused =
          requests.after(
              RETRY,
              () -> {
                if (of == connection && !object.ended()) {
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

  /** The object is gone, or may not be read any more. */
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

  /** Forgets an object without telling anybody. */
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

  /** Any thread: stops following. */
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
                      // Without the connection there is no subscription either.
                      return new JsonObject();
                    });
          }
        });
  }

  /** The client is closed. */
  void end() {
    for (Followed<?> object : followed.values().stream().flatMap(List::stream).toList()) {
      object.end();
      object.opening().completeExceptionally(new SyncException(0, 0, "closed"));
    }
    followed.clear();
  }
}
