package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamSummary;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.tls.LanIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a server that runs, and what is made of it elsewhere. */
@Timeout(120)
class BackupTest {
  private static final Clock CLOCK = Clock.systemUTC();
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private Path data;

  @SuppressWarnings("NullAway.Init")
  private Path file;

  @BeforeEach
  void name() {
    data = folder.resolve("data");
    file = folder.resolve("backup.db");
  }

  private static EmbeddedHost start(Path data) throws IOException {
    return EmbeddedHost.start(
        new EmbeddedHost.Options("127.0.0.1", 0, data, Optional.empty(), false),
        CLOCK,
        (name, fields) -> {});
  }

  private static Backend backend(EmbeddedHost host) {
    return Backends.open(HttpClients.create(), host.url(), host.passcode());
  }

  private void backUp(EmbeddedHost host, Path target, boolean replace) throws IOException {
    Backup.checkTarget(data(host), target, replace);
    Path waiting = host.backup();
    Backup.collect(data(host), String.valueOf(waiting.getFileName()), target, replace);
    assertThat(waiting).doesNotExist();
  }

  private static Path data(EmbeddedHost host) {
    return Path.of(String.valueOf(host.status().get("data")));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(Path database, String sql) throws Exception {
    try (var c = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = c.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aServerThatIsRestoredElsewhereHasTheSameStreamsPasscodeAndKeys() throws Exception {
    String passcode;
    String token;
    try (EmbeddedHost host = start(data)) {
      host.openToNetwork(0); // Makes the certificate of the installation.
      Backend backend = backend(host);
      token = backend.createStream("Ada", "Talk", true, true).token();
      passcode = host.passcode();
      backUp(host, file, false);
      backend.createStream("Eve", "After the backup", true, true);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names(folder)).as("nothing half-made").containsExactly("backup.db", "data");

    Path other = folder.resolve("other");
    assertThat(Backup.restore(file, other, CLOCK)).isEmpty();
    assertThat(names(other)).containsExactly("lock", LanIdentity.FILE, Backup.DATABASE);
    assertThat(Files.readString(other.resolve(LanIdentity.FILE)))
        .isEqualTo(Files.readString(data.resolve(LanIdentity.FILE)));
    try (EmbeddedHost restored = start(other)) {
      assertThat(restored.passcode()).isEqualTo(passcode);
      Backend backend = backend(restored);
      assertThat(backend.listStreams().orElseThrow())
          .extracting(StreamSummary::streamName)
          .containsExactly("Talk");
      backend.raiseHand("Ada", "Talk", true, token); // Signed with the former server's key.
      assertThat(DatabaseRows.byTable(other.resolve(Backup.DATABASE)))
          .doesNotContainKey("backup_files");
    }
  }

  @Test
  void backupsThatNobodyCollectsDoNotGather() throws Exception {
    try (EmbeddedHost host = start(data)) {
      Path first = host.backup();
      Path second = host.backup();
      Path third = host.backup();
      assertThat(first).doesNotExist();
      assertThat(third).exists();
      AdminSocket.open(data, line -> line).close();
      assertThat(List.of(second, third)).noneMatch(Files::exists);
    }
  }

  /** Root collects, and the server's user may be somebody else. */
  @Test
  void nothingButABackupIsCollected() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "of somebody else");
    Files.createDirectories(AdminAddress.folder(data));
    Files.createSymbolicLink(AdminAddress.folder(data).resolve("backup-1.db"), secret);
    for (String name : List.of("backup-1.db", "../../secret", "backup-/../x.db", "")) {
      assertThatThrownBy(() -> Backup.collect(data, name, file, false))
          .as(name)
          .isInstanceOf(IOException.class);
    }
    assertThat(names(folder)).containsExactly("data", "secret");
  }

  @Test
  void theFormerDataIsKeptWithTheChangesThatOnlyItsLogHas() throws Exception {
    try (EmbeddedHost host = start(data)) {
      backUp(host, file, false);
    }
    write(data.resolve(Backup.DATABASE), "CREATE TABLE later (x)");
    Files.writeString(data.resolve(Backup.DATABASE + "-wal"), "");
    Path former = Backup.restore(file, data, CLOCK).orElseThrow();
    assertThat(former.getParent()).isEqualTo(data);
    assertThat(names(former)).containsExactly(Backup.DATABASE, Backup.DATABASE + "-wal");
    assertThat(DatabaseRows.byTable(former.resolve(Backup.DATABASE))).containsKey("later");
    assertThat(DatabaseRows.byTable(data.resolve(Backup.DATABASE))).doesNotContainKey("later");
    start(data).close();
  }

  @Test
  void aServerFinishesWhatAKilledRestoreHasLeft() throws Exception {
    try (EmbeddedHost host = start(data)) {
      backend(host).createStream("Ada", "Talk", true, true);
    }
    Path next = new Replacement(data, CLOCK).prepare();
    Files.move(data.resolve(Backup.DATABASE), next.resolve(Backup.DATABASE));
    Files.move(next.getParent(), data.resolve(".restoring"));
    try (EmbeddedHost host = start(data)) {
      assertThat(backend(host).listStreams().orElseThrow()).hasSize(1);
    }
  }

  @Test
  void aRunningServerIsNotReplaced() throws Exception {
    try (EmbeddedHost host = start(data)) {
      backUp(host, file, false);
      assertThatThrownBy(() -> Backup.restore(file, data, CLOCK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("stop it first");
    }
  }

  private void refused(String reason) throws Exception {
    Files.createDirectories(data);
    Files.writeString(data.resolve(Backup.DATABASE), "as it was");
    assertThatThrownBy(() -> Backup.restore(file, data, CLOCK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(file.toString());
    assertThat(Files.readString(data.resolve(Backup.DATABASE))).isEqualTo("as it was");
    assertThat(names(data)).containsExactly("lock", Backup.DATABASE);
  }

  @Test
  void whatIsNoBackupChangesNothing() throws Exception {
    Files.writeString(file, "a letter to a friend");
    refused("is not a backup");
    Files.delete(file);
    write(file, "CREATE TABLE recipes (x)");
    refused("is not a backup");
  }

  @Test
  void aDamagedBackupChangesNothing() throws Exception {
    Path source = folder.resolve("source");
    try (EmbeddedHost host = start(source)) {
      backUp(host, file, false);
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 8192; i < 16_384; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(file, bytes);
    refused("damaged");
  }

  @Test
  void aBackupOfANewerServerChangesNothing() throws Exception {
    Path source = folder.resolve("source");
    try (EmbeddedHost host = start(source)) {
      backUp(host, file, false);
    }
    write(file, "PRAGMA user_version=999");
    refused("newer");
  }

  @Test
  void aBackupIsNeverWrittenOverSomethingElse() throws Exception {
    try (EmbeddedHost host = start(data)) {
      Files.writeString(file, "something else");
      assertThatThrownBy(() -> backUp(host, file, false)).hasMessageContaining("exists");
      assertThat(Files.readString(file)).isEqualTo("something else");
      backUp(host, file, true);
      assertThat(Files.size(file)).isGreaterThan(50_000);
      for (Path wrong :
          List.of(
              data.resolve(Backup.DATABASE),
              data.resolve("a.db"),
              folder.resolve("missing/a.db"),
              folder)) {
        assertThatThrownBy(() -> backUp(host, wrong, true))
            .as(wrong.toString())
            .isInstanceOf(IOException.class);
      }
      assertThat(names(folder)).containsExactly("backup.db", "data");
    }
    start(data).close();
  }
}
