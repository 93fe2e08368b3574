package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database as the version wrote it that did not number versions yet. */
class EarlierDatabaseTest {
  private static final Clock THEN =
      Clock.fixed(Instant.ofEpochMilli(1_795_694_400_000L), ZoneOffset.UTC);

  @TempDir Path earlier;
  @TempDir Path fresh;

  private static List<String> query(Path folder, String sql) throws SQLException {
    var rows = new ArrayList<String>();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rostrum.db"));
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  private void writeEarlier() throws SQLException, IOException {
    String sql;
    try (var dump = EarlierDatabaseTest.class.getResourceAsStream("version-1.sql")) {
      sql = new String(Objects.requireNonNull(dump).readAllBytes(), StandardCharsets.UTF_8);
    }
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + earlier.resolve("rostrum.db"));
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      for (String line : sql.lines().toList()) {
        statement.execute(line);
      }
    }
  }

  private static EmbeddedHost start(Path folder) throws IOException {
    return EmbeddedHost.start(
        new EmbeddedHost.Options("127.0.0.1", 0, folder, Optional.empty(), false),
        THEN,
        (name, fields) -> {});
  }

  @Test
  void itIsBroughtUpToDateAndLosesNothing() throws Exception {
    writeEarlier();
    for (int i = 0; i < 2; i++) {
      try (EmbeddedHost running = start(earlier)) {
        assertThat(running.passcode()).isEqualTo("12345612345678");
      }
    }
    assertThat(query(earlier, "SELECT identity FROM room_participants")).containsExactly("Hanna");
    assertThat(query(earlier, "SELECT data FROM sync_objects WHERE unique_name = 'greeting'"))
        .containsExactly("{\"text\":\"hello\"}");
    assertThat(
            query(
                earlier,
                "SELECT clients_create FROM sync_services WHERE friendly_name = 'earlier'"))
        .containsExactly("1");
  }

  /** Its backend was called at the public address, which may be another now. */
  @Test
  void theBackendOfItsStreamsIsCalledOn() throws Exception {
    writeEarlier();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + earlier.resolve("rostrum.db"));
        var statement = connection.createStatement()) {
      statement.execute("UPDATE rooms SET status_callback = 'https://x.test/talk/rooms-webhook'");
      statement.execute("UPDATE sync_services SET webhook_url = 'https://x.test/sync-webhook'");
    }
    start(earlier).close();
    assertThat(query(earlier, "SELECT status_callback FROM rooms"))
        .containsExactly("http://backend.invalid/rooms-webhook");
    assertThat(query(earlier, "SELECT webhook_url FROM sync_services WHERE sid LIKE 'IS000%'"))
        .containsExactly("http://backend.invalid/sync-webhook");
  }

  /** A table that changed without a step differs here. */
  @Test
  void itHasTheTablesOfANewOneThen() throws Exception {
    writeEarlier();
    start(earlier).close();
    start(fresh).close();
    String tables =
        "SELECT t.name || ' ' || c.cid || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\""
            + " || ' ' || coalesce(c.dflt_value, '-') || ' ' || c.pk"
            + " FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
            + " ORDER BY t.name, c.cid";
    String indexes =
        "SELECT name || ' ' || tbl_name || ' ' || coalesce(sql, '-') FROM sqlite_schema"
            + " WHERE type = 'index' ORDER BY name";
    for (String sql : List.of("PRAGMA user_version", tables, indexes)) {
      assertThat(query(earlier, sql)).isEqualTo(query(fresh, sql));
    }
  }
}
