package app.rostrum.cloud.sync;

import app.rostrum.cloud.store.Store;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of Sync. Times are milliseconds since 1970. The items of lists are stored in the same
 * table as those of maps, with the index in place of the key.
 */
final class SyncTables {
  /** A service as stored. */
  record ServiceRow(
      String sid,
      @Nullable String uniqueName,
      ServiceSettings settings,
      Instant created,
      Instant updated) {}

  /**
   * An object as stored.
   *
   * @param type document, list, map or stream
   * @param forgottenEventId the newest event of a tombstone that was forgotten
   */
  record ObjectRow(String serviceSid, String type, ObjectState state, long forgottenEventId) {}

  private SyncTables() {}

  static void define(Store store) {
    store.define(
        """
        CREATE TABLE IF NOT EXISTS sync_services (sid TEXT PRIMARY KEY, unique_name TEXT,
          friendly_name TEXT NOT NULL, webhook_url TEXT, webhooks_from_rest INTEGER NOT NULL,
          acl INTEGER NOT NULL, reachability INTEGER NOT NULL, debouncing INTEGER NOT NULL,
          window_ms INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
          clients_create INTEGER NOT NULL DEFAULT 1)
        """,
        """
        CREATE TABLE IF NOT EXISTS sync_objects (sid TEXT PRIMARY KEY, service_sid TEXT NOT NULL,
          type TEXT NOT NULL, unique_name TEXT, created_by TEXT NOT NULL, created INTEGER NOT NULL,
          updated INTEGER NOT NULL, expires INTEGER, revision INTEGER NOT NULL,
          last_event_id INTEGER NOT NULL, forgotten_event_id INTEGER NOT NULL, data TEXT NOT NULL,
          UNIQUE (service_sid, type, unique_name))
        """,
        """
        CREATE TABLE IF NOT EXISTS sync_items (map_sid TEXT NOT NULL, item_key TEXT NOT NULL,
          event_id INTEGER NOT NULL, created_event_id INTEGER NOT NULL, data TEXT NOT NULL,
          created INTEGER NOT NULL, updated INTEGER NOT NULL, expires INTEGER,
          created_by TEXT NOT NULL, removed INTEGER NOT NULL, PRIMARY KEY (map_sid, item_key))
        WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS sync_permissions (object_sid TEXT NOT NULL,
          identity TEXT NOT NULL, can_read INTEGER NOT NULL, can_write INTEGER NOT NULL,
          can_manage INTEGER NOT NULL, PRIMARY KEY (object_sid, identity)) WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS sync_reachable (service_sid TEXT NOT NULL,
          identity TEXT NOT NULL, endpoint_id TEXT NOT NULL, PRIMARY KEY (service_sid, identity))
        WITHOUT ROWID
        """);
  }

  static void save(Connection c, ServiceRow row) throws SQLException {
    ServiceSettings s = row.settings();
    URI webhook = s.webhookUrl();
    run(
        c,
        "INSERT OR REPLACE INTO sync_services VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        row.sid(),
        row.uniqueName(),
        s.friendlyName(),
        webhook == null ? null : webhook.toString(),
        s.webhooksFromRestEnabled(),
        s.aclEnabled(),
        s.reachabilityWebhooksEnabled(),
        s.reachabilityDebouncingEnabled(),
        s.reachabilityDebouncingWindow().toMillis(),
        row.created(),
        row.updated(),
        s.clientsMayCreate());
  }

  static void save(Connection c, ObjectRow row) throws SQLException {
    ObjectState s = row.state();
    run(
        c,
        "INSERT OR REPLACE INTO sync_objects VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        s.sid(),
        row.serviceSid(),
        row.type(),
        s.uniqueName(),
        s.createdBy(),
        s.created(),
        s.updated(),
        s.expires(),
        s.revisionNumber(),
        s.lastEventId(),
        row.forgottenEventId(),
        Limits.GSON.toJson(s.data()));
  }

  static void save(Connection c, String objectSid, CollectionItem<?> item) throws SQLException {
    run(
        c,
        "INSERT OR REPLACE INTO sync_items VALUES (?,?,?,?,?,?,?,?,?,?)",
        objectSid,
        item.position().toString(),
        item.eventId(),
        item.createdEventId(),
        Limits.GSON.toJson(item.data()),
        item.created(),
        item.updated(),
        item.expires(),
        item.createdBy(),
        item.removed());
  }

  static void forget(Connection c, String objectSid, String position) throws SQLException {
    run(c, "DELETE FROM sync_items WHERE map_sid=? AND item_key=?", objectSid, position);
  }

  static void save(Connection c, String objectSid, String identity, Permission p)
      throws SQLException {
    run(
        c,
        "INSERT OR REPLACE INTO sync_permissions VALUES (?,?,?,?,?)",
        objectSid,
        identity,
        p.read(),
        p.write(),
        p.manage());
  }

  static void deletePermission(Connection c, String objectSid, String identity)
      throws SQLException {
    run(c, "DELETE FROM sync_permissions WHERE object_sid=? AND identity=?", objectSid, identity);
  }

  static void deleteObject(Connection c, String sid) throws SQLException {
    run(c, "DELETE FROM sync_items WHERE map_sid=?", sid);
    run(c, "DELETE FROM sync_permissions WHERE object_sid=?", sid);
    run(c, "DELETE FROM sync_objects WHERE sid=?", sid);
  }

  static void deleteService(Connection c, String sid) throws SQLException {
    String objects = " IN (SELECT sid FROM sync_objects WHERE service_sid=?)";
    run(c, "DELETE FROM sync_items WHERE map_sid" + objects, sid);
    run(c, "DELETE FROM sync_permissions WHERE object_sid" + objects, sid);
    run(c, "DELETE FROM sync_objects WHERE service_sid=?", sid);
    run(c, "DELETE FROM sync_reachable WHERE service_sid=?", sid);
    run(c, "DELETE FROM sync_services WHERE sid=?", sid);
  }

  static void saveReachable(Connection c, String serviceSid, String identity, String endpointId)
      throws SQLException {
    run(
        c,
        "INSERT OR REPLACE INTO sync_reachable VALUES (?,?,?)",
        serviceSid,
        identity,
        endpointId);
  }

  static void deleteReachable(Connection c, String serviceSid, String identity)
      throws SQLException {
    run(c, "DELETE FROM sync_reachable WHERE service_sid=? AND identity=?", serviceSid, identity);
  }

  static List<ServiceRow> services(Connection c) throws SQLException {
    return list(
        c,
        "SELECT * FROM sync_services",
        r -> {
          String webhook = r.getString("webhook_url");
          return new ServiceRow(
              r.getString("sid"),
              r.getString("unique_name"),
              new ServiceSettings(
                  r.getString("friendly_name"),
                  webhook == null ? null : URI.create(webhook),
                  r.getBoolean("webhooks_from_rest"),
                  r.getBoolean("acl"),
                  r.getBoolean("clients_create"),
                  r.getBoolean("reachability"),
                  r.getBoolean("debouncing"),
                  Duration.ofMillis(r.getLong("window_ms"))),
              Instant.ofEpochMilli(r.getLong("created")),
              Instant.ofEpochMilli(r.getLong("updated")));
        });
  }

  static List<ObjectRow> objects(Connection c, String serviceSid) throws SQLException {
    return list(
        c,
        "SELECT * FROM sync_objects WHERE service_sid=?",
        r ->
            new ObjectRow(
                r.getString("service_sid"),
                r.getString("type"),
                new ObjectState(
                    r.getString("sid"),
                    r.getString("unique_name"),
                    r.getString("created_by"),
                    Instant.ofEpochMilli(r.getLong("created")),
                    Instant.ofEpochMilli(r.getLong("updated")),
                    time(r, "expires"),
                    r.getLong("revision"),
                    r.getLong("last_event_id"),
                    data(r)),
                r.getLong("forgotten_event_id")),
        serviceSid);
  }

  /** Reads items and tombstones; the positions are those of the store, as text. */
  static List<CollectionItem<String>> items(Connection c, String objectSid) throws SQLException {
    return list(
        c,
        "SELECT * FROM sync_items WHERE map_sid=?",
        r ->
            new CollectionItem<>(
                r.getString("item_key"),
                r.getLong("event_id"),
                r.getLong("created_event_id"),
                data(r),
                Instant.ofEpochMilli(r.getLong("created")),
                Instant.ofEpochMilli(r.getLong("updated")),
                time(r, "expires"),
                r.getString("created_by"),
                r.getBoolean("removed")),
        objectSid);
  }

  /** A value that belongs to an identity. */
  record Named<T>(String identity, T value) {}

  static List<Named<Permission>> permissions(Connection c, String objectSid) throws SQLException {
    return list(
        c,
        "SELECT * FROM sync_permissions WHERE object_sid=?",
        r ->
            new Named<>(
                r.getString("identity"),
                new Permission(
                    r.getBoolean("can_read"),
                    r.getBoolean("can_write"),
                    r.getBoolean("can_manage"))),
        objectSid);
  }

  /** Reads the identities that were connected, each with its last endpoint. */
  static List<Named<String>> reachable(Connection c, String serviceSid) throws SQLException {
    return list(
        c,
        "SELECT * FROM sync_reachable WHERE service_sid=?",
        r -> new Named<>(r.getString("identity"), r.getString("endpoint_id")),
        serviceSid);
  }

  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> list(
      Connection c, String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        var list = new ArrayList<T>();
        while (rows.next()) {
          list.add(reader.read(rows));
        }
        return list;
      }
    }
  }

  private static void run(Connection c, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      bind(statement, values);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      statement.setObject(
          i + 1,
          switch (value) {
            case null -> null;
            case Instant time -> time.toEpochMilli();
            case Boolean flag -> flag ? 1 : 0;
            default -> value;
          });
    }
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static JsonObject data(ResultSet row) throws SQLException {
    return JsonFields.parseObject(row.getString("data"))
        .orElseThrow(() -> new SQLException("a stored value is not a JSON object"));
  }
}
