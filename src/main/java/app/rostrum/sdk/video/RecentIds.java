package app.rostrum.sdk.video;

import java.util.LinkedHashSet;

/** A set of ids with a limit, beyond which the oldest are forgotten. Not thread-safe. */
final class RecentIds {
  private final int limit;
  private final LinkedHashSet<String> ids = new LinkedHashSet<>();

  /**
   * @param limit the number of ids that are kept, at least 1
   */
  RecentIds(int limit) {
    this.limit = limit;
  }

  void add(String id) {
    ids.addLast(id);
    if (ids.size() > limit) {
      ids.removeFirst();
    }
  }

  boolean contains(String id) {
    return ids.contains(id);
  }
}
