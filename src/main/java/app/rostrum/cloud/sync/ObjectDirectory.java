package app.rostrum.cloud.sync;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The objects of one service by SID and by name. Thread-safe for readers and one writer. */
final class ObjectDirectory {
  /** Objects of different kinds may have the same name. */
  private record Name(ObjectKind kind, String name) {}

  private final Map<String, HostedObject> bySid = new ConcurrentHashMap<>();
  private final Map<Name, HostedObject> byName = new ConcurrentHashMap<>();

  void add(HostedObject object) {
    bySid.put(object.sid(), object);
    String name = object.uniqueName();
    if (name != null) {
      byName.put(new Name(object.kind, name), object);
    }
  }

  void remove(HostedObject object) {
    bySid.remove(object.sid());
    String name = object.uniqueName();
    if (name != null) {
      byName.remove(new Name(object.kind, name), object);
    }
  }

  void clear() {
    bySid.clear();
    byName.clear();
  }

  boolean contains(HostedObject object) {
    return bySid.get(object.sid()) == object;
  }

  int size() {
    return bySid.size();
  }

  /** Returns all objects, in no order. */
  Collection<HostedObject> all() {
    return bySid.values();
  }

  /** Returns the objects of one kind, oldest first. */
  List<HostedObject> all(ObjectKind kind) {
    return bySid.values().stream()
        .filter(object -> object.kind == kind)
        .sorted(
            Comparator.comparing((HostedObject o) -> o.state().created())
                .thenComparing(HostedObject::sid))
        .toList();
  }

  @Nullable HostedObject bySid(String sid) {
    return bySid.get(sid);
  }

  @Nullable HostedObject byName(ObjectKind kind, @Nullable String name) {
    return name == null ? null : byName.get(new Name(kind, name));
  }

  /** Finds an object of one kind by SID or unique name. */
  @Nullable HostedObject find(ObjectKind kind, String sidOrName) {
    HostedObject object = bySid.get(sidOrName);
    return object != null && object.kind == kind ? object : byName(kind, sidOrName);
  }
}
