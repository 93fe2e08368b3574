package app.rostrum.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes that share a transaction, and what becomes of them when the disk or a statement fails.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class BatchTest {
  private static final int FREE = 1_000_000;

  @TempDir Path folder;
  private final Semaphore disk = new Semaphore(FREE);
  private volatile boolean full;
  private Store store;

  @BeforeEach
  void open() {
    store =
        Store.open(
            folder.resolve("cloud.db"),
            new Disk() {
              @Override
              public void beforeSync() {
                disk.acquireUninterruptibly();
              }

              @Override
              public boolean isFull(Path database) {
                return full;
              }
            });
    store.define(
        "CREATE TABLE IF NOT EXISTS word (text TEXT PRIMARY KEY)",
        "CREATE TABLE IF NOT EXISTS use (word TEXT NOT NULL REFERENCES word (text)"
            + " DEFERRABLE INITIALLY DEFERRED)");
  }

  @AfterEach
  void close() {
    disk.release(FREE);
    store.close();
  }

  private void reopen() {
    store.close();
    open();
  }

  private static void execute(Connection c, String sql) throws SQLException {
    try (var statement = c.createStatement()) {
      statement.execute(sql);
    }
  }

  private void queue(String... words) {
    for (String word : words) {
      store.queue(c -> execute(c, "INSERT INTO word VALUES ('" + word + "')"));
    }
  }

  private List<String> words() {
    return store.write(
        c -> {
          var words = new ArrayList<String>();
          try (var statement = c.createStatement();
              var row = statement.executeQuery("SELECT text FROM word ORDER BY rowid")) {
            while (row.next()) {
              words.add(row.getString(1));
            }
          }
          return words;
        });
  }

  private static void assertRefused(Runnable work, Reason reason) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void whatIsQueuedSharesACommitAndASync() {
    Store.Statistics before = store.statistics();
    queue("a", "b", "c");
    assertThat(store.statistics()).isEqualTo(before);
    store.sync();
    assertThat(store.statistics())
        .isEqualTo(new Store.Statistics(before.commits() + 1, before.syncs() + 1));
    reopen();
    assertThat(words()).containsExactly("a", "b", "c");
  }

  @Test
  void whatComesDuringASyncSharesTheNextCommit() {
    disk.drainPermits();
    long before = store.statistics().commits();
    var waiting = new ArrayList<Thread>();
    queue("first");
    waiting.add(Thread.startVirtualThread(store::sync));
    await().until(disk::hasQueuedThreads);
    for (String word : List.of("a", "b", "c")) {
      queue(word);
      waiting.add(Thread.startVirtualThread(store::sync));
    }
    disk.release();
    await().until(() -> !waiting.getFirst().isAlive() && disk.hasQueuedThreads());
    disk.release(FREE);
    await().until(() -> waiting.stream().noneMatch(Thread::isAlive));
    assertThat(store.statistics().commits()).isEqualTo(before + 2);
    assertThat(words()).containsExactly("first", "a", "b", "c");
  }

  @Test
  void workSharesTheCommitAndLeavesWhatWasQueuedIfItFails() {
    long before = store.statistics().commits();
    queue("a", "b");
    assertThatThrownBy(
            () ->
                store.write(
                    c -> {
                      execute(c, "INSERT INTO word VALUES ('refused')");
                      throw new AssertionError("refused");
                    }))
        .hasMessage("refused");
    assertThat(words()).containsExactly("a", "b");
    assertThat(store.statistics().commits()).isEqualTo(before + 1);
    store.sync();
    assertThat(store.statistics().commits()).isEqualTo(before + 1);
  }

  @Test
  void whoeverReadsOrWritesSeesWhatWasQueuedBefore() {
    queue("a");
    assertThat(words()).containsExactly("a");
    queue("b");
    store.<Boolean>write(
        c -> {
          execute(c, "INSERT INTO word VALUES ('c')");
          return true;
        });
    queue("d");
    reopen();
    assertThat(words()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void manyAreCommittedAlthoughNobodyWaits() {
    long before = store.statistics().commits();
    for (int i = 0; i <= 1000; i++) {
      queue("word " + i);
    }
    assertThat(store.statistics().commits()).isEqualTo(before + 10);
  }

  @Test
  void aChangeThatFailsIsNotThereAndThoseBeforeItAre() {
    queue("a");
    assertRefused(() -> queue("b", "a"), Reason.OTHER);
    assertThatThrownBy(
            () ->
                store.queue(
                    c -> {
                      execute(c, "INSERT INTO word VALUES ('error')");
                      throw new StackOverflowError();
                    }))
        .isInstanceOf(StackOverflowError.class);
    // As SQLite does by itself for want of room.
    assertRefused(
        () ->
            store.queue(
                c -> {
                  execute(c, "ROLLBACK");
                  throw new SQLException("database or disk is full");
                }),
        Reason.OTHER);
    queue("c");
    assertThat(words()).containsExactly("a", "b", "c");
    reopen();
    assertThat(words()).containsExactly("a", "b", "c");
  }

  @Test
  void aFullDiskRefusesBeforeAnythingIsWrittenAndIsUsedAgain() {
    queue("accepted");
    full = true;
    assertRefused(() -> queue("refused"), Reason.FULL);
    assertRefused(
        () ->
            store.write(
                c -> {
                  execute(c, "INSERT INTO word VALUES ('refused')");
                  return true;
                }),
        Reason.FULL);
    store.sync();
    assertThat(words()).containsExactly("accepted");
    full = false;
    queue("later");
    reopen();
    assertThat(words()).containsExactly("accepted", "later");
  }

  /** Simulates a disk that is full although it told otherwise: the commit fails. */
  @Test
  void whatWasAcceptedAndCannotBeCommittedWaitsAndNothingElseIsAccepted() {
    queue("accepted");
    var room = new AtomicBoolean();
    store.queue(
        c -> {
          if (!room.get()) {
            execute(c, "INSERT INTO use VALUES ('a word that is not there')");
          }
        });
    queue("accepted, too");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(store::sync)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("not on disk yet");
      assertRefused(() -> queue("refused"), Reason.OTHER);
      assertRefused(this::words, Reason.OTHER);
    }
    room.set(true);
    store.sync();
    queue("later");
    reopen();
    assertThat(words()).containsExactly("accepted", "accepted, too", "later");
  }

  @Test
  void aDiskThatDoesNotTellItsRoomIsUsed() {
    Disk real = () -> {};
    assertThat(real.isFull(folder.resolve("not there"))).isFalse();
    assertThat(real.isFull(folder)).isFalse();
  }

  @Test
  void aClosedStoreAndOneThatCannotSyncTakeNothing() throws IOException {
    Store failing =
        Store.open(
            folder.resolve("failing.db"),
            () -> {
              if (full) {
                throw new IOException("Input/output error");
              }
            });
    failing.define("CREATE TABLE word (text TEXT)");
    full = true;
    failing.queue(c -> execute(c, "INSERT INTO word VALUES ('unknown')"));
    assertThatThrownBy(failing::sync).hasMessageContaining("start again");
    assertRefused(() -> failing.queue(c -> {}), Reason.OTHER);
    assertThatThrownBy(failing::close).isInstanceOf(StoreException.class);
    full = false;
    store.close();
    assertRefused(() -> queue("late"), Reason.OTHER);
  }
}
