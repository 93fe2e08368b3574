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

/** Services, conversations and participants in SQLite. Times in milliseconds since 1970. */
final class ConversationTables {
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Store store;

  ConversationTables(Store store) {
    this.store = store;
    store.define(
        """
        CREATE TABLE IF NOT EXISTS chat_service (
          sid TEXT PRIMARY KEY, friendly_name TEXT NOT NULL,
          created INTEGER NOT NULL, updated INTEGER NOT NULL)""",
        """
        CREATE TABLE IF NOT EXISTS chat_conversation (
          sid TEXT PRIMARY KEY,
          service TEXT NOT NULL REFERENCES chat_service(sid) ON DELETE CASCADE,
          unique_name TEXT, friendly_name TEXT, attributes TEXT NOT NULL, state TEXT NOT NULL,
          inactive_after INTEGER, closed_after INTEGER,
          created INTEGER NOT NULL, updated INTEGER NOT NULL,
          UNIQUE (service, unique_name))""",
        """
        CREATE TABLE IF NOT EXISTS chat_participant (
          sid TEXT PRIMARY KEY,
          conversation TEXT NOT NULL REFERENCES chat_conversation(sid) ON DELETE CASCADE,
          identity TEXT NOT NULL, attributes TEXT NOT NULL,
          created INTEGER NOT NULL, updated INTEGER NOT NULL,
          UNIQUE (conversation, identity))""");
  }

  <T> T transaction(Store.Work<T> work) {
    return store.transaction(work);
  }

  List<ChatService> services(Connection c) throws SQLException {
    return query(
        c, "SELECT * FROM chat_service ORDER BY created, sid", ConversationTables::service);
  }

  Optional<ChatService> service(Connection c, String sid) throws SQLException {
    return first(
        query(c, "SELECT * FROM chat_service WHERE sid = ?", ConversationTables::service, sid));
  }

  void insert(Connection c, ChatService s) throws SQLException {
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

  List<Conversation> conversations(Connection c, String service) throws SQLException {
    return query(
        c,
        "SELECT * FROM chat_conversation WHERE service = ? ORDER BY created, sid",
        ConversationTables::conversation,
        service);
  }

  /** By SID or by unique name. */
  Optional<Conversation> conversation(Connection c, String service, String name)
      throws SQLException {
    return first(
        query(
            c,
            "SELECT * FROM chat_conversation WHERE service = ? AND (sid = ? OR unique_name = ?)",
            ConversationTables::conversation,
            service,
            name,
            name));
  }

  void insert(Connection c, Conversation v) throws SQLException {
    update(
        c,
        "INSERT INTO chat_conversation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        v.sid(),
        v.serviceSid(),
        v.uniqueName().orElse(null),
        v.friendlyName().orElse(null),
        v.attributes(),
        v.state().name(),
        millis(v.inactiveAfter()),
        millis(v.closedAfter()),
        v.created().toEpochMilli(),
        v.updated().toEpochMilli());
  }

  void replace(Connection c, Conversation v) throws SQLException {
    update(
        c,
        """
        UPDATE chat_conversation SET unique_name = ?, friendly_name = ?, attributes = ?, state = ?,
          inactive_after = ?, closed_after = ?, updated = ? WHERE sid = ?""",
        v.uniqueName().orElse(null),
        v.friendlyName().orElse(null),
        v.attributes(),
        v.state().name(),
        millis(v.inactiveAfter()),
        millis(v.closedAfter()),
        v.updated().toEpochMilli(),
        v.sid());
  }

  void deleteConversation(Connection c, String sid) throws SQLException {
    update(c, "DELETE FROM chat_conversation WHERE sid = ?", sid);
  }

  List<Participant> participants(Connection c, String conversation) throws SQLException {
    return query(
        c,
        "SELECT * FROM chat_participant WHERE conversation = ? ORDER BY created, sid",
        ConversationTables::participant,
        conversation);
  }

  /** By SID or by identity. */
  Optional<Participant> participant(Connection c, String conversation, String name)
      throws SQLException {
    return first(
        query(
            c,
            "SELECT * FROM chat_participant WHERE conversation = ? AND (sid = ? OR identity = ?)",
            ConversationTables::participant,
            conversation,
            name,
            name));
  }

  void insert(Connection c, Participant p) throws SQLException {
    update(
        c,
        "INSERT INTO chat_participant VALUES (?, ?, ?, ?, ?, ?)",
        p.sid(),
        p.conversationSid(),
        p.identity(),
        p.attributes(),
        p.created().toEpochMilli(),
        p.updated().toEpochMilli());
  }

  void deleteParticipant(Connection c, String sid) throws SQLException {
    update(c, "DELETE FROM chat_participant WHERE sid = ?", sid);
  }

  private static ChatService service(ResultSet row) throws SQLException {
    return new ChatService(
        row.getString("sid"),
        row.getString("friendly_name"),
        time(row, "created"),
        time(row, "updated"));
  }

  private static Conversation conversation(ResultSet row) throws SQLException {
    return new Conversation(
        row.getString("sid"),
        row.getString("service"),
        Optional.ofNullable(row.getString("unique_name")),
        Optional.ofNullable(row.getString("friendly_name")),
        row.getString("attributes"),
        Conversation.State.valueOf(row.getString("state")),
        duration(row, "inactive_after"),
        duration(row, "closed_after"),
        time(row, "created"),
        time(row, "updated"));
  }

  private static Participant participant(ResultSet row) throws SQLException {
    return new Participant(
        row.getString("sid"),
        row.getString("conversation"),
        row.getString("identity"),
        row.getString("attributes"),
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

  private static @Nullable Long millis(Optional<Duration> duration) {
    return duration.map(Duration::toMillis).orElse(null);
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
