package app.rostrum.server;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.SpoofChecker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds names that look alike: those whose case-folded forms have the same skeleton (UTS #39,
 * section 4). Keeps the names admitted to each stream by skeleton. Thread-safe.
 */
final class LookAlikes {
  private static final Once<SpoofChecker> CHECKER =
      new Once<>(() -> new SpoofChecker.Builder().build());

  /** The names that a stream keeps; beyond them further ones are not compared. */
  private static final int MAX_NAMES = 100_000;

  /** The names of one stream, by skeleton. */
  private static final class Names {
    private final Map<String, Set<String>> bySkeleton = new ConcurrentHashMap<>();

    private void add(String identity) {
      if (bySkeleton.size() < MAX_NAMES) {
        bySkeleton
            .computeIfAbsent(skeleton(identity), skeleton -> ConcurrentHashMap.newKeySet())
            .add(identity);
      }
    }
  }

  private final Map<String, Names> streams = new ConcurrentHashMap<>();

  /** The names in a stream's lists, for streams that were begun before a restart. */
  @FunctionalInterface
  interface Listed {
    List<String> identities(StreamRecord stream);
  }

  private final Listed listed;

  LookAlikes(Listed listed) {
    this.listed = listed;
  }

  /** Returns the skeleton of a name; the same for names that look alike. */
  static String skeleton(String name) {
    SpoofChecker checker = CHECKER.get();
    return checker.getSkeleton(UCharacter.foldCase(checker.getSkeleton(name), true));
  }

  /** Begins with the host's name for a stream that has just been created. */
  void begun(StreamRecord stream) {
    var names = new Names();
    names.add(stream.hostIdentity());
    streams.put(stream.roomSid(), names);
  }

  private Names names(StreamRecord stream) {
    Names known = streams.get(stream.roomSid());
    if (known != null) {
      return known;
    }
    var fresh = new Names();
    fresh.add(stream.hostIdentity());
    listed.identities(stream).forEach(fresh::add);
    Names earlier = streams.putIfAbsent(stream.roomSid(), fresh);
    return earlier == null ? fresh : earlier;
  }

  /** Returns the other names admitted so far that look like this one. */
  List<String> of(StreamRecord stream, String identity) {
    return names(stream).bySkeleton.getOrDefault(skeleton(identity), Set.of()).stream()
        .filter(other -> !other.equals(identity))
        .toList();
  }

  void admitted(StreamRecord stream, String identity) {
    names(stream).add(identity);
  }

  void ended(StreamRecord stream) {
    streams.remove(stream.roomSid());
  }
}
