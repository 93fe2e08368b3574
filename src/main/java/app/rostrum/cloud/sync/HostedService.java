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
import org.jspecify.annotations.Nullable;

/** A Sync service: the objects of one stream, who may use them, and who is connected. */
public final class HostedService {
  private static final JsonObject NO_DATA = new JsonObject();

  private final SyncServices home;
  private final String sid;
  private final @Nullable String uniqueName;
  private final Instant created;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, HostedObject> objects = new ConcurrentHashMap<>();
  private final Map<String, HostedMap> mapsByName = new ConcurrentHashMap<>();
  private final Map<String, HostedDocument> documentsByName = new ConcurrentHashMap<>();
  private final Reachability reachability;
  private volatile ServiceSettings settings;
  private volatile Instant updated;
  private volatile boolean deleted;

  HostedService(SyncServices home, SyncTables.ServiceRow row) {
    this.home = home;
    this.sid = row.sid();
    this.uniqueName = row.uniqueName();
    this.created = row.created();
    this.settings = row.settings();
    this.updated = row.updated();
    this.reachability = new Reachability(this);
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

  SyncServices home() {
    return home;
  }

  Reachability reachability() {
    return reachability;
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
      settings = next;
      updated = now;
    } finally {
      lock.unlock();
    }
  }

  /** A map by SID or unique name; 404 with code 54200 if there is none. */
  public HostedMap map(String idOrName) {
    HostedMap map =
        objects.get(idOrName) instanceof HostedMap bySid ? bySid : mapsByName.get(idOrName);
    if (map == null || expired(map)) {
      throw HostedMap.missing();
    }
    return map;
  }

  /** A document by SID or unique name; 404 with code 54100 if there is none. */
  public HostedDocument document(String idOrName) {
    HostedDocument document =
        objects.get(idOrName) instanceof HostedDocument bySid
            ? bySid
            : documentsByName.get(idOrName);
    if (document == null || expired(document)) {
      throw HostedDocument.missing();
    }
    return document;
  }

  @Nullable HostedObject object(String objectSid) {
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
    lock.lock();
    try {
      checkNew(name, name == null ? null : mapsByName.get(name));
      ObjectState state = fresh("MP", caller, name, ttl, NO_DATA);
      var map = new HostedMap(this, state, -1);
      insert(caller, map);
      if (name != null) {
        mapsByName.put(name, map);
      }
      return map;
    } finally {
      lock.unlock();
    }
  }

  /** Creates a document; 409 with code 54301 if the name is taken. */
  public HostedDocument createDocument(
      Caller caller, @Nullable String name, JsonObject data, @Nullable Integer ttl) {
    Limits.checkData(data);
    lock.lock();
    try {
      checkNew(name, name == null ? null : documentsByName.get(name));
      var document = new HostedDocument(this, fresh("ET", caller, name, ttl, data));
      insert(caller, document);
      if (name != null) {
        documentsByName.put(name, document);
      }
      return document;
    } finally {
      lock.unlock();
    }
  }

  private void checkNew(@Nullable String name, @Nullable HostedObject sameName) {
    checkAlive();
    Limits.checkName(name);
    if (sameName != null && !expired(sameName)) {
      throw SyncRefusal.nameTaken();
    }
    if (objects.size() >= Limits.MAX_OBJECTS_PER_SERVICE) {
      throw SyncRefusal.tooMany("objects in the service");
    }
  }

  private ObjectState fresh(
      String prefix, Caller caller, @Nullable String name, @Nullable Integer ttl, JsonObject data) {
    Instant now = now();
    return new ObjectState(
        home.sids().next(prefix),
        name,
        caller.name(),
        now,
        now,
        Limits.expiry(ttl, now, null),
        0,
        -1,
        data);
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
    objects.put(object.sid(), object);
  }

  /** Deletes a document or map and tells its subscribers. */
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
          switch (object) {
            case HostedMap map -> mapsByName.remove(name, map);
            case HostedDocument document -> documentsByName.remove(name, document);
          }
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
      throw SyncRefusal.serviceNotFound();
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
      mapsByName.clear();
      documentsByName.clear();
    } finally {
      lock.unlock();
    }
    reachability.close();
  }

  /** Lets what has expired go, although nobody asks for it. */
  void sweep() {
    for (HostedObject object : objects.values()) {
      if (!expired(object) && object instanceof HostedMap map) {
        map.lock.lock();
        try {
          if (objects.containsKey(map.sid())) {
            map.expireItems();
          }
        } finally {
          map.lock.unlock();
        }
      }
    }
  }

  void load(java.sql.Connection c) throws java.sql.SQLException {
    for (SyncTables.ObjectRow row : SyncTables.objects(c, sid)) {
      String name = row.state().uniqueName();
      HostedObject object;
      if (row.type().equals(HostedMap.TYPE)) {
        var map = new HostedMap(this, row.state(), row.forgottenEventId());
        SyncTables.items(c, map.sid()).forEach(map::load);
        if (name != null) {
          mapsByName.put(name, map);
        }
        object = map;
      } else {
        var document = new HostedDocument(this, row.state());
        if (name != null) {
          documentsByName.put(name, document);
        }
        object = document;
      }
      SyncTables.permissions(c, object.sid())
          .forEach(p -> object.loadPermission(p.identity(), p.value()));
      objects.put(object.sid(), object);
    }
    SyncTables.reachable(c, sid).forEach(p -> reachability.load(p.identity(), p.value()));
  }
}
