package app.rostrum.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of what happens, by a word of the program's own: reasons, kinds. There are few of them;
 * should they become many, further ones count as {@code other}. Safe for any thread.
 */
public final class Tally {
  static final int MOST = 64;
  private static final String OTHER = "other";

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /**
   * @param words those to be listed before they happen
   */
  public Tally(String... words) {
    for (String word : words) {
      counts.put(word, new LongAdder());
    }
  }

  /**
   * Counts one.
   *
   * @param word never from a person or the network
   */
  public void add(String word) {
    LongAdder count = counts.get(word);
    if (count == null) {
      String kept = counts.size() < MOST ? word : OTHER;
      count = counts.computeIfAbsent(kept, key -> new LongAdder());
    }
    count.increment();
  }

  /** Returns the counts so far, by word. */
  public Map<String, Long> counts() {
    var sums = new TreeMap<String, Long>();
    counts.forEach((word, count) -> sums.put(word, count.sum()));
    return sums;
  }
}
