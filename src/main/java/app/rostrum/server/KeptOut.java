package app.rostrum.server;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The people whom hosts have removed from their streams, by name: they may not join again, nor may
 * anybody whose name looks like theirs, until they are readmitted or the stream ends. Kept in a map
 * of the stream and, for speed, in memory. Thread-safe.
 */
final class KeptOut {
  /** The people that a stream keeps out. */
  static final int MAX = 500;

  private final SyncApi sync;

  /** The skeletons of those kept out, by room and identity. */
  private final Map<String, Map<String, Set<String>>> byRoom = new ConcurrentHashMap<>();

  KeptOut(SyncApi sync) {
    this.sync = sync;
  }

  private Map<String, Set<String>> of(StreamRecord stream) {
    Map<String, Set<String>> known = byRoom.get(stream.roomSid());
    if (known != null) {
      return known;
    }
    var read = new ConcurrentHashMap<String, Set<String>>();
    // A stream that an earlier version began has no such map.
    TwilioApi.ifThere(
        () ->
            sync.eachItem(
                stream.syncServiceSid(),
                StreamRecord.KEPT_OUT,
                item -> read.put(item.getKey(), LookAlikes.skeletons(item.getKey()))));
    Map<String, Set<String>> earlier = byRoom.putIfAbsent(stream.roomSid(), read);
    return earlier == null ? read : earlier;
  }

  boolean contains(StreamRecord stream, String identity) {
    return of(stream).containsKey(identity);
  }

  /** Returns whether a name is, or looks like, that of somebody who is kept out. */
  boolean looksLikeOne(StreamRecord stream, String identity) {
    Map<String, Set<String>> all = of(stream);
    if (all.isEmpty()) {
      return false;
    }
    Set<String> skeletons = LookAlikes.skeletons(identity);
    return all.values().stream().anyMatch(other -> !Collections.disjoint(other, skeletons));
  }

  /** Keeps a person out from now on; returns false if the stream keeps out too many already. */
  boolean add(StreamRecord stream, String identity) {
    Map<String, Set<String>> all = of(stream);
    if (all.size() >= MAX && !all.containsKey(identity)) {
      return false;
    }
    sync.addItem(stream.syncServiceSid(), StreamRecord.KEPT_OUT, identity, Map.of());
    all.put(identity, LookAlikes.skeletons(identity));
    return true;
  }

  void readmit(StreamRecord stream, String identity) {
    sync.removeItem(stream.syncServiceSid(), StreamRecord.KEPT_OUT, identity);
    of(stream).remove(identity);
  }

  void ended(StreamRecord stream) {
    byRoom.remove(stream.roomSid());
  }
}
