package app.rostrum.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.store.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 50;

  @TempDir Path folder;

  private Store open(boolean inMemory) {
    Store store = inMemory ? Store.inMemory() : Store.open(folder.resolve("cloud.db"));
    store.define("CREATE TABLE IF NOT EXISTS word (text TEXT PRIMARY KEY)");
    return store;
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static boolean insert(Connection connection, String word) throws SQLException {
    return execute(connection, "INSERT INTO word VALUES ('" + word + "')");
  }

  private static List<String> query(Store store, String sql) {
    return store.transaction(
        connection -> {
          var rows = new ArrayList<String>();
          try (var statement = connection.createStatement();
              ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
              rows.add(result.getString(1));
            }
          }
          return rows;
        });
  }

  private static List<String> words(Store store) {
    return query(store, "SELECT text FROM word ORDER BY text");
  }

  @Test
  void committedRowsSurviveAReopening() {
    try (Store store = open(false)) {
      assertThat(store.<String>transaction(c -> insert(c, "kept") ? "?" : "done"))
          .isEqualTo("done");
    }
    try (Store store = open(false)) {
      assertThat(words(store)).containsExactly("kept");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void failedWorkLeavesNothingForTheNextTransaction(boolean inMemory) {
    try (Store store = open(inMemory)) {
      for (Throwable failure :
          List.of(
              new IllegalStateException("runtime"),
              new AssertionError("error"),
              new StackOverflowError())) {
        assertThatThrownBy(() -> store.transaction(c -> insertAndThrow(c, failure)))
            .isSameAs(failure);
      }
      store.transaction(c -> insert(c, "second"));
      assertThat(words(store)).containsExactly("second");
    }
  }

  private static boolean insertAndThrow(Connection connection, Throwable failure)
      throws SQLException {
    insert(connection, "first");
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void aFailureOfTheDatabaseIsReportedWithItsCause() {
    try (Store store = open(true)) {
      assertThatThrownBy(
              () ->
                  store.transaction(
                      c -> {
                        insert(c, "first");
                        return execute(c, "INSERT INTO nowhere VALUES (1)");
                      }))
          .isInstanceOf(StoreException.class)
          .hasCauseInstanceOf(SQLException.class);
      assertThat(words(store)).isEmpty();
    }
  }

  /**
   * Simulates a full disk, on which SQLite rolls back by itself and the driver's rollback fails.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionThatCannotRollBackIsReplaced(boolean inMemory) {
    try (Store store = open(inMemory)) {
      store.transaction(c -> insert(c, "kept"));
      assertThatThrownBy(
              () ->
                  store.transaction(
                      c -> {
                        insert(c, "rolled back by SQLite");
                        execute(c, "ROLLBACK");
                        throw new AssertionError("disk full");
                      }))
          .isInstanceOf(AssertionError.class);
      assertThatThrownBy(
              () -> store.transaction(c -> insertAndThrow(c, new AssertionError("next"))))
          .hasMessage("next");
      assertThat(words(store)).containsExactly("kept");
      store.transaction(c -> insert(c, "later"));
      assertThat(words(store)).containsExactly("kept", "later");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionThatBreaksDuringACommitIsReplaced(boolean inMemory) {
    try (Store store = open(inMemory)) {
      store.transaction(c -> insert(c, "kept"));
      assertThatThrownBy(
              () ->
                  store.transaction(
                      c -> {
                        insert(c, "lost");
                        execute(c, "ROLLBACK");
                        return true;
                      }))
          .isInstanceOf(StoreException.class);
      store.transaction(c -> insert(c, "later"));
      assertThat(words(store)).containsExactly("kept", "later");
    }
  }

  @Test
  void aFileIsReopenedWhenItsConnectionHasBroken() {
    try (Store store = open(false)) {
      assertThatThrownBy(
              () ->
                  store.transaction(
                      c -> {
                        insert(c, "lost");
                        c.close();
                        throw new IllegalStateException("closed");
                      }))
          .hasMessage("closed");
      store.transaction(c -> insert(c, "later"));
      assertThat(words(store)).containsExactly("later");
      long syncs = store.statistics().syncs();
      store.transaction(c -> insert(c, "last"));
      assertThat(store.statistics().syncs()).isEqualTo(syncs + 1);
    }
  }

  @Test
  void theLogIsWrittenAheadAndForeignKeysHold() {
    try (Store store = open(false)) {
      assertThat(query(store, "PRAGMA journal_mode")).containsExactly("wal");
      assertThat(query(store, "PRAGMA synchronous")).containsExactly("1");
      store.define("CREATE TABLE use (word TEXT NOT NULL REFERENCES word (text))");
      assertThatThrownBy(() -> store.transaction(c -> execute(c, "INSERT INTO use VALUES ('no')")))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void transactionsRunOneAtATime() throws InterruptedException {
    try (Store store = open(true)) {
      store.define("CREATE TABLE counter (value INTEGER)", "INSERT INTO counter VALUES (0)");
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(Thread.startVirtualThread(() -> count(store)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(query(store, "SELECT value FROM counter"))
          .containsExactly(Integer.toString(THREADS * ROUNDS));
    }
  }

  private static void count(Store store) {
    for (int i = 0; i < ROUNDS; i++) {
      store.transaction(
          c -> {
            int value;
            try (var statement = c.createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM counter")) {
              value = row.getInt(1);
            }
            return execute(c, "UPDATE counter SET value = " + (value + 1));
          });
    }
  }

  @Test
  void othersReadAndWriteWhileOneWaitsForTheDisk() {
    var disk = new Semaphore(100);
    try (Store store = Store.open(folder.resolve("cloud.db"), disk::acquireUninterruptibly)) {
      store.define("CREATE TABLE word (text TEXT PRIMARY KEY)");
      disk.drainPermits();
      Thread first = Thread.startVirtualThread(() -> store.transaction(c -> insert(c, "first")));
      await().until(() -> disk.hasQueuedThreads());
      assertThat(store.<Boolean>write(c -> !insert(c, "second"))).isTrue();
      assertThat(store.<Integer>write(StoreTest::count)).isEqualTo(2);
      assertThat(first.isAlive()).isTrue();
      disk.release(100);
      await().until(() -> !first.isAlive());
    }
  }

  private static int count(Connection c) throws SQLException {
    try (var statement = c.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM word")) {
      return row.getInt(1);
    }
  }

  @Test
  void aReadingTransactionWaitsForNoDisk() {
    try (Store store = open(false)) {
      var before = store.statistics();
      words(store);
      assertThat(store.statistics()).isEqualTo(before);
    }
  }

  @Test
  void aStoreWhoseDiskFailedToSyncRefusesEverythingUntilItIsOpenedAgain() {
    var failing = new AtomicBoolean();
    Store store =
        Store.open(
            folder.resolve("cloud.db"),
            () -> {
              if (failing.get()) {
                throw new IOException("Input/output error");
              }
            });
    store.define("CREATE TABLE word (text TEXT PRIMARY KEY)");
    store.transaction(c -> insert(c, "kept"));
    assertThat(store.isUsable()).isTrue();
    failing.set(true);
    assertThatThrownBy(() -> store.transaction(c -> insert(c, "unknown")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Input/output error")
        .hasMessageContaining("start again");
    failing.set(false);
    assertThat(store.isUsable()).isFalse();
    for (String word : List.of("later", "kept")) {
      assertThatThrownBy(() -> store.write(c -> insert(c, word)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("start again");
    }
    assertThatThrownBy(store::sync).isInstanceOf(StoreException.class);
    assertThatThrownBy(store::close).isInstanceOf(StoreException.class);
    try (Store again = open(false)) {
      assertThat(words(again)).contains("kept").doesNotContain("later");
    }
  }

  @Test
  void anInterruptedThreadStoresAsOthersDo() {
    try (Store store = open(false)) {
      Thread.currentThread().interrupt();
      store.transaction(c -> insert(c, "first"));
      assertThat(Thread.interrupted()).isTrue();
      store.transaction(c -> insert(c, "second"));
      assertThat(words(store)).containsExactly("first", "second");
    }
  }

  @Test
  void twoStoresInMemoryShareNothing() {
    try (Store one = open(true);
        Store other = open(true)) {
      one.transaction(c -> insert(c, "one"));
      assertThat(words(other)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClosedStoreRefusesWork(boolean inMemory) {
    Store store = open(inMemory);
    store.close();
    assertThatThrownBy(() -> words(store)).isInstanceOf(StoreException.class);
    store.close();
  }

  @Test
  void aFileThatCannotBeOpenedIsReported() {
    assertThatThrownBy(() -> Store.open(folder.resolve("missing/cloud.db")))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void whatAFullDiskRefusesIsNotThereAfterwardsAndLaterWritesWork() {
    try (Store store = open(false)) {
      store.transaction(c -> insert(c, "kept"));
      String pages = query(store, "PRAGMA page_count").getFirst();
      // The limit is gone with the connection, as if space had been freed.
      store.transaction(c -> execute(c, "PRAGMA max_page_count=" + pages));
      assertThatThrownBy(
              () ->
                  store.transaction(
                      c -> {
                        insert(c, "refused");
                        return execute(c, "INSERT INTO word VALUES (hex(zeroblob(20000)))");
                      }))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FULL))
          .hasMessageContaining(folder.resolve("cloud.db").toString())
          .hasMessageContaining("free some space");
      assertThatThrownBy(
              () -> store.transaction(c -> insertAndThrow(c, new AssertionError("next"))))
          .hasMessage("next");
      store.transaction(c -> insert(c, "later"));
      assertThat(words(store)).containsExactly("kept", "later");
    }
    try (Store store = open(false)) {
      assertThat(words(store)).containsExactly("kept", "later");
    }
  }

  @Test
  void aDatabaseThatCannotBeWrittenIsReported() {
    try (Store store = open(false)) {
      store.transaction(c -> execute(c, "PRAGMA query_only=ON"));
      assertThatThrownBy(() -> store.transaction(c -> insert(c, "word")))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.READ_ONLY));
    }
  }

  /** Nobody stops root from writing, so this is skipped for it. */
  @Test
  void aFileWithoutTheRightToWriteIsReportedAndKeepsItsMode() throws IOException {
    open(false).close();
    Path file = folder.resolve("cloud.db");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assumeThat(Files.isWritable(file)).isFalse();
    assertThatThrownBy(() -> Store.open(file))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.READ_ONLY));
    assertThat(mode(file)).isEqualTo("r--------");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void nobodyElseReadsItsFiles() throws IOException {
    Path file = folder.resolve("cloud.db");
    for (int i = 0; i < 2; i++) {
      try (Store store = open(false)) {
        store.transaction(c -> execute(c, "INSERT INTO word VALUES (hex(randomblob(8)))"));
        for (String suffix : List.of("", "-wal", "-shm")) {
          assertThat(mode(folder.resolve("cloud.db" + suffix))).isEqualTo("rw-------");
        }
      }
      // As an earlier version left it.
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  @Test
  void aNewerDatabaseIsRefusedAndStaysAsItIsWithTheLogOfAKilledProcess() throws IOException {
    Path killed = Files.createDirectory(folder.resolve("killed"));
    List<String> names = List.of("cloud.db", "cloud.db-wal");
    var before = new ArrayList<byte[]>();
    try (Store store = open(false)) {
      store.transaction(c -> execute(c, "PRAGMA user_version=99"));
      for (String name : names) {
        Files.copy(folder.resolve(name), killed.resolve(name));
        before.add(Files.readAllBytes(killed.resolve(name)));
      }
    }
    Path file = killed.resolve("cloud.db");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Store.open(file))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEWER))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("newer Rostrum");
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    for (int i = 0; i < names.size(); i++) {
      assertThat(killed.resolve(names.get(i))).hasBinaryContent(before.get(i));
    }
  }

  private enum Damage {
    TEXT {
      @Override
      byte[] of(byte[] file) {
        return "this is no database, but it is long enough to be one\n"
            .repeat(100)
            .getBytes(StandardCharsets.UTF_8);
      }
    },
    TRUNCATED {
      @Override
      byte[] of(byte[] file) {
        return Arrays.copyOf(file, file.length / 2);
      }
    },
    OVERWRITTEN {
      @Override
      byte[] of(byte[] file) {
        byte[] overwritten = file.clone();
        Arrays.fill(overwritten, file.length / 2, file.length, (byte) 0x5a);
        return overwritten;
      }
    };

    abstract byte[] of(byte[] file);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedDatabaseIsReportedAndStaysAsItIs(Damage damage) throws IOException {
    Path file = folder.resolve("cloud.db");
    try (Store store = open(false)) {
      store.transaction(
          c ->
              execute(
                  c,
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                      + " INSERT INTO word SELECT hex(randomblob(100)) FROM n"));
    }
    byte[] damaged = damage.of(Files.readAllBytes(file));
    Files.write(file, damaged);
    assertThatThrownBy(() -> Store.open(file))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("backup");
    assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
  }

  @Test
  void aLargeDatabaseIsReadWholeOnlyIfItsLastProcessDidNotCloseIt() throws IOException {
    Path file = folder.resolve("cloud.db");
    try (Store store = open(false)) {
      store.transaction(
          c -> execute(c, "INSERT INTO word VALUES (zeroblob(" + 2 * Database.READ_WHOLE + "))"));
    }
    try (var bytes = FileChannel.open(file, StandardOpenOption.WRITE)) {
      bytes.write(ByteBuffer.allocate(8192), Database.READ_WHOLE);
      bytes.write(ByteBuffer.wrap(new byte[] {0x5a, 0x5a, 0x5a, 0x5a}), Database.READ_WHOLE);
    }
    Store.open(file).close();
    Files.createFile(file.resolveSibling("cloud.db-wal"));
    assertThatThrownBy(() -> Store.open(file))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }
}
