package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Webhooks;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Threads;
import com.google.gson.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Sync service: the objects of one stream, their subscriptions, and which identities are
 * connected. Thread-safe.
 */
public final class HostedService {
  private static final JsonObject NO_DATA = new JsonObject();

  private final ServiceContext context;
  private final @Nullable String uniqueName;
  private final Instant created;
  private final ReentrantLock lock = new ReentrantLock();
  private final ObjectDirectory objects = new ObjectDirectory();
  private final Reachability reachability;
  private final ConnectionSubscriptions subscriptions;
  private volatile Instant updated;
  private volatile boolean deleted;

  HostedService(
      ServiceContext context, SyncTables.ServiceRow row, Scheduler scheduler, Webhooks webhooks) {
    this.context = context;
    this.uniqueName = row.uniqueName();
    this.created = row.created();
    this.updated = row.updated();
    this.reachability =
        new Reachability(context, scheduler, new ReachabilityWebhook(context, webhooks));
    this.subscriptions = new ConnectionSubscriptions(context.sids(), this::object);
  }

  public String sid() {
    return context.serviceSid();
  }

  public @Nullable String uniqueName() {
    return uniqueName;
  }

  public Instant created() {
    return created;
  }

  public Instant updated() {
    return updated;
  }

  public ServiceSettings settings() {
    return context.settings();
  }

  /**
   * Makes this the store of another product, which writes all objects itself and has limits of its
   * own: clients read what the policy allows, and write nothing.
   */
  public void restrictClients(ReadPolicy policy) {
    context.restrictClients(policy);
  }

  Reachability reachability() {
    return reachability;
  }

  ConnectionSubscriptions subscriptions() {
    return subscriptions;
  }

  /**
   * Waits until everything that has been stored so far is on disk: before anybody outside is told
   * of it.
   */
  public void sync() {
    context.sync();
  }

  /**
   * Throws if the service is deleted.
   *
   * @throws Refusal with code 54050
   */
  void checkAlive() {
    if (deleted) {
      throw SyncRefusals.serviceNotFound();
    }
  }

  /** Changes the settings; turning on access control ends the subscriptions without a right. */
  public void update(ServiceSettings next) {
    lock.lock();
    try {
      checkAlive();
      Instant now = context.now();
      context.store(
          c ->
              SyncTables.save(c, new SyncTables.ServiceRow(sid(), uniqueName, next, created, now)));
      boolean closing = next.aclEnabled() && !settings().aclEnabled();
      context.settings(next);
      updated = now;
      if (closing) {
        objects.all().forEach(HostedObject::revokeUnauthorized);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Finds a document by SID or unique name; 404 with code 54100 if there is none. */
  public HostedDocument document(String sidOrName) {
    return find(ObjectKind.DOCUMENT, HostedDocument.class, sidOrName);
  }

  /** Finds a list by SID or unique name; 404 with code 54150 if there is none. */
  public HostedList list(String sidOrName) {
    return find(ObjectKind.LIST, HostedList.class, sidOrName);
  }

  /** Finds a map by SID or unique name; 404 with code 54200 if there is none. */
  public HostedMap map(String sidOrName) {
    return find(ObjectKind.MAP, HostedMap.class, sidOrName);
  }

  /** Finds a stream by SID or unique name; 404 with code 54250 if there is none. */
  public HostedStream stream(String sidOrName) {
    return find(ObjectKind.STREAM, HostedStream.class, sidOrName);
  }

  private <T extends HostedObject> T find(ObjectKind kind, Class<T> type, String sidOrName) {
    HostedObject object = objects.find(kind, sidOrName);
    if (object == null || removeIfExpired(object)) {
      throw kind.missing();
    }
    return type.cast(object);
  }

  private @Nullable HostedObject object(String objectSid) {
    HostedObject object = objects.bySid(objectSid);
    return object == null || removeIfExpired(object) ? null : object;
  }

  private boolean removeIfExpired(HostedObject object) {
    if (!object.hasExpired(context.now())) {
      return false;
    }
    remove(object);
    return true;
  }

  /** Returns all documents, oldest first. */
  public List<HostedDocument> documents() {
    return all(ObjectKind.DOCUMENT, HostedDocument.class);
  }

  /** Returns all lists, oldest first. */
  public List<HostedList> lists() {
    return all(ObjectKind.LIST, HostedList.class);
  }

  /** Returns all maps, oldest first. */
  public List<HostedMap> maps() {
    return all(ObjectKind.MAP, HostedMap.class);
  }

  /** Returns all streams, oldest first. */
  public List<HostedStream> streams() {
    return all(ObjectKind.STREAM, HostedStream.class);
  }

  private <T extends HostedObject> List<T> all(ObjectKind kind, Class<T> type) {
    return objects.all(kind).stream()
        .filter(object -> !removeIfExpired(object))
        .map(type::cast)
        .toList();
  }

  /** Creates a document; 409 with code 54301 if the name is taken. */
  public HostedDocument createDocument(
      Caller caller, @Nullable String name, JsonObject data, @Nullable Integer ttl) {
    return create(
        caller, ObjectKind.DOCUMENT, name, ttl, data, state -> new HostedDocument(context, state));
  }

  /** Creates a list; 409 with code 54301 if the name is taken. */
  public HostedList createList(Caller caller, @Nullable String name, @Nullable Integer ttl) {
    return createList(caller, name, NO_DATA, ttl);
  }

  /** Creates a list with a context document; 409 with code 54301 if the name is taken. */
  public HostedList createList(
      Caller caller, @Nullable String name, JsonObject listContext, @Nullable Integer ttl) {
    return create(
        caller,
        ObjectKind.LIST,
        name,
        ttl,
        listContext,
        state -> new HostedList(context, state, -1));
  }

  /** Creates a map; 409 with code 54301 if the name is taken. */
  public HostedMap createMap(Caller caller, @Nullable String name, @Nullable Integer ttl) {
    return create(
        caller, ObjectKind.MAP, name, ttl, NO_DATA, state -> new HostedMap(context, state, -1));
  }

  /** Creates a stream; 409 with code 54301 if the name is taken. */
  public HostedStream createStream(Caller caller, @Nullable String name, @Nullable Integer ttl) {
    return create(
        caller, ObjectKind.STREAM, name, ttl, NO_DATA, state -> new HostedStream(context, state));
  }

  private <T extends HostedObject> T create(
      Caller caller,
      ObjectKind kind,
      @Nullable String name,
      @Nullable Integer ttl,
      JsonObject data,
      Function<ObjectState, T> constructor) {
    context.checkData(data);
    if (caller.identity() != null && !context.clientsMayCreate()) {
      throw SyncRefusals.forbidden();
    }
    lock.lock();
    try {
      checkAlive();
      Limits.checkName(name);
      HostedObject sameName = objects.byName(kind, name);
      if (sameName != null && !removeIfExpired(sameName)) {
        throw SyncRefusals.nameTaken();
      }
      if (objects.size() >= maxObjects()) {
        throw SyncRefusals.tooMany("objects in the service");
      }
      Instant now = context.now();
      T object =
          constructor.apply(
              new ObjectState(
                  context.sids().next(kind.prefix()),
                  name,
                  caller.name(),
                  now,
                  now,
                  Limits.expiry(ttl, now, null),
                  0,
                  -1,
                  data));
      insert(caller, object);
      return object;
    } finally {
      lock.unlock();
    }
  }

  private int maxObjects() {
    return context.isOwnedByProduct()
        ? Limits.MAX_OBJECTS_PER_PRODUCT
        : Limits.MAX_OBJECTS_PER_SERVICE;
  }

  /** Stores a new object; a client that creates one gets all rights to it. */
  private void insert(Caller caller, HostedObject object) {
    String identity = caller.identity();
    SyncTables.ObjectRow row = object.row(object.state());
    context.store(
        c -> {
          SyncTables.save(c, row);
          if (identity != null) {
            SyncTables.save(c, object.sid(), identity, Permission.ALL);
          }
        });
    if (identity != null) {
      object.loadPermission(identity, Permission.ALL);
    }
    objects.add(object);
  }

  /** Deletes an object and tells its subscribers. */
  public void remove(Caller caller, HostedObject object) {
    object.require(caller, Permission.Right.MANAGE);
    remove(object);
  }

  private void remove(HostedObject object) {
    lock.lock();
    try {
      if (!objects.contains(object)) {
        return;
      }
      object.lock.lock();
      try {
        context.storeNow(c -> SyncTables.deleteObject(c, object.sid()));
        objects.remove(object);
        object.markDeleted();
      } finally {
        object.lock.unlock();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Deletes everything. The rows go in one transaction, then subscribers are told. */
  void delete() {
    lock.lock();
    try {
      checkAlive();
      var all = new ArrayList<HostedObject>(objects.all());
      // Holding every lock keeps a write from being stored, and acknowledged, after the deletion.
      all.forEach(object -> object.lock.lock());
      try {
        context.storeNow(c -> SyncTables.deleteService(c, sid()));
        deleted = true;
        all.forEach(HostedObject::markDeleted);
      } finally {
        all.forEach(object -> object.lock.unlock());
      }
      objects.clear();
    } finally {
      lock.unlock();
    }
    reachability.close();
  }

  /** Removes what has expired, so that subscribers learn of it although nobody asks. */
  void removeExpired() {
    for (HostedObject object : objects.all()) {
      // An object that fails must not end the round for the others.
      Threads.contain("expiry in " + sid(), () -> removeExpired(object));
    }
  }

  private void removeExpired(HostedObject object) {
    if (!removeIfExpired(object) && object instanceof HostedCollection<?> collection) {
      collection.lock.lock();
      try {
        if (objects.contains(collection)) {
          collection.expireItems();
        }
      } finally {
        collection.lock.unlock();
      }
    }
  }

  /** Reads what the store holds. */
  void load(Connection c) throws SQLException {
    for (SyncTables.ObjectRow row : SyncTables.objects(c, sid())) {
      HostedObject object =
          switch (ObjectKind.of(row.type())) {
            case DOCUMENT -> new HostedDocument(context, row.state());
            case LIST -> new HostedList(context, row.state(), row.forgottenEventId());
            case STREAM -> new HostedStream(context, row.state());
            case MAP -> new HostedMap(context, row.state(), row.forgottenEventId());
          };
      if (object instanceof HostedCollection<?> collection) {
        SyncTables.items(c, collection.sid()).forEach(collection::load);
      }
      SyncTables.permissions(c, object.sid())
          .forEach(p -> object.loadPermission(p.identity(), p.value()));
      objects.add(object);
    }
    SyncTables.reachable(c, sid()).forEach(p -> reachability.load(p.identity(), p.value()));
  }
}
