package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.TokenBucket;
import app.rostrum.wire.sync.SyncEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An object of a service. Under its lock a change is stored, then seen, then sent on; so what a
 * reader sees survives the process, and events reach subscribers in the order of their ids.
 */
public abstract sealed class HostedObject permits HostedDocument, HostedCollection, HostedStream {
  final ObjectKind kind;
  final HostedService service;
  final ReentrantLock lock = new ReentrantLock();
  final Fanout fanout;
  private final Map<String, Permission> permissions = new ConcurrentSkipListMap<>();
  private final TokenBucket clientWrites;
  private volatile ObjectState state;
  private volatile boolean removed;

  HostedObject(HostedService service, ObjectKind kind, ObjectState state) {
    this.service = service;
    this.kind = kind;
    this.fanout = new Fanout(kind.messageType(), service.home().sids());
    this.clientWrites =
        new TokenBucket(service.home().clock(), Limits.WRITES_PER_SECOND, Limits.WRITE_BURST);
    this.state = state;
  }

  /** The kind's name in subscriptions: document, list, map. */
  public final String type() {
    return kind.type();
  }

  final Refusal notFound() {
    return kind.missing();
  }

  /** The collection's name in addresses, for example {@code Maps}. */
  public final String collection() {
    return kind.path();
  }

  /** The events that a client needs which has all up to {@code since}, in order. */
  abstract List<SyncEvent.Change> eventsAfter(long since);

  /** False if what has been forgotten makes it impossible to catch up from there. */
  boolean canReplayFrom(long since) {
    return since <= state.lastEventId();
  }

  abstract SyncEvent.Change removal(long id, Instant now);

  abstract long forgottenEventId();

  public final String sid() {
    return state.sid();
  }

  public final String serviceSid() {
    return service.sid();
  }

  public final @Nullable String uniqueName() {
    return state.uniqueName();
  }

  /** The state without any check of rights. */
  public final ObjectState state() {
    return state;
  }

  /** The state for somebody who must be allowed to read it. */
  public final ObjectState state(Caller caller) {
    require(caller, Permission.Right.READ);
    if (removed) {
      throw notFound();
    }
    return state;
  }

  final void state(ObjectState next) {
    state = next;
  }

  final boolean hasExpired(Instant now) {
    Instant expires = state.expires();
    return expires != null && !now.isBefore(expires);
  }

  final long nextEventId() {
    return Math.max(1, state.lastEventId() + 1);
  }

  final void checkAlive() {
    if (removed) {
      throw notFound();
    }
  }

  final void require(Caller caller, Permission.Right right) {
    String identity = caller.identity();
    HostedService.Readers readers = service.readers();
    if (identity != null && readers != null) {
      if (right != Permission.Right.READ || !readers.mayRead(identity, this)) {
        throw SyncRefusals.forbidden();
      }
    } else if (identity != null && service.settings().aclEnabled() && !allows(identity, right)) {
      throw SyncRefusals.forbidden();
    }
  }

  boolean allows(String identity, Permission.Right right) {
    return permissions.getOrDefault(identity, Permission.NONE).allows(right);
  }

  /**
   * The same for a change of data, of which clients may make 20 a second. The backend is not held
   * to that: it brings in a whole audience at once. Call under the lock.
   */
  final void requireToWrite(Caller caller) {
    require(caller, Permission.Right.WRITE);
    if (caller.identity() != null && !clientWrites.take()) {
      throw SyncRefusals.tooMany("writes to the object");
    }
  }

  final SyncTables.ObjectRow row(ObjectState of) {
    return new SyncTables.ObjectRow(service.sid(), type(), of, forgottenEventId());
  }

  final void store(Connection c, ObjectState next) throws SQLException {
    SyncTables.save(c, row(next));
  }

  /** Changes when the whole object expires; 0 seconds means never. */
  public final ObjectState updateTtl(Caller caller, int ttl) {
    lock.lock();
    try {
      checkAlive();
      require(caller, Permission.Right.MANAGE);
      Instant now = service.now();
      ObjectState next = state.expiring(Limits.expiry(ttl, now, state.expires()), now);
      service.transaction(
          c -> {
            store(c, next);
            return true;
          });
      state = next;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a subscriber. It gets the events that it has missed, the confirmation, then live events,
   * with nothing left out or sent twice.
   *
   * @param since the newest event that the subscriber has; null to start from now
   */
  final void subscribe(Subscription subscription, @Nullable Long since) {
    lock.lock();
    try {
      checkAlive();
      require(Caller.client(subscription.connection().identity()), Permission.Right.READ);
      long newest = state.lastEventId();
      if (since != null && !canReplayFrom(since)) {
        // What the client holds is not this object's past: told so, it opens it afresh.
        throw notFound();
      }
      if (since != null && since < newest) {
        fanout.send(subscription, eventsAfter(since));
      }
      fanout.send(subscription, List.of(new SyncEvent.Established(sid(), type(), true, newest)));
      fanout.add(subscription.startingAfter(newest));
    } finally {
      lock.unlock();
    }
  }

  final void unsubscribe(app.rostrum.cloud.twilsock.Connection connection) {
    fanout.remove(connection);
  }

  /** Permissions by identity, in the order of the names. */
  public final Map<String, Permission> permissions() {
    return Map.copyOf(permissions);
  }

  /** Gives an identity these rights and no others. */
  public final void permit(String identity, Permission permission) {
    Limits.checkIdentity(identity);
    lock.lock();
    try {
      checkAlive();
      if (!permissions.containsKey(identity)
          && permissions.size() >= Limits.MAX_PERMISSIONS_PER_OBJECT) {
        throw SyncRefusals.tooMany("permissions");
      }
      service.transaction(
          c -> {
            SyncTables.save(c, sid(), identity, permission);
            return true;
          });
      permissions.put(identity, permission);
      if (!permission.read()) {
        cutOff(identity);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes all rights away.
   *
   * @return false if there were none
   */
  public final boolean forbid(String identity) {
    lock.lock();
    try {
      checkAlive();
      if (!permissions.containsKey(identity)) {
        return false;
      }
      service.transaction(
          c -> {
            SyncTables.deletePermission(c, sid(), identity);
            return true;
          });
      permissions.remove(identity);
      cutOff(identity);
      return true;
    } finally {
      lock.unlock();
    }
  }

  final void loadPermission(String identity, Permission permission) {
    permissions.put(identity, permission);
  }

  /**
   * Ends an identity's subscriptions without a word: its client learns by other ways that this is
   * over, or has given up the right to know.
   */
  public final void dismiss(String identity) {
    lock.lock();
    try {
      for (Subscription subscription : fanout.subscriptions()) {
        if (subscription.connection().identity().equals(identity)) {
          fanout.remove(subscription.connection());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void cutOff(String identity) {
    cutOff(identity::equals);
  }

  /** Ends the subscriptions of those who may not read any more. */
  final void cutOffStrangers() {
    lock.lock();
    try {
      cutOff(identity -> !allows(identity, Permission.Right.READ));
    } finally {
      lock.unlock();
    }
  }

  private void cutOff(Predicate<String> whom) {
    if (!service.settings().aclEnabled()) {
      return;
    }
    for (Subscription subscription : fanout.subscriptions()) {
      if (whom.test(subscription.connection().identity())) {
        fanout.remove(subscription.connection());
        Refusal why = SyncRefusals.forbidden();
        fanout.send(
            subscription,
            List.of(new SyncEvent.Failed(sid(), type(), why.status(), why.code(), why.text())));
      }
    }
  }

  /** Tells subscribers that the object is gone. What is stored of it has been deleted before. */
  final void vanish() {
    lock.lock();
    try {
      if (!removed) {
        removed = true;
        fanout.publish(removal(state.lastEventId() + 1, service.now()));
      }
    } finally {
      lock.unlock();
    }
  }
}
