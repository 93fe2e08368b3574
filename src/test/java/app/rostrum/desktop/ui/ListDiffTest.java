package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class ListDiffTest {
  private record Item(String key, int value) {}

  @Test
  void anySectionCanBecomeAnyOtherAndTheRestStays() {
    var random = new Random(42);
    for (int round = 0; round < 500; round++) {
      List<Item> before = items(random, "before", 3);
      List<Item> after = items(random, "after", 3);
      List<Item> old = items(random, "x", random.nextInt(120));
      List<Item> target = items(random, "x", random.nextInt(120));
      var list = FXCollections.<Item>observableArrayList();
      list.addAll(before);
      list.addAll(old);
      list.addAll(after);
      ListDiff.apply(list, before.size(), old.size(), target, Item::key);
      var expected = new ArrayList<>(before);
      expected.addAll(target);
      expected.addAll(after);
      assertThat(list).isEqualTo(expected);
    }
  }

  @Test
  void aWholePageAddedIsOneChange() {
    var list = FXCollections.observableArrayList(new Item("last", 1));
    var changes = new AtomicInteger();
    list.addListener((ListChangeListener<Item>) change -> changes.incrementAndGet());
    List<Item> page =
        new ArrayList<>(
            IntStream.range(0, 500).mapToObj(i -> new Item("earlier " + i, i)).toList());
    page.add(list.getFirst());
    ListDiff.apply(list, page, Item::key);
    assertThat(list).isEqualTo(page);
    assertThat(changes).hasValue(1);
    ListDiff.apply(list, page.subList(490, 501), Item::key);
    assertThat(list).isEqualTo(page.subList(490, 501));
    assertThat(changes).hasValue(2);
  }

  @Test
  void whatMovesIsNeverThereTwice() {
    var random = new Random(3);
    for (int round = 0; round < 200; round++) {
      List<Item> before = items(random, "x", 1 + random.nextInt(30));
      var target = new ArrayList<>(before);
      target.add(random.nextInt(target.size()), target.remove(random.nextInt(target.size())));
      for (int swaps = random.nextInt(4); swaps > 0; swaps--) {
        Collections.swap(target, random.nextInt(target.size()), random.nextInt(target.size()));
      }
      var list = FXCollections.observableArrayList(before);
      var most = new AtomicInteger();
      list.addListener(
          (ListChangeListener<Item>) change -> most.accumulateAndGet(duplicates(list), Math::max));
      ListDiff.apply(list, target, Item::key);
      assertThat(list).isEqualTo(target);
      assertThat(most).as("from %s", before).hasValue(0);
    }
  }

  private static int duplicates(List<Item> items) {
    return items.size() - new HashSet<>(items).size();
  }

  @Test
  void fewChangesInALongListAreFewAndTouchNothingElse() {
    List<Item> before = IntStream.range(0, 10_000).mapToObj(i -> new Item("x" + i, 0)).toList();
    var target = new ArrayList<>(before);
    target.set(9_000, new Item("x9000", 1));
    target.remove(5_000);
    target.add(100, new Item("new", 0));
    var list = FXCollections.observableArrayList(before);
    var touched = new AtomicInteger();
    list.addListener(
        (ListChangeListener<Item>)
            change -> {
              while (change.next()) {
                touched.addAndGet(change.getAddedSize() + change.getRemovedSize());
              }
            });
    ListDiff.apply(list, target, Item::key);
    assertThat(list).isEqualTo(target);
    assertThat(touched).hasValue(4);
  }

  @Test
  void elementsThatShareAKeyAreHandled() {
    var random = new Random(7);
    for (int round = 0; round < 500; round++) {
      List<Item> before = repeated(random);
      List<Item> target = repeated(random);
      var list = FXCollections.observableArrayList(before);
      ListDiff.apply(list, target, Item::key);
      assertThat(list).as("from %s", before).isEqualTo(target);
    }
  }

  private static List<Item> repeated(Random random) {
    return IntStream.range(0, random.nextInt(8))
        .mapToObj(i -> new Item("key " + random.nextInt(3), random.nextInt(2)))
        .toList();
  }

  private static List<Item> items(Random random, String prefix, int count) {
    var keys = new ArrayList<>(IntStream.range(0, count + 5).boxed().toList());
    if (random.nextBoolean()) {
      Collections.shuffle(keys, random);
    }
    return keys.subList(0, count).stream()
        .map(key -> new Item(prefix + key, random.nextInt(2)))
        .toList();
  }
}
