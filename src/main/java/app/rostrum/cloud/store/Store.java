package app.rostrum.cloud.store;

import app.rostrum.files.OwnerOnly;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/**
 * The cloud's SQLite database. Each part of the cloud owns its tables and creates them with {@link
 * #define}. Transactions run one at a time on the caller's thread. What {@link #write} has
 * committed is on disk once {@link #sync} has returned, which serves all who wait at once; nobody
 * outside may be told of it earlier. {@link #transaction} does both.
 */
public final class Store implements AutoCloseable {
  /** Work inside a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs statements. Commits and rollbacks are the store's. */
    T run(Connection connection) throws SQLException;
  }

  /** Work before each sync of the log: a slow or failing disk, in measurements and tests. */
  @FunctionalInterface
  public interface BeforeSync {
    void run() throws IOException;
  }

  /**
   * Counters of a store's work so far.
   *
   * @param commits that have written something
   * @param syncs of the log for them
   */
  public record Statistics(long commits, long syncs) {}

  private static final Logger log = LoggerFactory.getLogger(Store.class);

  /** The flag of SQLite's {@code sqlite3_open_v2} and its driver's property {@code open_mode}. */
  private static final String SQLITE_OPEN_READONLY = "1";

  /** Free space in bytes below which an I/O error is taken for a full disk. */
  private static final long NO_ROOM = 64 * 1024;

  /** The size in bytes up to which a database is read whole at each start. */
  static final long READ_WHOLE = 64 << 20;

  private final String name;
  private final String url;
  private final @Nullable Path file;
  private final BeforeSync beforeSync;
  private final ReentrantLock lock = new ReentrantLock();
  private final LogSync syncs = new LogSync(() -> {});
  private Connection connection;
  private @Nullable RandomAccessFile writeAheadLog;
  private boolean wrote;
  private boolean closed;

  private Store(
      String name, String url, @Nullable Path file, Schema schema, BeforeSync beforeSync) {
    this.name = name;
    this.url = url;
    this.file = file;
    this.beforeSync = beforeSync;
    try {
      if (file != null) {
        OwnerOnly.createFile(file);
        check(schema);
        // SQLite makes the files beside it with the mode of the database.
        for (String suffix : List.of("", "-wal", "-shm")) {
          OwnerOnly.restrict(file.resolveSibling(file.getFileName() + suffix));
        }
      }
      connection = connect();
    } catch (SQLException e) {
      throw explained(e);
    } catch (IOException e) {
      throw StoreException.other(name, e);
    }
    boolean migrated = false;
    try {
      openLog();
      schema.migrate(connection);
      syncs.committed();
      syncs.await();
      migrated = true;
    } catch (IOException e) {
      throw StoreException.other(name, e);
    } catch (SQLException e) {
      throw explained(e);
    } finally {
      if (!migrated) {
        closeQuietly(connection);
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

  /**
   * Opens the file as {@link #open(Path)} does, with work before each sync.
   *
   * @param beforeSync runs on the thread of one of those who wait for the sync, without a lock
   */
  public static Store open(Path file, BeforeSync beforeSync) {
    return open(file, Schema.STEPS, beforeSync);
  }

  static Store open(Path file, List<List<String>> steps) {
    return open(file, steps, () -> {});
  }

  private static Store open(Path file, List<List<String>> steps, BeforeSync beforeSync) {
    Path path = file.toAbsolutePath();
    return new Store(
        "the database " + path, "jdbc:sqlite:" + path, path, new Schema(steps), beforeSync);
  }

  /** Creates an empty store that is gone when it is closed. */
  public static Store inMemory() {
    // The cache is shared so that a connection can be replaced by another one.
    return new Store(
        "the database in memory",
        "jdbc:sqlite:file:store-" + UUID.randomUUID() + "?mode=memory&cache=shared",
        null,
        new Schema(Schema.STEPS),
        () -> {});
  }

  /**
   * Refuses a database that is newer or damaged, before anything in it is changed: reading leaves
   * even the log of a process that was killed alone.
   */
  private void check(Schema schema) throws SQLException {
    boolean whole = file != null && isReadWhole(file); // Reading makes a log of its own.
    var reading = new Properties();
    reading.setProperty("open_mode", SQLITE_OPEN_READONLY);
    try (Connection c = DriverManager.getConnection(url, reading)) {
      int version = Schema.version(c);
      if (version > schema.latest()) {
        throw StoreException.newer(name, version, schema.latest());
      }
      if (file != null && !Files.isWritable(file)) {
        throw StoreException.readOnly(name, null);
      }
      if (whole) {
        checkWhole(c);
      }
    }
  }

  /**
   * Returns whether to read the whole database: if that is quick, or if the last process did not
   * close it, of which the log is left.
   */
  private static boolean isReadWhole(Path file) throws SQLException {
    try {
      return Files.size(file) <= READ_WHOLE
          || Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  private void checkWhole(Connection c) throws SQLException {
    try (var statement = c.createStatement();
        var problems = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (problems.next() && !problems.getString(1).equals("ok")) {
        throw StoreException.damaged(name, new SQLException(problems.getString(1)));
      }
    }
  }

  private Connection connect() throws SQLException {
    Connection next = DriverManager.getConnection(url);
    boolean configured = false;
    try (var statement = next.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute("PRAGMA journal_mode=WAL");
      // Commits are synced by sync(); SQLite itself syncs where the log begins and is moved.
      statement.execute("PRAGMA synchronous=NORMAL");
      statement.execute("PRAGMA foreign_keys=ON");
      next.unwrap(SQLiteConnection.class).addCommitListener(new CommitNote());
      next.setAutoCommit(false);
      configured = true;
      return next;
    } finally {
      if (!configured) {
        closeQuietly(next);
      }
    }
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

  /**
   * Opens the log of the present connection beside SQLite, which holds no locks on it that closing
   * the file could release.
   */
  private void openLog() throws SQLException, IOException {
    if (file == null) {
      return;
    }
    Schema.version(connection); // SQLite makes the log with the first statement that reads.
    connection.commit();
    RandomAccessFile old = writeAheadLog;
    var next =
        new RandomAccessFile(file.resolveSibling(file.getFileName() + "-wal").toFile(), "rw");
    writeAheadLog = next;
    syncs.use(
        () -> {
          beforeSync.run();
          // Unlike a channel, a descriptor survives that its thread is interrupted.
          next.getFD().sync();
        });
    if (old != null) {
      old.close();
    }
  }

  private StoreException explained(SQLException e) {
    return StoreException.of(name, e, hasNoRoom());
  }

  private boolean hasNoRoom() {
    try {
      return file != null && Files.getFileStore(file).getUsableSpace() < NO_ROOM;
    } catch (IOException e) {
      return false;
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
   * Runs work and commits it: the changes survive the process, and the machine after the next
   * {@link #sync}. If the work throws, be it an {@link Error}, everything that it wrote is rolled
   * back.
   *
   * @throws StoreException if a statement or the commit fails
   */
  public <T> T write(Work<T> work) {
    lock.lock();
    boolean committed = false;
    try {
      wrote = false;
      T result = work.run(usable());
      connection.commit();
      committed = true;
      if (wrote) {
        syncs.committed();
      }
      return result;
    } catch (SQLException e) {
      throw explained(e);
    } finally {
      try {
        if (!committed) {
          rollback();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Waits until everything that has been committed so far is on disk: before an answer or an event
   * leaves the process. Call it without locks that others need. Costs nothing if nothing waits.
   *
   * @throws StoreException if it cannot be brought there; after that the store refuses everything,
   *     because nobody knows what is on disk
   */
  public void sync() {
    try {
      syncs.await();
    } catch (IOException e) {
      throw StoreException.unsynced(name, e);
    }
  }

  /** Returns what the store has done so far. */
  public Statistics statistics() {
    return new Statistics(syncs.commits(), syncs.syncs());
  }

  private Connection usable() throws SQLException {
    if (closed) {
      throw new SQLException("the store is closed");
    }
    try {
      syncs.check();
    } catch (IOException e) {
      throw StoreException.unsynced(name, e);
    }
    if (connection.isClosed()) {
      replace();
    }
    return connection;
  }

  /**
   * Rolls back, by replacing the connection if need be: on a full disk SQLite ends the transaction
   * by itself, and after that the driver can neither roll back nor begin another one.
   */
  private void rollback() {
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
    Connection old = connection;
    try {
      connection = connect();
      openLog();
    } catch (IOException e) {
      throw new SQLException("the log cannot be opened", e);
    } finally {
      closeQuietly(old);
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      log.warn("A connection to the database cannot be closed", e);
    }
  }

  /** Closes the database. Transactions after that fail; closing twice does no harm. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        syncs.await();
        syncs.use(() -> {});
        if (writeAheadLog != null) {
          writeAheadLog.close();
        }
      }
    } catch (IOException e) {
      throw StoreException.unsynced(name, e);
    } finally {
      closeConnection();
    }
  }

  private void closeConnection() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw explained(e);
    } finally {
      lock.unlock();
    }
  }
}
