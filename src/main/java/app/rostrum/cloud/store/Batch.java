package app.rostrum.cloud.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes that share a transaction. Those accepted stay here until they are committed: when the
 * transaction is rolled back, they are run again in the next one. Used under the store's lock.
 */
final class Batch {
  /** The changes after which a transaction is committed although nobody waits for it. */
  private static final int ENOUGH = 100;

  private final List<Store.Change> accepted = new ArrayList<>();
  private int applied;
  private volatile boolean empty = true;

  /** Returns whether nothing is accepted that is not committed; on any thread. */
  boolean isEmpty() {
    return empty;
  }

  /** Returns whether what is accepted should be committed before anything else is. */
  boolean isDue() {
    return accepted.size() >= ENOUGH || applied < accepted.size();
  }

  /** Runs a change and accepts it, unless it fails. */
  void add(Connection c, Store.Change change) throws SQLException {
    change.run(c);
    accepted.add(change);
    applied++;
    empty = false;
  }

  /** Runs again what was rolled back. */
  void apply(Connection c) throws SQLException {
    for (Store.Change change : accepted.subList(applied, accepted.size())) {
      change.run(c);
      applied++;
    }
  }

  void rolledBack() {
    applied = 0;
  }

  void committed() {
    accepted.clear();
    applied = 0;
    empty = true;
  }
}
