package app.rostrum.cloud.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cloud's SQLite database. Each part of the cloud owns its tables and creates them with {@link
 * #define}. Transactions run one at a time on the caller's thread and are on disk when they return.
 */
public final class Store implements AutoCloseable {
  /** Work inside a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs statements. Commits and rollbacks are the store's. */
    T run(Connection connection) throws SQLException;
  }

  /** Thrown when the database cannot be opened, read or written. */
  public static final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message, SQLException cause) {
      super(message, cause);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final String url;
  private final ReentrantLock lock = new ReentrantLock();
  private Connection connection;
  private boolean closed;

  private Store(String url) {
    this.url = url;
    try {
      connection = connect();
      configure();
    } catch (SQLException e) {
      throw new StoreException("cannot open the database", e);
    }
  }

  /** Opens or creates the file, in write-ahead mode with every commit synced to disk. */
  public static Store open(Path file) {
    return new Store("jdbc:sqlite:" + file.toAbsolutePath());
  }

  /** Creates an empty store that is gone when it is closed. */
  public static Store inMemory() {
    // The cache is shared so that a connection can be replaced by another one.
    return new Store("jdbc:sqlite:file:store-" + UUID.randomUUID() + "?mode=memory&cache=shared");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  private void configure() throws SQLException {
    boolean configured = false;
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute("PRAGMA foreign_keys=ON");
      statement.execute("PRAGMA busy_timeout=5000");
      connection.setAutoCommit(false);
      configured = true;
    } finally {
      if (!configured) {
        closeQuietly(connection);
      }
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

  /** Adds a column to a table from before there was that column. */
  public void addColumn(String table, String column, String definition) {
    transaction(
        c -> {
          try (var statement = c.createStatement()) {
            try (var columns =
                statement.executeQuery(
                    "SELECT 1 FROM pragma_table_info('%s') WHERE name='%s'"
                        .formatted(table, column))) {
              if (columns.next()) {
                return false;
              }
            }
            statement.execute(
                "ALTER TABLE %s ADD COLUMN %s %s".formatted(table, column, definition));
            return true;
          }
        });
  }

  /**
   * Runs work and commits it. If the work throws, be it an {@link Error}, everything that it wrote
   * is rolled back.
   *
   * @throws StoreException if a statement or the commit fails
   */
  public <T> T transaction(Work<T> work) {
    lock.lock();
    boolean committed = false;
    try {
      T result = work.run(usable());
      connection.commit();
      committed = true;
      return result;
    } catch (SQLException e) {
      throw new StoreException("database error", e);
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

  private Connection usable() throws SQLException {
    if (closed) {
      throw new SQLException("the store is closed");
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

  /** Opens a connection before the old one is closed: a database in memory lives as long as one. */
  private void replace() throws SQLException {
    Connection old = connection;
    try {
      connection = connect();
    } finally {
      closeQuietly(old);
    }
    configure();
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
      closed = true;
      connection.close();
    } catch (SQLException e) {
      throw new StoreException("cannot close the database", e);
    } finally {
      lock.unlock();
    }
  }
}
