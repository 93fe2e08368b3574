package app.rostrum.host;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the rows of a host's database, to measure what stays in it. */
public final class DatabaseRows {
  private DatabaseRows() {}

  /**
   * Returns the number of rows of each table. A host may use the database meanwhile.
   *
   * @throws IOException if it cannot be read
   */
  public static Map<String, Long> byTable(Path database) throws IOException {
    var rows = new TreeMap<String, Long>();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      for (String table : tables(c)) {
        try (var statement = c.createStatement();
            var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
          rows.put(table, row.getLong(1));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IOException("the database " + database + " cannot be read", e);
    }
  }

  private static List<String> tables(Connection c) throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = c.createStatement();
        var row = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type='table'")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }
}
