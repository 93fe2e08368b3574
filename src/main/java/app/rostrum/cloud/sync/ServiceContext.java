package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.store.Store;
import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The surroundings of a service's objects: store, clock, SIDs, and who may use them. */
final class ServiceContext {
  private final String accountSid;
  private final String serviceSid;
  private final Store store;
  private final Sids sids;
  private final Clock clock;
  private volatile ServiceSettings settings;
  private volatile @Nullable ReadPolicy readPolicy;

  ServiceContext(
      String accountSid,
      String serviceSid,
      Store store,
      Sids sids,
      Clock clock,
      ServiceSettings settings) {
    this.accountSid = accountSid;
    this.serviceSid = serviceSid;
    this.store = store;
    this.sids = sids;
    this.clock = clock;
    this.settings = settings;
  }

  String accountSid() {
    return accountSid;
  }

  String serviceSid() {
    return serviceSid;
  }

  Sids sids() {
    return sids;
  }

  Clock clock() {
    return clock;
  }

  /** Returns the time, in the precision in which it is stored. */
  Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /**
   * Stores a change, all of it or nothing, with others in one transaction. Whoever tells of it has
   * to {@link #sync} first, without the locks under which it was stored.
   *
   * @param change captures the values that it writes
   */
  void store(Store.Change change) {
    store.queue(change);
  }

  /** Stores a change as {@link #store} does, but at once: one of any size. */
  void storeNow(Store.Change change) {
    var unused =
        transaction(
            c -> {
              change.run(c);
              return true;
            });
  }

  /** Runs work in a transaction of its own and returns its result. */
  <T> T transaction(Store.Work<T> work) {
    return store.write(work);
  }

  /** Waits until everything that has been stored so far is on disk. */
  void sync() {
    store.sync();
  }

  ServiceSettings settings() {
    return settings;
  }

  void settings(ServiceSettings next) {
    settings = next;
  }

  /** Lets another product own the service, see {@link HostedService#restrictClients}. */
  void restrictClients(ReadPolicy policy) {
    readPolicy = policy;
  }

  /** Returns whether another product writes all objects, with limits of its own. */
  boolean isOwnedByProduct() {
    return readPolicy != null;
  }

  /** Returns whether clients may create objects. */
  boolean clientsMayCreate() {
    return !isOwnedByProduct() && settings.clientsMayCreate();
  }

  /**
   * Checks a right of a client.
   *
   * @param permission the client's permission for the object, which counts if access control is on
   * @throws Refusal with code 54007 if the client lacks the right
   */
  void require(
      String identity, Permission.Right right, @Nullable String objectName, boolean permission) {
    ReadPolicy policy = readPolicy;
    boolean allowed =
        policy == null
            ? permission || !settings.aclEnabled()
            : right == Permission.Right.READ && policy.mayRead(identity, objectName);
    if (!allowed) {
      throw SyncRefusals.forbidden();
    }
  }

  /** Checks the size of data; a product that owns the service has checked it already. */
  void checkData(JsonObject data) {
    if (!isOwnedByProduct()) {
      Limits.checkData(data);
    }
  }
}
