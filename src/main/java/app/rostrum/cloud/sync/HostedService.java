package app.rostrum.cloud.sync;

import app.rostrum.cloud.store.Store;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A Sync service: the objects of one stream, who may use them, and who is connected. */
public final class HostedService {
  private static final JsonObject NO_DATA = new JsonObject();

  /**
   * Says who may read what, in place of permissions. Asked under an object's lock: must not wait.
   */
  @FunctionalInterface
  public interface Readers {
    boolean mayRead(String identity, HostedObject object);
  }

  /** Objects of different kinds may have the same name. */
  private record Name(ObjectKind kind, String name) {}

  private final SyncServices home;
  private final String sid;
  private final @Nullable String uniqueName;
  private final Instant created;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, HostedObject> objects = new ConcurrentHashMap<>();
  private final Map<Name, HostedObject> byName = new ConcurrentHashMap<>();
  private final Reachability reachability;
  private final Subscriptions subscriptions;
  private volatile ServiceSettings settings;
  private volatile Instant updated;
  private volatile @Nullable Readers readers;
  private volatile boolean deleted;

  HostedService(SyncServices home, SyncTables.ServiceRow row) {
    this.home = home;
    this.sid = row.sid();
    this.uniqueName = row.uniqueName();
    this.created = row.created();
    this.settings = row.settings();
    this.updated = row.updated();
    this.reachability = new Reachability(this);
    this.subscriptions = new Subscriptions(home.sids(), this::object);
  }

  public String sid() {
    return sid;
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
    return settings;
  }

  /**
   * Makes this the store of a product that writes all objects itself and has limits of its own:
   * clients read what the product lets them read, and write nothing.
   */
  public void govern(Readers byProduct) {
    readers = byProduct;
  }

  /** Null if permissions rule. */
  @Nullable Readers readers() {
    return readers;
  }

  void checkData(JsonObject data) {
    if (readers == null) {
      Limits.checkData(data);
    }
  }

  SyncServices home() {
    return home;
  }

  Reachability reachability() {
    return reachability;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  boolean deleted() {
    return deleted;
  }

  /** Now, as precisely as it is stored. */
  Instant now() {
    return Instant.ofEpochMilli(home.clock().millis());
  }

  <T> T transaction(Store.Work<T> work) {
    return home.store().transaction(work);
  }

  public void update(ServiceSettings next) {
    lock.lock();
    try {
      checkAlive();
      Instant now = now();
      transaction(
          c -> {
            SyncTables.save(c, new SyncTables.ServiceRow(sid, uniqueName, next, created, now));
            return true;
          });
      boolean closing = next.aclEnabled() && !settings.aclEnabled();
      settings = next;
      updated = now;
      if (closing) {
        objects.values().forEach(HostedObject::cutOffStrangers);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A map by SID or unique name; 404 with code 54200 if there is none. */
  public HostedMap map(String idOrName) {
    return find(ObjectKind.MAP, HostedMap.class, idOrName);
  }

  /** A document by SID or unique name; 404 with code 54100 if there is none. */
  public HostedDocument document(String idOrName) {
    return find(ObjectKind.DOCUMENT, HostedDocument.class, idOrName);
  }

  /** A list by SID or unique name; 404 with code 54150 if there is none. */
  public HostedList list(String idOrName) {
    return find(ObjectKind.LIST, HostedList.class, idOrName);
  }

  private <T extends HostedObject> T find(ObjectKind kind, Class<T> type, String idOrName) {
    HostedObject object = objects.get(idOrName);
    if (!type.isInstance(object)) {
      object = byName.get(new Name(kind, idOrName));
    }
    if (object == null || expired(object)) {
      throw kind.missing();
    }
    return type.cast(object);
  }

  private @Nullable HostedObject object(String objectSid) {
    if (deleted) {
      return null;
    }
    HostedObject object = objects.get(objectSid);
    return object == null || expired(object) ? null : object;
  }

  private boolean expired(HostedObject object) {
    if (!object.hasExpired(now())) {
      return false;
    }
    discard(object);
    return true;
  }

  /** All maps, oldest first. */
  public List<HostedMap> maps() {
    return sorted(HostedMap.class);
  }

  /** All documents, oldest first. */
  public List<HostedDocument> documents() {
    return sorted(HostedDocument.class);
  }

  /** A stream by SID or unique name; 404 with code 54250 if there is none. */
  public HostedStream stream(String idOrName) {
    return find(ObjectKind.STREAM, HostedStream.class, idOrName);
  }

  /** All streams, oldest first. */
  public List<HostedStream> streams() {
    return sorted(HostedStream.class);
  }

  /** All lists, oldest first. */
  public List<HostedList> lists() {
    return sorted(HostedList.class);
  }

  private <T extends HostedObject> List<T> sorted(Class<T> kind) {
    return objects.values().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(object -> !expired(object))
        .sorted(
            Comparator.comparing((HostedObject o) -> o.state().created())
                .thenComparing(HostedObject::sid))
        .toList();
  }

  /** Creates a map; 409 with code 54301 if the name is taken. */
  public HostedMap createMap(Caller caller, @Nullable String name, @Nullable Integer ttl) {
    return create(
        caller, ObjectKind.MAP, name, ttl, NO_DATA, state -> new HostedMap(this, state, -1));
  }

  /** Creates a list; 409 with code 54301 if the name is taken. */
  public HostedList createList(Caller caller, @Nullable String name, @Nullable Integer ttl) {
    return createList(caller, name, NO_DATA, ttl);
  }

  /** Creates a list with a context document. */
  public HostedList createList(
      Caller caller, @Nullable String name, JsonObject context, @Nullable Integer ttl) {
    return create(
        caller, ObjectKind.LIST, name, ttl, context, state -> new HostedList(this, state, -1));
  }

  /** Creates a stream; 409 with code 54301 if the name is taken. */
  public HostedStream createStream(Caller caller, @Nullable String name, @Nullable Integer ttl) {
    return create(
        caller, ObjectKind.STREAM, name, ttl, NO_DATA, state -> new HostedStream(this, state));
  }

  /** Creates a document; 409 with code 54301 if the name is taken. */
  public HostedDocument createDocument(
      Caller caller, @Nullable String name, JsonObject data, @Nullable Integer ttl) {
    return create(
        caller, ObjectKind.DOCUMENT, name, ttl, data, state -> new HostedDocument(this, state));
  }

  private <T extends HostedObject> T create(
      Caller caller,
      ObjectKind kind,
      @Nullable String name,
      @Nullable Integer ttl,
      JsonObject data,
      Function<ObjectState, T> make) {
    checkData(data);
    if (readers != null && caller.identity() != null) {
      throw SyncRefusals.forbidden();
    }
    lock.lock();
    try {
      checkAlive();
      Limits.checkName(name);
      HostedObject sameName = name == null ? null : byName.get(new Name(kind, name));
      if (sameName != null && !expired(sameName)) {
        throw SyncRefusals.nameTaken();
      }
      if (objects.size()
          >= (readers == null ? Limits.MAX_OBJECTS_PER_SERVICE : Limits.MAX_OBJECTS_PER_PRODUCT)) {
        throw SyncRefusals.tooMany("objects in the service");
      }
      Instant now = now();
      T object =
          make.apply(
              new ObjectState(
                  home.sids().next(kind.prefix()),
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

  /** Stores a new object; an identity that makes one may do everything with it. */
  private void insert(Caller caller, HostedObject object) {
    String identity = caller.identity();
    transaction(
        c -> {
          object.store(c, object.state());
          if (identity != null) {
            SyncTables.save(c, object.sid(), identity, Permission.ALL);
          }
          return true;
        });
    if (identity != null) {
      object.loadPermission(identity, Permission.ALL);
    }
    enter(object);
  }

  private void enter(HostedObject object) {
    objects.put(object.sid(), object);
    String name = object.uniqueName();
    if (name != null) {
      byName.put(new Name(object.kind, name), object);
    }
  }

  /** Deletes an object and tells its subscribers. */
  public void remove(Caller caller, HostedObject object) {
    object.require(caller, Permission.Right.MANAGE);
    discard(object);
  }

  private void discard(HostedObject object) {
    lock.lock();
    try {
      if (objects.get(object.sid()) != object) {
        return;
      }
      object.lock.lock();
      try {
        transaction(
            c -> {
              SyncTables.deleteObject(c, object.sid());
              return true;
            });
        objects.remove(object.sid());
        String name = object.uniqueName();
        if (name != null) {
          byName.remove(new Name(object.kind, name), object);
        }
        object.vanish();
      } finally {
        object.lock.unlock();
      }
    } finally {
      lock.unlock();
    }
  }

  private void checkAlive() {
    if (deleted) {
      throw SyncRefusals.serviceNotFound();
    }
  }

  /** Removes everything. The rows go in one transaction, then subscribers are told. */
  void delete() {
    lock.lock();
    try {
      checkAlive();
      var all = new ArrayList<HostedObject>(objects.values());
      // Holding every lock keeps a write from being stored, and acknowledged, after the deletion.
      all.forEach(object -> object.lock.lock());
      try {
        transaction(
            c -> {
              SyncTables.deleteService(c, sid);
              return true;
            });
        deleted = true;
        all.forEach(HostedObject::vanish);
      } finally {
        all.forEach(object -> object.lock.unlock());
      }
      objects.clear();
      byName.clear();
    } finally {
      lock.unlock();
    }
    reachability.close();
  }

  /** Lets what has expired go, although nobody asks for it. */
  void sweep() {
    for (HostedObject object : objects.values()) {
      if (!expired(object) && object instanceof HostedCollection<?, ?> collection) {
        collection.lock.lock();
        try {
          if (objects.containsKey(collection.sid())) {
            collection.expireItems();
          }
        } finally {
          collection.lock.unlock();
        }
      }
    }
  }

  void load(java.sql.Connection c) throws java.sql.SQLException {
    for (SyncTables.ObjectRow row : SyncTables.objects(c, sid)) {
      HostedObject object =
          switch (ObjectKind.of(row.type())) {
            case DOCUMENT -> new HostedDocument(this, row.state());
            case LIST -> new HostedList(this, row.state(), row.forgottenEventId());
            case STREAM -> new HostedStream(this, row.state());
            case MAP -> new HostedMap(this, row.state(), row.forgottenEventId());
          };
      if (object instanceof HostedCollection<?, ?> collection) {
        SyncTables.items(c, collection.sid()).forEach(collection::load);
      }
      SyncTables.permissions(c, object.sid())
          .forEach(p -> object.loadPermission(p.identity(), p.value()));
      enter(object);
    }
    SyncTables.reachable(c, sid).forEach(p -> reachability.load(p.identity(), p.value()));
  }
}
