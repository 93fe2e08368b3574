package app.rostrum.desktop.ui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javafx.collections.ObservableList;

/** Turns one section of an observable list into another with few single changes. */
public final class ListDiff {
  /** The number of changes above which one replacement is cheaper than single changes. */
  private static final int MANY = 64;

  private ListDiff() {}

  /** Makes the whole list equal to the target. */
  public static <T> void apply(ObservableList<T> list, List<T> target, Function<T, Object> key) {
    apply(list, 0, list.size(), target, key);
  }

  /**
   * Makes a section of a list equal to the target. Elements with the same key are the same thing:
   * they keep their place where the order allows, and are set only if they are not equal. A run of
   * elements that is only added, or only removed, is one change.
   */
  public static <T> void apply(
      ObservableList<T> list, int from, int size, List<T> target, Function<T, Object> key) {
    int head = 0;
    int most = Math.min(size, target.size());
    while (head < most && list.get(from + head).equals(target.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && list.get(from + size - 1 - tail).equals(target.get(target.size() - 1 - tail))) {
      tail++;
    }
    change(list, from + head, size - head - tail, target.subList(head, target.size() - tail), key);
  }

  private static <T> void change(
      ObservableList<T> list, int from, int size, List<T> target, Function<T, Object> key) {
    if (size == 0 || target.isEmpty()) {
      list.remove(from, from + size);
      list.addAll(from, target);
      return;
    }
    List<T> old = list.subList(from, from + size);
    Set<Object> wanted = keys(target, key);
    Set<Object> present = keys(old, key);
    long changes =
        old.stream().filter(t -> !wanted.contains(key.apply(t))).count()
            + target.stream().filter(t -> !present.contains(key.apply(t))).count();
    if (changes > MANY) {
      replace(list, from, size, target);
      return;
    }
    int end = from + size;
    for (int i = end - 1; i >= from; i--) {
      if (!wanted.contains(key.apply(list.get(i)))) {
        list.remove(i);
        end--;
      }
    }
    for (int i = 0; i < target.size(); i++) {
      int at = from + i;
      T item = target.get(i);
      if (at < end && key.apply(list.get(at)).equals(key.apply(item))) {
        if (!list.get(at).equals(item)) {
          list.set(at, item);
        }
        continue;
      }
      if (present.contains(key.apply(item))) {
        for (int j = at + 1; j < end; j++) {
          if (key.apply(list.get(j)).equals(key.apply(item))) {
            list.remove(j);
            end--;
            break;
          }
        }
      }
      list.add(at, item);
      end++;
    }
    // Elements that share a key may have left some over.
    list.remove(from + target.size(), end);
  }

  private static <T> void replace(ObservableList<T> list, int from, int size, List<T> target) {
    var all = new ArrayList<T>(list.size() - size + target.size());
    all.addAll(list.subList(0, from));
    all.addAll(target);
    all.addAll(list.subList(from + size, list.size()));
    list.setAll(all);
  }

  private static <T> Set<Object> keys(List<T> items, Function<T, Object> key) {
    var keys = new HashSet<>();
    items.forEach(t -> keys.add(key.apply(t)));
    return keys;
  }
}
