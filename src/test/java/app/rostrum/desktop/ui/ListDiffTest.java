package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import org.junit.jupiter.api.Test;

class ListDiffTest {
  private record Item(String key, int value) {}

  @Test
  void anySectionBecomesAnyOtherAndTheRestStays() {
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
