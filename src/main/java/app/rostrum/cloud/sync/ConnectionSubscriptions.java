package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.wire.sync.SubscriptionRequest;
import app.rostrum.wire.sync.SyncEvent;
import app.rostrum.wire.sync.SyncNotification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of all connections to the objects of one service. Holds none of a connection
 * that has ended, whenever that happens. Thread-safe.
 */
final class ConnectionSubscriptions {
  private static final int MAX_PER_CONNECTION = 1000;

  /** The subscriptions of one connection, by the object's SID. */
  private static final class Subscribed {
    private final Map<String, HostedObject> objects = new HashMap<>();
    private boolean ended;
  }

  private final Sids sids;
  private final Function<String, @Nullable HostedObject> objectBySid;
  private final Map<Connection, Subscribed> connections = new ConcurrentHashMap<>();

  /**
   * @param objectBySid finds an object that has not expired; null if there is none
   */
  ConnectionSubscriptions(Sids sids, Function<String, @Nullable HostedObject> objectBySid) {
    this.sids = sids;
    this.objectBySid = objectBySid;
  }

  /** Lets a connection subscribe, until it has {@link #disconnected}. */
  void connected(Connection connection) {
    connections.put(connection, new Subscribed());
  }

  /** Ends all subscriptions of a connection. */
  void disconnected(Connection connection) {
    Subscribed subscribed = connections.remove(connection);
    if (subscribed == null) {
      return;
    }
    List<HostedObject> objects;
    synchronized (subscribed) {
      subscribed.ended = true;
      objects = List.copyOf(subscribed.objects.values());
    }
    objects.forEach(object -> object.fanout.remove(connection));
  }

  /** Carries out a request; its results are notifications. Ignores connections that have ended. */
  void handle(Connection connection, SubscriptionRequest request) {
    Subscribed subscribed = connections.get(connection);
    if (subscribed == null) {
      return;
    }
    var subscription =
        new Subscription(connection, request.protocolVersion(), request.correlationId(), -1);
    for (SubscriptionRequest.Target target : request.targets()) {
      if (request.establish()) {
        establish(subscribed, subscription, target);
      } else {
        cancel(subscribed, subscription, target);
      }
    }
  }

  private void establish(
      Subscribed subscribed, Subscription subscription, SubscriptionRequest.Target target) {
    HostedObject object = objectBySid.apply(target.objectSid());
    try {
      if (object == null) {
        throw ObjectKind.of(target.objectType()).missing();
      }
      checkLimit(subscribed, object);
      object.subscribe(subscription, target.lastEventId());
      if (!note(subscribed, object)) {
        object.fanout.remove(subscription.connection());
      }
    } catch (Refusal e) {
      result(
          subscription,
          new SyncEvent.Failed(
              target.objectSid(), target.objectType(), e.status(), e.code(), e.text()));
    }
  }

  private static void checkLimit(Subscribed subscribed, HostedObject object) {
    synchronized (subscribed) {
      if (subscribed.objects.size() >= MAX_PER_CONNECTION
          && !subscribed.objects.containsKey(object.sid())) {
        throw SyncRefusals.tooMany("subscriptions");
      }
    }
  }

  /** Returns false if the connection has ended, so that nobody would end the subscription. */
  private static boolean note(Subscribed subscribed, HostedObject object) {
    synchronized (subscribed) {
      if (!subscribed.ended) {
        subscribed.objects.put(object.sid(), object);
      }
      return !subscribed.ended;
    }
  }

  /** Confirms also for objects that are gone: clients cancel those too. */
  private void cancel(
      Subscribed subscribed, Subscription subscription, SubscriptionRequest.Target target) {
    HostedObject known;
    synchronized (subscribed) {
      known = subscribed.objects.remove(target.objectSid());
    }
    var canceled = new SyncEvent.Canceled(target.objectSid(), target.objectType());
    if (known == null) {
      result(subscription, canceled);
    } else {
      known.fanout.remove(subscription.connection());
      known.fanout.send(subscription, List.of(canceled));
    }
  }

  private void result(Subscription to, SyncEvent event) {
    to.connection()
        .send(Fanout.orderedFrame(sids, to, event.type(), List.of(SyncNotification.encode(event))));
  }
}
