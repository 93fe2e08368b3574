package app.rostrum.cloud.live;

import app.rostrum.cloud.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database tables of player streamers and media processors. */
final class LiveTables {
  private final Store store;

  LiveTables(Store store) {
    this.store = store;
    store.define(
        """
        CREATE TABLE IF NOT EXISTS live_streamer(
          sid TEXT PRIMARY KEY, status TEXT NOT NULL, video INTEGER NOT NULL,
          max_duration INTEGER, ended_reason TEXT, created TEXT NOT NULL, updated TEXT NOT NULL)\
        """,
        """
        CREATE TABLE IF NOT EXISTS live_processor(
          sid TEXT PRIMARY KEY, status TEXT NOT NULL, extension TEXT NOT NULL,
          context TEXT NOT NULL, max_duration INTEGER, ended_reason TEXT,
          created TEXT NOT NULL, updated TEXT NOT NULL)\
        """);
  }

  /** Runs a transaction over both tables. */
  <T> T transaction(Store.Work<T> work) {
    return store.transaction(work);
  }

  static void save(Connection connection, PlayerStreamer streamer) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO live_streamer VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      statement.setString(1, streamer.sid());
      statement.setString(2, streamer.status().name());
      statement.setBoolean(3, streamer.video());
      setEnd(statement, 4, streamer.maxDuration(), streamer.endedReason());
      setTimes(statement, 6, streamer.created(), streamer.updated());
      statement.executeUpdate();
    }
  }

  static void save(Connection connection, MediaProcessor processor) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO live_processor VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      statement.setString(1, processor.sid());
      statement.setString(2, processor.status().name());
      statement.setString(3, processor.extension());
      statement.setString(4, processor.context().json());
      setEnd(statement, 5, processor.maxDuration(), processor.endedReason());
      setTimes(statement, 7, processor.created(), processor.updated());
      statement.executeUpdate();
    }
  }

  static void delete(Connection connection, PlayerStreamer streamer) throws SQLException {
    delete(connection, "DELETE FROM live_streamer WHERE sid = ?", streamer.sid());
  }

  static void delete(Connection connection, MediaProcessor processor) throws SQLException {
    delete(connection, "DELETE FROM live_processor WHERE sid = ?", processor.sid());
  }

  private static void delete(Connection connection, String sql, String sid) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, sid);
      statement.executeUpdate();
    }
  }

  /** Returns all streamers, oldest first. */
  List<PlayerStreamer> streamers() {
    return query(
        "SELECT * FROM live_streamer ORDER BY created, rowid",
        row ->
            new PlayerStreamer(
                row.getString("sid"),
                LiveStatus.valueOf(row.getString("status")),
                row.getBoolean("video"),
                duration(row),
                reason(row.getString("ended_reason")),
                Instant.parse(row.getString("created")),
                Instant.parse(row.getString("updated"))));
  }

  /** Returns all processors, oldest first. */
  List<MediaProcessor> processors() {
    return query(
        "SELECT * FROM live_processor ORDER BY created, rowid",
        row ->
            new MediaProcessor(
                row.getString("sid"),
                LiveStatus.valueOf(row.getString("status")),
                row.getString("extension"),
                ExtensionContext.parse(row.getString("context")),
                duration(row),
                reason(row.getString("ended_reason")),
                Instant.parse(row.getString("created")),
                Instant.parse(row.getString("updated"))));
  }

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Row<T> reader) {
    return store.transaction(
        connection -> {
          var all = new ArrayList<T>();
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              all.add(reader.read(rows));
            }
          }
          return all;
        });
  }

  private static void setEnd(
      PreparedStatement statement,
      int index,
      Optional<Duration> maxDuration,
      Optional<EndedReason> reason)
      throws SQLException {
    if (maxDuration.isPresent()) {
      statement.setLong(index, maxDuration.get().toSeconds());
    } else {
      statement.setNull(index, Types.INTEGER);
    }
    statement.setString(index + 1, reason.map(Enum::name).orElse(null));
  }

  private static void setTimes(
      PreparedStatement statement, int index, Instant created, Instant updated)
      throws SQLException {
    statement.setString(index, created.toString());
    statement.setString(index + 1, updated.toString());
  }

  private static Optional<Duration> duration(ResultSet row) throws SQLException {
    long seconds = row.getLong("max_duration");
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private static Optional<EndedReason> reason(@Nullable String name) {
    return Optional.ofNullable(name).map(EndedReason::valueOf);
  }
}
