package app.rostrum.cloud.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The cloud's SQLite file. Each part of the cloud owns its tables and creates them with {@link
 * #define}. Transactions run one at a time on the caller's thread and are durable when they return.
 */
public final class Store implements AutoCloseable {
  /** Work inside a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** The database cannot be opened, read or written. */
  public static final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message, SQLException cause) {
      super(message, cause);
    }
  }

  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();

  private Store(Connection connection) {
    this.connection = connection;
  }

  /** Opens or creates the file, in write-ahead mode with every commit synced to disk. */
  public static Store open(Path file) {
    return open("jdbc:sqlite:" + file.toAbsolutePath());
  }

  /** A store that lives as long as the process. */
  public static Store inMemory() {
    return open("jdbc:sqlite::memory:");
  }

  private static Store open(String url) {
    try {
      var connection = DriverManager.getConnection(url);
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode=WAL");
        statement.execute("PRAGMA synchronous=FULL");
        statement.execute("PRAGMA foreign_keys=ON");
        statement.execute("PRAGMA busy_timeout=5000");
      }
      connection.setAutoCommit(false);
      return new Store(connection);
    } catch (SQLException e) {
      throw new StoreException("cannot open the database", e);
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

  /** Runs work and commits; rolls back and rethrows if it fails. */
  public <T> T transaction(Work<T> work) {
    lock.lock();
    try {
      T result = work.run(connection);
      connection.commit();
      return result;
    } catch (SQLException e) {
      rollback();
      throw new StoreException("database error", e);
    } catch (RuntimeException e) {
      rollback();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void rollback() {
    try {
      connection.rollback();
    } catch (SQLException ignored) {
      // The first failure is the one worth reporting.
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException("cannot close the database", e);
    } finally {
      lock.unlock();
    }
  }
}
