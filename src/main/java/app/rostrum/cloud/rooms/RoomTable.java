package app.rostrum.cloud.rooms;

import app.rostrum.cloud.Retention;
import app.rostrum.cloud.store.Store;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database tables of rooms and their participants. Times are milliseconds since 1970. */
final class RoomTable {
  private final Store store;

  RoomTable(Store store) {
    this.store = store;
    store.define(
        """
        CREATE TABLE IF NOT EXISTS rooms (
          sid TEXT PRIMARY KEY, unique_name TEXT NOT NULL, max_participants INTEGER NOT NULL,
          audio_only INTEGER NOT NULL, status_callback TEXT NOT NULL, empty_timeout INTEGER NOT NULL,
          unused_timeout INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
          ended INTEGER, sequence INTEGER NOT NULL DEFAULT 0)\
        """,
        "CREATE UNIQUE INDEX IF NOT EXISTS rooms_in_progress ON rooms(unique_name) WHERE ended IS"
            + " NULL",
        """
        CREATE TABLE IF NOT EXISTS room_participants (
          sid TEXT PRIMARY KEY, room_sid TEXT NOT NULL REFERENCES rooms(sid),
          identity TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER)\
        """,
        "CREATE INDEX IF NOT EXISTS room_participants_of ON room_participants(room_sid, identity)");
  }

  /**
   * Adds a room unless its name is in use by one in progress.
   *
   * @param also work in the same transaction, if the room is added
   * @return the work's result
   */
  <T> Optional<T> create(RoomRecord room, Store.Work<T> also) {
    return store.transaction(c -> insert(c, room) ? Optional.of(also.run(c)) : Optional.empty());
  }

  private static boolean insert(Connection c, RoomRecord room) throws SQLException {
    try (var insert =
        c.prepareStatement(
            """
            INSERT INTO rooms (sid, unique_name, max_participants, audio_only,
              status_callback, empty_timeout, unused_timeout, created, updated)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS
              (SELECT 1 FROM rooms WHERE unique_name = ? AND ended IS NULL)\
            """)) {
      insert.setString(1, room.sid());
      insert.setString(2, room.uniqueName());
      insert.setInt(3, room.maxParticipants());
      insert.setBoolean(4, room.audioOnly());
      insert.setString(5, room.statusCallback().map(URI::toString).orElse(""));
      insert.setLong(6, room.emptyTimeout().toMillis());
      insert.setLong(7, room.unusedTimeout().toMillis());
      insert.setLong(8, room.created().toEpochMilli());
      insert.setLong(9, room.updated().toEpochMilli());
      insert.setString(10, room.uniqueName());
      return insert.executeUpdate() == 1;
    }
  }

  Optional<RoomRecord> bySid(String sid) {
    return rooms("WHERE sid = ?", sid, 1).stream().findFirst();
  }

  List<RoomRecord> inProgress() {
    return rooms("WHERE ended IS NULL ORDER BY created DESC", null, Integer.MAX_VALUE);
  }

  List<RoomRecord> completed(int limit) {
    return rooms("WHERE ended IS NOT NULL ORDER BY created DESC", null, limit);
  }

  List<RoomRecord> completedNamed(String uniqueName, int limit) {
    return rooms(
        "WHERE ended IS NOT NULL AND unique_name = ? ORDER BY created DESC", uniqueName, limit);
  }

  private List<RoomRecord> rooms(String where, @Nullable String argument, int limit) {
    return store.transaction(
        c -> {
          try (var select =
              c.prepareStatement("SELECT * FROM rooms " + where + " LIMIT " + limit)) {
            if (argument != null) {
              select.setString(1, argument);
            }
            var list = new ArrayList<RoomRecord>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                list.add(room(row));
              }
            }
            return List.copyOf(list);
          }
        });
  }

  private static RoomRecord room(ResultSet row) throws SQLException {
    String callback = row.getString("status_callback");
    return new RoomRecord(
        row.getString("sid"),
        row.getString("unique_name"),
        row.getInt("max_participants"),
        row.getBoolean("audio_only"),
        callback.isEmpty() ? Optional.empty() : Optional.of(URI.create(callback)),
        Duration.ofMillis(row.getLong("empty_timeout")),
        Duration.ofMillis(row.getLong("unused_timeout")),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("updated")),
        ended(row));
  }

  private static Optional<Instant> ended(ResultSet row) throws SQLException {
    long ended = row.getLong("ended");
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
  }

  /**
   * Marks a room and its participants as ended, and forgets rooms that ended long ago.
   *
   * @param also work in the same transaction
   */
  <T> T complete(String sid, Instant at, Store.Work<T> also) {
    return store.transaction(
        c -> {
          change(c, "UPDATE rooms SET ended = ?, updated = ? WHERE sid = ?", at, at, sid);
          change(
              c,
              "UPDATE room_participants SET ended = ? WHERE room_sid = ? AND ended IS NULL",
              at,
              sid);
          forgetEnded(c, at);
          return also.run(c);
        });
  }

  /** Forgets rooms that ended long ago, with their participants. */
  void forgetEnded(Instant now) {
    store.transaction(c -> forgetEnded(c, now));
  }

  private static int forgetEnded(Connection c, Instant now) throws SQLException {
    String old =
        " IN (SELECT sid FROM rooms WHERE ended < ? UNION SELECT sid FROM (SELECT sid FROM rooms"
            + " WHERE ended IS NOT NULL ORDER BY ended DESC, rowid DESC LIMIT -1 OFFSET ?))";
    Instant earliest = now.minus(Retention.LONGEST);
    change(c, "DELETE FROM room_participants WHERE room_sid" + old, earliest, Retention.NEWEST);
    return change(c, "DELETE FROM rooms WHERE sid" + old, earliest, Retention.NEWEST);
  }

  /**
   * Adds a participant, or brings one back that was connected before a restart.
   *
   * @param also work in the same transaction
   */
  <T> T joined(ParticipantRecord participant, Store.Work<T> also) {
    return store.transaction(
        c -> {
          change(
              c,
              """
              INSERT INTO room_participants (sid, room_sid, identity, started)
              VALUES (?, ?, ?, ?) ON CONFLICT(sid) DO NOTHING\
              """,
              participant.sid(),
              participant.roomSid(),
              participant.identity(),
              participant.started());
          return also.run(c);
        });
  }

  /**
   * Notes that a participant has left.
   *
   * @param also work in the same transaction
   */
  <T> T left(String participantSid, Instant at, Store.Work<T> also) {
    return store.transaction(
        c -> {
          change(
              c,
              "UPDATE room_participants SET ended = ? WHERE sid = ? AND ended IS NULL",
              at,
              participantSid);
          return also.run(c);
        });
  }

  private static int change(Connection c, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(
            i + 1, arguments[i] instanceof Instant at ? at.toEpochMilli() : arguments[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Returns all participants of a room, also those who have left, in order of joining. */
  List<ParticipantRecord> participants(String roomSid) {
    return store.transaction(
        c -> {
          try (var select =
              c.prepareStatement(
                  "SELECT * FROM room_participants WHERE room_sid = ? ORDER BY started, rowid")) {
            select.setString(1, roomSid);
            var list = new ArrayList<ParticipantRecord>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                list.add(
                    new ParticipantRecord(
                        row.getString("sid"),
                        row.getString("room_sid"),
                        row.getString("identity"),
                        Instant.ofEpochMilli(row.getLong("started")),
                        ended(row)));
              }
            }
            return List.copyOf(list);
          }
        });
  }

  /** Takes the number of the room's next callback, starting at 0. */
  static int nextSequence(Connection c, String roomSid) throws SQLException {
    change(c, "UPDATE rooms SET sequence = sequence + 1 WHERE sid = ?", roomSid);
    return sequence(c, roomSid) - 1;
  }

  /** Returns the number of the next callback without taking it. */
  int sequence(String roomSid) {
    return store.transaction(c -> sequence(c, roomSid));
  }

  private static int sequence(Connection c, String roomSid) throws SQLException {
    try (var select = c.prepareStatement("SELECT sequence FROM rooms WHERE sid = ?")) {
      select.setString(1, roomSid);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 1;
      }
    }
  }
}
