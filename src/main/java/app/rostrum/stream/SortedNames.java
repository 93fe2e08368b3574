package app.rostrum.stream;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A set of identities in alphabetical order: case and accents decide only between names that are
 * otherwise equal. A change costs a binary search and a move of references; a snapshot after a
 * change costs one copy.
 */
final class SortedNames {
  private record Key(String letters, String name) implements Comparable<Key> {
    static Key of(String name) {
      String letters = Normalizer.normalize(name, Normalizer.Form.NFKD);
      if (letters.chars().anyMatch(c -> Character.getType(c) == Character.NON_SPACING_MARK)) {
        letters = letters.replaceAll("\\p{Mn}", "");
      }
      return new Key(letters.toLowerCase(Locale.ROOT), name);
    }

    @Override
    public int compareTo(Key other) {
      int order = letters.compareTo(other.letters);
      return order != 0 ? order : name.compareTo(other.name);
    }
  }

  private final ArrayList<Key> keys = new ArrayList<>();
  private final ArrayList<String> names = new ArrayList<>();
  private List<String> snapshot = List.of();
  private boolean changed;

  void add(String name) {
    Key key = Key.of(name);
    int at = Collections.binarySearch(keys, key);
    if (at < 0) {
      keys.add(-at - 1, key);
      names.add(-at - 1, name);
      changed = true;
    }
  }

  void remove(String name) {
    int at = Collections.binarySearch(keys, Key.of(name));
    if (at >= 0) {
      keys.remove(at);
      names.remove(at);
      changed = true;
    }
  }

  boolean contains(String name) {
    return Collections.binarySearch(keys, Key.of(name)) >= 0;
  }

  /** Returns the names; the same instance as before if nothing has changed. */
  List<String> snapshot() {
    if (changed) {
      snapshot = List.copyOf(names);
      changed = false;
    }
    return snapshot;
  }
}
