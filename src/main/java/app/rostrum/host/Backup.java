package app.rostrum.host;

import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.store.StoreException;
import app.rostrum.files.OwnerOnly;
import app.rostrum.host.tls.LanIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A copy of all that a server keeps, in one SQLite file: streams, chats, keys, passcodes, and the
 * files that stand beside the database. Who has it can act for the server, so only its owner can
 * read it.
 */
public final class Backup {
  static final String DATABASE = "rostrum.db";

  /** The files beside the database that are part of a backup. */
  private static final List<String> FILES = List.of(LanIdentity.FILE);

  private static final String WAITING = "backup-";
  private static final String SUFFIX = ".db";
  private static final int LARGEST_FILE = 1 << 20;

  private Backup() {}

  /**
   * Writes a backup into the operator's folder, where it waits to be {@link #collect collected}. A
   * server may use the data meanwhile. Of those that nobody collected the newest one stays.
   *
   * @return the file
   * @throws IOException if it cannot be written; its message tells the operator why
   */
  static synchronized Path write(Path data) throws IOException {
    AdminAddress.prepare(data);
    Path folder = AdminAddress.folder(data);
    forget(folder, 1);
    Path file = Files.createTempFile(folder, WAITING, SUFFIX);
    boolean done = false;
    try {
      try (Connection c = open(data.resolve(DATABASE), false);
          var copy = c.prepareStatement("VACUUM INTO ?")) {
        copy.setString(1, file.toString());
        copy.execute();
      }
      try (Connection c = open(file, false)) {
        addFiles(c, data);
        check(c, file);
      }
      done = true;
      return file;
    } catch (SQLException e) {
      throw new IOException("the backup could not be written: " + e.getMessage(), e);
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Deletes the backups that wait in a folder, but for the newest ones. */
  static void forget(Path folder, int newest) throws IOException {
    var waiting = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(folder, WAITING + "*" + SUFFIX)) {
      files.forEach(waiting::add);
    }
    waiting.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
    for (Path file : waiting.subList(0, Math.max(0, waiting.size() - newest))) {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Checks the name of the file that a backup is to have, before there is one.
   *
   * @throws IOException if it cannot have it; its message tells the operator why
   */
  public static void checkTarget(Path data, Path file, boolean replace) throws IOException {
    var unused = target(data, file, replace);
  }

  /**
   * Moves a backup that waits to the file that the operator wants. It belongs to the user of this
   * process, and is there as a whole or not at all.
   *
   * @param name of the file that waits
   */
  public static void collect(Path data, String name, Path file, boolean replace)
      throws IOException {
    if (!name.matches(WAITING + "[0-9]+" + SUFFIX)) {
      throw new IOException("the server has named no backup");
    }
    Path waiting = AdminAddress.folder(data).resolve(name);
    Path target = target(data, file, replace);
    Path temporary = Files.createTempFile(target.getParent(), ".rostrum-backup", ".tmp");
    try {
      // Root does not follow a link that the server's user has laid.
      try (var in = Files.newInputStream(waiting, LinkOption.NOFOLLOW_LINKS);
          var out = Files.newOutputStream(temporary)) {
        in.transferTo(out);
      }
      force(temporary);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(waiting);
    }
  }

  private static Path target(Path data, Path file, boolean replace) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("there is no folder for " + file);
    }
    Path target = folder.toRealPath().resolve(file.getFileName());
    if (target.startsWith(data.toRealPath())) {
      throw new IOException("a backup does not belong into the data folder itself: " + file);
    }
    if (Files.isDirectory(target)) {
      throw new IOException(file + " is a folder; name a file in it");
    }
    if (!replace && Files.exists(target)) {
      throw new IOException(file + " exists; choose another name, or --replace it");
    }
    return target;
  }

  private static void addFiles(Connection c, Path data) throws SQLException, IOException {
    execute(c, "CREATE TABLE backup_files (name TEXT PRIMARY KEY, content BLOB NOT NULL)");
    for (String name : FILES) {
      Path file = data.resolve(name);
      if (Files.isRegularFile(file) && Files.size(file) <= LARGEST_FILE) {
        try (var insert = c.prepareStatement("INSERT INTO backup_files VALUES (?, ?)")) {
          insert.setString(1, name);
          insert.setBytes(2, Files.readAllBytes(file));
          insert.executeUpdate();
        }
      }
    }
  }

  /**
   * Puts a backup in the place of a stopped server's data, which is kept in a folder beside it.
   *
   * @return the folder with the former data; empty if there was none
   * @throws IOException if a server uses the folder, or the backup cannot be used; nothing has
   *     changed then
   */
  public static Optional<Path> restore(Path file, Path data, Clock clock) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (var _ = FolderLock.of(data)) {
      var replacement = new Replacement(data, clock);
      var unusedEarlier = replacement.finish();
      Path next = replacement.prepare();
      try {
        Path database = next.resolve(DATABASE);
        Files.copy(file, database);
        OwnerOnly.restrict(database);
        examine(file, database);
        unpackFiles(database, next);
        Optional<Path> former = replacement.exchange(next);
        replacement.giveToOwner(data.resolve("lock"));
        return former;
      } catch (SQLException e) {
        throw new IOException(file + " cannot be used: " + e.getMessage(), e);
      } finally {
        replacement.forgetPrepared();
      }
    } catch (HostException e) {
      if (e.reason() != HostException.Reason.FOLDER_IN_USE) {
        throw e;
      }
      throw new IOException("a server uses the folder " + data + "; stop it first", e);
    }
  }

  /** Checks a copy before anything depends on it, and brings its tables to the present. */
  private static void examine(Path file, Path copy) throws SQLException, IOException {
    try (Connection c = open(copy, true)) {
      check(c, file);
      if (!has(c, "installation") || !has(c, "passcodes")) {
        throw new IOException(file + " is not a backup of a Rostrum server");
      }
    } catch (SQLException e) {
      throw new IOException(
          file + " is not a backup of a Rostrum server, or it is damaged: " + e.getMessage(), e);
    }
    try (Store store = Store.open(copy)) {
      store.sync();
    } catch (StoreException e) {
      throw new IOException(
          String.valueOf(e.getMessage()).replace(copy.toAbsolutePath().toString(), file.toString()),
          e);
    }
  }

  private static void unpackFiles(Path database, Path folder) throws SQLException, IOException {
    try (Connection c = open(database, false)) {
      if (has(c, "backup_files")) {
        for (String name : FILES) {
          try (var select = c.prepareStatement("SELECT content FROM backup_files WHERE name = ?")) {
            select.setString(1, name);
            try (var row = select.executeQuery()) {
              if (row.next()) {
                OwnerOnly.createFile(folder.resolve(name));
                Files.write(folder.resolve(name), row.getBytes(1));
              }
            }
          }
        }
        execute(c, "DROP TABLE backup_files");
      }
      execute(c, "PRAGMA journal_mode=DELETE"); // All of it in the one file that is moved.
    }
    force(database);
  }

  private static boolean has(Connection c, String table) throws SQLException {
    try (var select =
        c.prepareStatement("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")) {
      select.setString(1, table);
      try (var row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void check(Connection c, Path file) throws SQLException, IOException {
    try (var statement = c.createStatement();
        var problems = statement.executeQuery("PRAGMA integrity_check(1)")) {
      if (!problems.next() || !problems.getString(1).equals("ok")) {
        throw new IOException(file + " is damaged");
      }
    }
  }

  private static void execute(Connection c, String sql) throws SQLException {
    try (var statement = c.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection open(Path database, boolean untouched) throws SQLException {
    String options = untouched ? "?immutable=1" : "";
    Connection c = DriverManager.getConnection("jdbc:sqlite:" + database.toUri() + options);
    execute(c, "PRAGMA busy_timeout=5000");
    return c;
  }

  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
