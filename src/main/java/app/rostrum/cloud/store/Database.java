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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** A database file, or one in memory: how it is checked and opened, and on which disk it is. */
record Database(String name, String url, @Nullable Path file, Disk disk) {
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  /** The flag of SQLite's {@code sqlite3_open_v2} and its driver's property {@code open_mode}. */
  private static final String SQLITE_OPEN_READONLY = "1";

  /** The size in bytes up to which a database is read whole at each start. */
  static final long READ_WHOLE = 64 << 20;

  private static final String WRITE_AHEAD_LOG = "-wal";

  static Database of(Path path, Disk disk) {
    return new Database("the database " + path, "jdbc:sqlite:" + path, path, disk);
  }

  /** Names a database that is gone with its last connection. */
  static Database inMemory() {
    // The cache is shared so that a connection can be replaced by another one.
    return new Database(
        "the database in memory",
        "jdbc:sqlite:file:store-" + UUID.randomUUID() + "?mode=memory&cache=shared",
        null,
        () -> {});
  }

  /** Makes the file if need be, and checks that it can be used. */
  void prepare(Schema schema) throws SQLException, IOException {
    if (file != null) {
      OwnerOnly.createFile(file);
      check(schema);
      // SQLite makes the files beside it with the mode of the database.
      for (String suffix : List.of("", WRITE_AHEAD_LOG, "-shm")) {
        OwnerOnly.restrict(beside(file, suffix));
      }
    }
  }

  /**
   * Refuses a database that is newer or damaged, before anything in it is changed: reading leaves
   * even the log of a process that was killed alone.
   */
  void check(Schema schema) throws SQLException {
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
      return Files.size(file) <= READ_WHOLE || Files.exists(beside(file, WRITE_AHEAD_LOG));
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

  /** Opens a connection that tells a listener of its commits. */
  Connection connect(SQLiteCommitListener commits) throws SQLException {
    Connection next = DriverManager.getConnection(url);
    boolean configured = false;
    try (var statement = next.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute("PRAGMA journal_mode=WAL");
      // Commits are synced by sync(); SQLite itself syncs where the log begins and is moved.
      statement.execute("PRAGMA synchronous=NORMAL");
      statement.execute("PRAGMA foreign_keys=ON");
      next.unwrap(SQLiteConnection.class).addCommitListener(commits);
      next.setAutoCommit(false);
      configured = true;
      return next;
    } finally {
      if (!configured) {
        closeQuietly(next);
      }
    }
  }

  /** Opens the log of a connection beside SQLite; null if the database is in memory. */
  @Nullable RandomAccessFile openLog(Connection c) throws SQLException, IOException {
    if (file == null) {
      return null;
    }
    Schema.version(c); // SQLite makes the log with the first statement that reads.
    c.commit();
    // SQLite holds no locks on it that closing the file could release.
    return new RandomAccessFile(beside(file, WRITE_AHEAD_LOG).toFile(), "rw");
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** Explains a failure of a statement or commit. */
  StoreException explained(SQLException e) {
    return StoreException.of(name, e, hasNoRoom());
  }

  private boolean hasNoRoom() {
    return file != null && disk.isFull(file);
  }

  /** Throws if the disk is full. */
  void requireRoom() {
    if (hasNoRoom()) {
      throw StoreException.full(name, null);
    }
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      log.warn("A connection to the database cannot be closed", e);
    }
  }
}
