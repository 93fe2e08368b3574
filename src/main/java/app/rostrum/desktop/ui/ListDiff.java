package app.rostrum.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Turns one section of an observable list into another with few single changes. What stays is
 * compared once, element by element, so that few changes in a long list cost little.
 */
public final class ListDiff {
  /** The number of changes above which one replacement is cheaper than single changes. */
  private static final int MANY = 64;

  /** The number of elements within which lists that differ are expected to agree again. */
  private static final int NEAR = 64;

  private ListDiff() {}

  /**
   * A run of elements that is replaced.
   *
   * @param at the index in the list as it was
   * @param sets whether it is one element that stays the same thing
   */
  private record Change<T>(int at, int removed, List<T> added, boolean sets) {}

  /** Makes the whole list equal to the target. */
  public static <T> void apply(ObservableList<T> list, List<T> target, Function<T, Object> key) {
    apply(list, 0, list.size(), target, key);
  }

  /**
   * Makes a section of a list equal to the target. Elements with the same key are the same thing:
   * they keep their place where the order allows, and are set only if they are not equal. A run of
   * elements that is only added, or only removed, is one change. No element is there twice
   * meanwhile.
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
    var changes = new ArrayList<Change<T>>();
    int at = from;
    int end = from + size;
    int next = 0;
    while (at < end && next < target.size()) {
      if (list.get(at).equals(target.get(next))) {
        at++;
        next++;
        continue;
      }
      List<T> old = list.subList(at, Math.min(end, at + NEAR));
      List<T> wanted = target.subList(next, Math.min(target.size(), next + NEAR));
      Change<T> change = nearest(at, old, wanted, key);
      if (change == null && old.size() == end - at && wanted.size() == target.size() - next) {
        break;
      }
      if (change == null || changes.size() == MANY) {
        replace(list, from, size, target);
        return;
      }
      changes.add(change);
      at += change.removed();
      next += change.added().size();
    }
    if (at < end || next < target.size()) {
      changes.add(new Change<>(at, end - at, target.subList(next, target.size()), false));
    }
    make(list, changes);
  }

  /** Returns the smallest change after which both agree on a key; null if none is near. */
  private static <T> @Nullable Change<T> nearest(
      int at, List<T> old, List<T> wanted, Function<T, Object> key) {
    List<Object> oldKeys = old.stream().map(key).toList();
    List<Object> keys = wanted.stream().map(key).toList();
    if (oldKeys.getFirst().equals(keys.getFirst())) {
      return new Change<>(at, 1, List.of(wanted.getFirst()), true);
    }
    for (int distance = 1; distance < old.size() + wanted.size() - 1; distance++) {
      int most = Math.min(distance, old.size() - 1);
      for (int removed = Math.max(0, distance - wanted.size() + 1); removed <= most; removed++) {
        if (oldKeys.get(removed).equals(keys.get(distance - removed))) {
          return new Change<>(at, removed, wanted.subList(0, distance - removed), false);
        }
      }
    }
    return null;
  }

  /** Removes all first, so that what moves is never there twice. */
  private static <T> void make(ObservableList<T> list, List<Change<T>> changes) {
    for (Change<T> change : changes.reversed()) {
      if (change.removed() > 0 && !change.sets()) {
        list.remove(change.at(), change.at() + change.removed());
      }
    }
    int moved = 0;
    for (Change<T> change : changes) {
      int at = change.at() + moved;
      if (change.sets()) {
        list.set(at, change.added().getFirst());
      } else {
        list.addAll(at, change.added());
        moved += change.added().size() - change.removed();
      }
    }
  }

  private static <T> void replace(ObservableList<T> list, int from, int size, List<T> target) {
    var all = new ArrayList<T>(list.size() - size + target.size());
    all.addAll(list.subList(0, from));
    all.addAll(target);
    all.addAll(list.subList(from + size, list.size()));
    list.setAll(all);
  }
}
