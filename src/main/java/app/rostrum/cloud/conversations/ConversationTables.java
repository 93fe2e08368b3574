package app.rostrum.cloud.conversations;

import app.rostrum.cloud.store.Store;
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

/**
 * The services in SQLite, with times in milliseconds since 1970. Conversations and participants are
 * Sync objects now; an earlier version had tables for them, which are read and dropped here.
 */
final class ConversationTables {
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static final String CONVERSATIONS = "chat_conversation";
  private static final String PARTICIPANTS = "chat_participant";

  private final Store store;

  ConversationTables(Store store) {
    this.store = store;
    store.define(
        """
        CREATE TABLE IF NOT EXISTS chat_service (
          sid TEXT PRIMARY KEY, friendly_name TEXT NOT NULL,
          created INTEGER NOT NULL, updated INTEGER NOT NULL)\
        """);
  }

  <T> T transaction(Store.Work<T> work) {
    return store.transaction(work);
  }

  List<ChatServiceRecord> services(Connection c) throws SQLException {
    return query(
        c, "SELECT * FROM chat_service ORDER BY created, sid", ConversationTables::service);
  }

  Optional<ChatServiceRecord> service(Connection c, String sid) throws SQLException {
    return first(
        query(c, "SELECT * FROM chat_service WHERE sid = ?", ConversationTables::service, sid));
  }

  void insert(Connection c, ChatServiceRecord s) throws SQLException {
    update(
        c,
        "INSERT INTO chat_service VALUES (?, ?, ?, ?)",
        s.sid(),
        s.friendlyName(),
        s.created().toEpochMilli(),
        s.updated().toEpochMilli());
  }

  boolean deleteService(Connection c, String sid) throws SQLException {
    return update(c, "DELETE FROM chat_service WHERE sid = ?", sid) > 0;
  }

  /** A conversation of an earlier version, with its participants. */
  record EarlierConversation(ConversationRecord conversation, List<MemberRecord> members) {}

  /** Reads a service's conversations of an earlier version. */
  List<EarlierConversation> earlierConversations(String serviceSid) {
    if (!exists(CONVERSATIONS)) {
      return List.of();
    }
    return transaction(
        c -> {
          var earlier = new ArrayList<EarlierConversation>();
          for (ConversationRecord conversation :
              query(
                  c,
                  "SELECT * FROM chat_conversation WHERE service = ? ORDER BY created, sid",
                  ConversationTables::conversation,
                  serviceSid)) {
            earlier.add(
                new EarlierConversation(
                    conversation,
                    query(
                        c,
                        "SELECT * FROM chat_participant WHERE conversation = ?"
                            + " ORDER BY created, sid",
                        ConversationTables::member,
                        conversation.sid())));
          }
          return earlier;
        });
  }

  /** Drops the tables of an earlier version, once everything in them has been moved. */
  void dropEarlier() {
    store.define("DROP TABLE IF EXISTS " + PARTICIPANTS, "DROP TABLE IF EXISTS " + CONVERSATIONS);
  }

  private boolean exists(String table) {
    return transaction(
        c ->
            !query(
                    c,
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?",
                    row -> row.getString("name"),
                    table)
                .isEmpty());
  }

  private static ChatServiceRecord service(ResultSet row) throws SQLException {
    return new ChatServiceRecord(
        row.getString("sid"),
        row.getString("friendly_name"),
        time(row, "created"),
        time(row, "updated"));
  }

  private static ConversationRecord conversation(ResultSet row) throws SQLException {
    Instant updated = time(row, "updated");
    return new ConversationRecord(
        row.getString("sid"),
        row.getString("service"),
        Optional.ofNullable(row.getString("unique_name")),
        Optional.ofNullable(row.getString("friendly_name")),
        row.getString("attributes"),
        ConversationRecord.State.valueOf(row.getString("state")),
        updated,
        duration(row, "inactive_after"),
        duration(row, "closed_after"),
        Optional.empty(),
        time(row, "created"),
        updated,
        updated);
  }

  private static MemberRecord member(ResultSet row) throws SQLException {
    return new MemberRecord(
        row.getString("sid"),
        row.getString("conversation"),
        row.getString("identity"),
        row.getString("attributes"),
        Optional.empty(),
        Optional.empty(),
        time(row, "created"),
        time(row, "updated"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  private static Optional<Duration> duration(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  private static <T> Optional<T> first(List<T> rows) {
    return rows.stream().findFirst();
  }

  private static <T> List<T> query(Connection c, String sql, Row<T> reader, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      bind(statement, parameters);
      var rows = new ArrayList<T>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    }
  }

  private static int update(Connection c, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
