package app.rostrum.cloud.store;

import app.rostrum.cloud.figures.Latencies;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/**
 * The cloud's SQLite database. Each part of the cloud owns its tables and creates them with {@link
 * #define}. Transactions run one at a time on the caller's thread. What {@link #write} has
 * committed, and what {@link #queue} has taken, is on disk once {@link #sync} has returned, which
 * serves all who wait at once; nobody outside may be told of it earlier. {@link #transaction} does
 * all of that.
 */
public final class Store implements AutoCloseable {
  /** Work inside a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs statements. Commits and rollbacks are the store's. */
    T run(Connection connection) throws SQLException;
  }

  /** Statements whose result nobody needs. */
  @FunctionalInterface
  public interface Change {
    /** Runs statements, perhaps again if they were rolled back, on any thread. */
    void run(Connection connection) throws SQLException;
  }

  /**
   * Counters of a store's work so far.
   *
   * @param commits that have written something
   * @param syncs of the log for them
   */
  public record Statistics(long commits, long syncs) {}

  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final Database database;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong commits = new AtomicLong();
  private final Batch batch = new Batch();
  private final LogSync syncs = new LogSync(this::flush, () -> {});
  private Connection connection;
  private @Nullable RandomAccessFile writeAheadLog;
  private boolean wrote;
  private volatile boolean closed;

  private Store(Database database, Schema schema) {
    this.database = database;
    try {
      database.prepare(schema);
      connection = database.connect(new CommitNote());
    } catch (SQLException e) {
      throw database.explained(e);
    } catch (IOException e) {
      throw StoreException.other(database.name(), e);
    }
    boolean migrated = false;
    try {
      openLog();
      schema.migrate(connection);
      syncs.written();
      syncs.await();
      migrated = true;
    } catch (IOException e) {
      throw StoreException.other(database.name(), e);
    } catch (SQLException e) {
      throw database.explained(e);
    } finally {
      if (!migrated) {
        Database.closeQuietly(connection);
      }
    }
  }

  /**
   * Opens or creates the file, in write-ahead mode. Brings a database of an earlier version to the
   * present one.
   *
   * @throws StoreException if it cannot be used; one of a newer version stays as it is
   */
  public static Store open(Path file) {
    return open(file, () -> {});
  }

  /** Opens the file as {@link #open(Path)} does, as if it were on another disk. */
  public static Store open(Path file, Disk disk) {
    return open(file, Schema.STEPS, disk);
  }

  static Store open(Path file, List<List<String>> steps) {
    return open(file, steps, () -> {});
  }

  private static Store open(Path file, List<List<String>> steps, Disk disk) {
    return new Store(Database.of(file.toAbsolutePath(), disk), new Schema(steps));
  }

  /** Creates an empty store that is gone when it is closed. */
  public static Store inMemory() {
    return new Store(Database.inMemory(), new Schema(Schema.STEPS));
  }

  /** Notes commits that write something: for others SQLite does not call. */
  private final class CommitNote implements SQLiteCommitListener {
    @Override
    public void onCommit() {
      wrote = true;
    }

    @Override
    public void onRollback() {}
  }

  private void openLog() throws SQLException, IOException {
    RandomAccessFile next = database.openLog(connection);
    if (next == null) {
      return;
    }
    RandomAccessFile old = writeAheadLog;
    writeAheadLog = next;
    syncs.use(
        () -> {
          database.disk().beforeSync();
          // Unlike a channel, a descriptor survives that its thread is interrupted.
          next.getFD().sync();
        });
    if (old != null) {
      old.close();
    }
  }

  /** Runs statements of the form {@code CREATE TABLE IF NOT EXISTS …}. */
  public void define(String... statements) {
    transaction(
        c -> {
          try (var statement = c.createStatement()) {
            for (String sql : statements) {
              statement.execute(sql);
            }
          }
          return true;
        });
  }

  /**
   * Runs work and commits it as {@link #write} does; it is on disk when this returns.
   *
   * @throws StoreException if a statement, the commit or the sync fails
   */
  public <T> T transaction(Work<T> work) {
    T result = write(work);
    sync();
    return result;
  }

  /**
   * Runs a change, which is committed with others at the next {@link #sync}, {@link #flush} or
   * {@link #write}, in the order in which they came. Whoever has seen it accepted may show it to
   * others in the process, who wait for the same sync before they tell anybody.
   *
   * @param change captures the values that it writes: it runs again if another one fails
   * @throws StoreException if the change is refused and written nowhere: a statement fails, the
   *     disk is full, or earlier changes cannot be written
   */
  public void queue(Change change) {
    lock.lock();
    try {
      if (batch.isDue()) {
        flush();
      }
      database.requireRoom();
      var unused =
          attempt(
              c -> {
                batch.add(c, change);
                return true;
              });
      syncs.written();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Commits what is queued, in one transaction. If that fails it stays queued, because others may
   * have seen it in memory, and is tried again by whoever comes next.
   *
   * @throws StoreException if a statement or the commit fails
   */
  public void flush() {
    if (batch.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      var unused =
          attempt(
              c -> {
                batch.apply(c);
                return commit(c);
              });
      batch.committed();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs work and commits it together with what is queued: the changes survive the process, and the
   * machine after the next {@link #sync}. If the work throws, be it an {@link Error}, everything
   * that it wrote is rolled back.
   *
   * @throws StoreException if a statement or the commit fails, or the disk is full
   */
  public <T> T write(Work<T> work) {
    lock.lock();
    try {
      T result =
          attempt(
              c -> {
                batch.apply(c);
                T done = runIfRoom(c, work);
                if (commit(c)) {
                  syncs.written();
                }
                return done;
              });
      batch.committed();
      return result;
    } finally {
      lock.unlock();
    }
  }

  private <T> T runIfRoom(Connection c, Work<T> work) throws SQLException {
    long before = rowsChanged(c);
    T result = work.run(c);
    if (rowsChanged(c) != before) {
      database.requireRoom();
    }
    return result;
  }

  private static long rowsChanged(Connection c) throws SQLException {
    return c.unwrap(SQLiteConnection.class).getDatabase().total_changes();
  }

  /** Commits; returns whether anything was written. */
  private boolean commit(Connection c) throws SQLException {
    wrote = false;
    c.commit();
    if (wrote) {
      commits.incrementAndGet();
    }
    return wrote;
  }

  /** Runs work, and rolls the transaction back if it throws. Call under the lock. */
  private <T> T attempt(Work<T> work) {
    boolean done = false;
    try {
      T result = work.run(usable());
      done = true;
      return result;
    } catch (SQLException e) {
      throw database.explained(e);
    } finally {
      if (!done) {
        rollback();
      }
    }
  }

  /**
   * Waits until everything that has been written or queued so far is on disk: before an answer or
   * an event leaves the process. Call it without locks that others need. Costs nothing if nothing
   * waits.
   *
   * @throws StoreException if it cannot be brought there: what is queued finds no room, or the sync
   *     fails, after which the store refuses everything, because nobody knows what is on disk
   */
  public void sync() {
    try {
      syncs.await();
    } catch (StoreException e) {
      throw StoreException.delayed(database.name(), e);
    } catch (IOException e) {
      throw StoreException.unsynced(database.name(), e);
    }
  }

  /** Returns what the store has done so far. */
  public Statistics statistics() {
    return new Statistics(commits.get(), syncs.syncs());
  }

  /**
   * Returns whether changes can be kept, as far as is known without trying: it is open, no sync has
   * failed, and there is room on the disk.
   */
  public boolean isUsable() {
    try {
      checkSynced();
      database.requireRoom();
      return !closed;
    } catch (StoreException e) {
      return false;
    }
  }

  /** Returns the times that the disk has taken to make changes last. */
  public Latencies syncTimes() {
    return syncs.times();
  }

  private Connection usable() throws SQLException {
    if (closed) {
      throw new SQLException("the store is closed");
    }
    checkSynced();
    if (connection.isClosed()) {
      replace();
    }
    return connection;
  }

  private void checkSynced() {
    try {
      syncs.check();
    } catch (IOException e) {
      throw StoreException.unsynced(database.name(), e);
    }
  }

  /**
   * Rolls back, by replacing the connection if need be: on a full disk SQLite ends the transaction
   * by itself, and after that the driver can neither roll back nor begin another one.
   */
  private void rollback() {
    batch.rolledBack();
    if (closed) {
      return;
    }
    try {
      connection.rollback();
    } catch (SQLException e) {
      log.warn(
          "A transaction cannot be rolled back, so the database is reopened: {}", e.getMessage());
      try {
        replace();
      } catch (SQLException next) {
        log.error("The database cannot be reopened; the next transaction tries again", next);
      }
    }
  }

  /**
   * Opens a connection before the old one is closed: a database in memory lives as long as one, and
   * the index of the log, which a refused commit is not in, as long as one has the file open.
   */
  private void replace() throws SQLException {
    batch.rolledBack();
    Connection old = connection;
    try {
      connection = database.connect(new CommitNote());
      openLog();
    } catch (IOException e) {
      throw new SQLException("the log cannot be opened", e);
    } finally {
      Database.closeQuietly(old);
    }
  }

  /** Closes the database. Transactions after that fail; closing twice does no harm. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        try {
          flush();
        } finally {
          closed = true;
        }
        syncs.await();
        syncs.use(() -> {});
        if (writeAheadLog != null) {
          writeAheadLog.close();
        }
      }
    } catch (IOException e) {
      throw StoreException.unsynced(database.name(), e);
    } finally {
      closeConnection();
    }
  }

  private void closeConnection() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw database.explained(e);
    } finally {
      lock.unlock();
    }
  }
}
