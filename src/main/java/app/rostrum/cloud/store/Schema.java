package app.rostrum.cloud.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The version of the database ({@code PRAGMA user_version}) and the steps that lead to it, forward
 * only. The parts of the cloud define their tables as they are now. A change to a table that
 * existed before is a step as well, at the end of the list, for databases that have the table in
 * its earlier form. A step that was released is never changed.
 */
final class Schema {
  /** The version before the first step. */
  private static final int FIRST = 1;

  /** The statements of each step; the first one leads from version 1 to version 2. */
  static final List<List<String>> STEPS =
      List.of(
          List.of("ALTER TABLE sync_services ADD COLUMN clients_create INTEGER NOT NULL DEFAULT 1"),
          // The backend's webhooks had the public address; all others were given to it as well.
          List.of(
              "UPDATE rooms SET status_callback = 'http://backend.invalid/rooms-webhook'"
                  + " WHERE status_callback LIKE '%/rooms-webhook'",
              "UPDATE sync_services SET webhook_url = 'http://backend.invalid/sync-webhook'"
                  + " WHERE webhook_url LIKE '%/sync-webhook'"),
          List.of(
              "CREATE TABLE passcodes (digits TEXT NOT NULL, issued_at INTEGER NOT NULL)",
              "INSERT INTO passcodes SELECT digits, issued_at FROM passcode",
              "DROP TABLE passcode"),
          // Floors that were raised earlier last as long as their service.
          List.of(
              "CREATE TABLE IF NOT EXISTS token_floors (service_sid TEXT NOT NULL,"
                  + " identity TEXT NOT NULL, everywhere INTEGER NOT NULL,"
                  + " on_stage INTEGER NOT NULL, PRIMARY KEY (service_sid, identity))"
                  + " WITHOUT ROWID",
              "ALTER TABLE token_floors ADD COLUMN ends INTEGER NOT NULL"
                  + " DEFAULT 9223372036854775807"));

  private final List<List<String>> steps;

  Schema(List<List<String>> steps) {
    this.steps = steps;
  }

  /** Returns the version that the steps lead to. */
  int latest() {
    return FIRST + steps.size();
  }

  /** Returns the version of a database; 0 if nothing has numbered it yet. */
  static int version(Connection c) throws SQLException {
    return number(c, "PRAGMA user_version");
  }

  /**
   * Brings a database that is not newer to the latest version, one transaction for each step.
   *
   * @param c without a transaction in progress, and without auto-commit
   */
  void migrate(Connection c) throws SQLException {
    int version = version(c);
    if (version == 0) {
      version = unnumbered(c);
      number(c, version);
    }
    while (version < latest()) {
      try (var statement = c.createStatement()) {
        for (String sql : steps.get(version - FIRST)) {
          statement.execute(sql);
        }
      }
      version++;
      number(c, version);
    }
  }

  /** Tells the version of a database that is new, or from before versions were numbered. */
  private int unnumbered(Connection c) throws SQLException {
    if (number(c, "SELECT count(*) FROM sqlite_schema") == 0) {
      return latest();
    }
    return FIRST
        + number(
            c,
            "SELECT count(*) FROM pragma_table_info('sync_services')"
                + " WHERE name = 'clients_create'");
  }

  private static void number(Connection c, int version) throws SQLException {
    try (var statement = c.createStatement()) {
      statement.execute("PRAGMA user_version=" + version);
    }
    c.commit();
  }

  private static int number(Connection c, String sql) throws SQLException {
    try (var statement = c.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }
}
