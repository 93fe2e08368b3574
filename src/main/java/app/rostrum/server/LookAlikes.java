package app.rostrum.server;

import app.rostrum.threads.Once;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.SpoofChecker;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds names that look alike: those with the same skeleton (UTS #39, section 4), taken before or
 * after their case is folded, since a capital I looks like a small L and is the capital of a small
 * I. Keeps the names admitted to each stream by skeleton, until an admission lapses. Thread-safe.
 */
final class LookAlikes {
  private static final Once<SpoofChecker> CHECKER =
      new Once<>(() -> new SpoofChecker.Builder().build());

  /** The skeletons that a stream keeps; beyond them further names are not compared. */
  private static final int MAX_SKELETONS = 200_000;

  /** Two names in this many share a place, which costs no more than one more write at a join. */
  private static final int LAPSED_PLACES = 65_521;

  /** The names of one stream, by skeleton. */
  private static final class Names {
    private final Map<String, Set<String>> bySkeleton = new ConcurrentHashMap<>();

    /** True if names may have been admitted that are not here: before a restart, or too many. */
    private volatile boolean incomplete;

    /** The places of names that have lapsed; different names may share one. */
    private final BitSet lapsed = new BitSet();

    private void add(String identity) {
      for (String skeleton : skeletons(identity)) {
        if (bySkeleton.size() < MAX_SKELETONS) {
          bySkeleton.compute(
              skeleton,
              (_, alike) -> {
                Set<String> all = alike == null ? ConcurrentHashMap.newKeySet() : alike;
                all.add(identity);
                return all;
              });
        } else {
          incomplete = true;
        }
      }
    }

    private void lapse(String identity) {
      synchronized (lapsed) {
        lapsed.set(place(identity));
      }
      for (String skeleton : skeletons(identity)) {
        bySkeleton.computeIfPresent(
            skeleton,
            (_, alike) -> {
              alike.remove(identity);
              return alike.isEmpty() ? null : alike;
            });
      }
    }

    private boolean mayHaveLapsed(String identity) {
      synchronized (lapsed) {
        return lapsed.get(place(identity));
      }
    }

    private static int place(String identity) {
      return Math.floorMod(identity.hashCode(), LAPSED_PLACES);
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

  /** Returns the skeletons of a name, of which names that look alike share at least one. */
  static Set<String> skeletons(String name) {
    SpoofChecker checker = CHECKER.get();
    return new HashSet<>(
        List.of(foldedSkeleton(name), UCharacter.foldCase(checker.getSkeleton(name), true)));
  }

  /** Returns the skeleton of a name whose case has been folded. */
  static String foldedSkeleton(String name) {
    String folded = UCharacter.foldCase(name, true);
    return UCharacter.foldCase(CHECKER.get().getSkeleton(folded), true);
  }

  /** Returns whether two names look alike. */
  static boolean areAlike(String one, String other) {
    return !Collections.disjoint(skeletons(one), skeletons(other));
  }

  /** Returns whether a name looks as if it began with a word. */
  static boolean beginsAlike(String name, String word) {
    return foldedSkeleton(name).startsWith(foldedSkeleton(word));
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
    fresh.incomplete = true;
    fresh.add(stream.hostIdentity());
    listed.identities(stream).forEach(fresh::add);
    Names earlier = streams.putIfAbsent(stream.roomSid(), fresh);
    return earlier == null ? fresh : earlier;
  }

  /** Returns the other names admitted so far that look like this one. */
  List<String> of(StreamRecord stream, String identity) {
    Names names = names(stream);
    return skeletons(identity).stream()
        .flatMap(skeleton -> names.bySkeleton.getOrDefault(skeleton, Set.of()).stream())
        .filter(other -> !other.equals(identity))
        .distinct()
        .toList();
  }

  /** Returns whether somebody has, or may have, been admitted under exactly this name. */
  boolean mayHaveAdmitted(StreamRecord stream, String identity) {
    Names names = names(stream);
    return names.incomplete
        || names.mayHaveLapsed(identity)
        || names.bySkeleton.getOrDefault(foldedSkeleton(identity), Set.of()).contains(identity);
  }

  void admitted(StreamRecord stream, String identity) {
    names(stream).add(identity);
  }

  /** Forgets a name whose admission has been taken back, but for that somebody may have had it. */
  void lapsed(StreamRecord stream, String identity) {
    names(stream).lapse(identity);
  }

  void ended(StreamRecord stream) {
    streams.remove(stream.roomSid());
  }
}
