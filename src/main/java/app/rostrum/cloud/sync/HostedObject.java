package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.TokenBucket;
import app.rostrum.wire.sync.SyncEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An object of a Sync service. Under its lock a change is stored, then made visible, then queued
 * for the subscribers. So whatever a reader sees survives the process, and events reach subscribers
 * in the order of their ids. Answers and events wait for the disk, without the lock. Thread-safe.
 */
public abstract sealed class HostedObject permits HostedDocument, HostedCollection, HostedStream {
  /** The base of addresses. Clients send them back inside frames, where only the path counts. */
  private static final String ADDRESS_BASE = "https://cds.us1.twilio.com/v3/";

  final ObjectKind kind;
  final ServiceContext context;
  final ReentrantLock lock = new ReentrantLock();
  final Fanout fanout;
  private final Map<String, Permission> permissions = new ConcurrentSkipListMap<>();
  private final TokenBucket clientWrites;
  private volatile ObjectState state;
  private volatile boolean deleted;

  HostedObject(ServiceContext context, ObjectKind kind, ObjectState state) {
    this.context = context;
    this.kind = kind;
    this.fanout = new Fanout(kind.messageType(), context.sids(), context::sync);
    this.clientWrites =
        new TokenBucket(context.clock(), Limits.WRITES_PER_SECOND, Limits.WRITE_BURST);
    this.state = state;
  }

  /** Returns the kind's name in subscriptions, for example {@code map}. */
  public final String type() {
    return kind.type();
  }

  /** Returns the name of the kind's collection in addresses, for example {@code Maps}. */
  public final String collection() {
    return kind.path();
  }

  /** Returns the address under which Twilsock clients know the object. */
  final String address() {
    return ADDRESS_BASE + kind.path() + "/" + sid();
  }

  /** Returns the events that a client lacks which has all up to {@code since}, in order. */
  abstract List<SyncEvent.Change> eventsAfter(long since);

  /** Returns false if a client cannot catch up from there because too much has been forgotten. */
  boolean canReplayFrom(long since) {
    return since <= state.lastEventId();
  }

  /** Creates the event that tells subscribers of the object's deletion. */
  abstract SyncEvent.Change deletedEvent(long id, Instant now);

  /** Returns the id of the newest event that was forgotten; -1 if there is none. */
  abstract long forgottenEventId();

  public final String sid() {
    return state.sid();
  }

  public final String serviceSid() {
    return context.serviceSid();
  }

  final String accountSid() {
    return context.accountSid();
  }

  public final @Nullable String uniqueName() {
    return state.uniqueName();
  }

  /** Returns the state without checking any rights. */
  public final ObjectState state() {
    return state;
  }

  /**
   * Returns the state.
   *
   * @throws Refusal if the caller may not read it, or the object is deleted
   */
  public final ObjectState state(Caller caller) {
    require(caller, Permission.Right.READ);
    checkAlive();
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
    if (deleted) {
      throw kind.missing();
    }
  }

  final void require(Caller caller, Permission.Right right) {
    String identity = caller.identity();
    if (identity != null) {
      context.require(identity, right, uniqueName(), allows(identity, right));
    }
  }

  boolean allows(String identity, Permission.Right right) {
    return permissions.getOrDefault(identity, Permission.NONE).allows(right);
  }

  /**
   * Requires the right to change data, which clients may do 20 times a second. The backend is not
   * held to that: it brings in a whole audience at once. Call under the lock.
   */
  final void requireToWrite(Caller caller) {
    require(caller, Permission.Right.WRITE);
    if (caller.identity() != null && !clientWrites.take()) {
      throw SyncRefusals.tooMany("writes to the object");
    }
  }

  final SyncTables.ObjectRow row(ObjectState next) {
    return new SyncTables.ObjectRow(serviceSid(), type(), next, forgottenEventId());
  }

  /** Stores a change of nothing but the state; only then is it visible. Call under the lock. */
  final void commit(ObjectState next) {
    SyncTables.ObjectRow row = row(next);
    context.store(c -> SyncTables.save(c, row));
    state = next;
  }

  /** Changes the time to live of the whole object, in seconds; 0 means that it never expires. */
  public final ObjectState updateTtl(Caller caller, int ttl) {
    lock.lock();
    try {
      checkAlive();
      require(caller, Permission.Right.MANAGE);
      Instant now = context.now();
      commit(state.expiring(Limits.expiry(ttl, now, state.expires()), now));
      return state;
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
        // The client's state is not a past one of this object: told so, it fetches the object.
        throw kind.missing();
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

  /** Returns the permissions by identity. */
  public final Map<String, Permission> permissions() {
    return Map.copyOf(permissions);
  }

  /** Replaces the rights of an identity. */
  public final void permit(String identity, Permission permission) {
    Limits.checkIdentity(identity);
    lock.lock();
    try {
      checkAlive();
      if (!permissions.containsKey(identity)
          && permissions.size() >= Limits.MAX_PERMISSIONS_PER_OBJECT) {
        throw SyncRefusals.tooMany("permissions");
      }
      context.store(c -> SyncTables.save(c, sid(), identity, permission));
      permissions.put(identity, permission);
      if (!permission.read()) {
        revoke(identity::equals);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes all rights of an identity.
   *
   * @return false if it had none
   */
  public final boolean forbid(String identity) {
    lock.lock();
    try {
      checkAlive();
      if (!permissions.containsKey(identity)) {
        return false;
      }
      context.store(c -> SyncTables.deletePermission(c, sid(), identity));
      permissions.remove(identity);
      revoke(identity::equals);
      return true;
    } finally {
      lock.unlock();
    }
  }

  final void loadPermission(String identity, Permission permission) {
    permissions.put(identity, permission);
  }

  /**
   * Ends an identity's subscriptions without telling its clients, which learn in another way that
   * they are over.
   */
  public final void removeSubscriber(String identity) {
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

  /** Ends the subscriptions of identities that may not read the object any more. */
  final void revokeUnauthorized() {
    lock.lock();
    try {
      revoke(identity -> !allows(identity, Permission.Right.READ));
    } finally {
      lock.unlock();
    }
  }

  /** Ends subscriptions, if access control is on, and tells the clients. Call under the lock. */
  private void revoke(Predicate<String> identities) {
    if (!context.settings().aclEnabled()) {
      return;
    }
    for (Subscription subscription : fanout.subscriptions()) {
      if (identities.test(subscription.connection().identity())) {
        fanout.remove(subscription.connection());
        Refusal why = SyncRefusals.forbidden();
        fanout.send(
            subscription,
            List.of(new SyncEvent.Failed(sid(), type(), why.status(), why.code(), why.text())));
      }
    }
  }

  /** Tells subscribers of the deletion. The stored rows must be deleted already. */
  final void markDeleted() {
    lock.lock();
    try {
      if (!deleted) {
        deleted = true;
        fanout.publish(deletedEvent(state.lastEventId() + 1, context.now()));
      }
    } finally {
      lock.unlock();
    }
  }
}
