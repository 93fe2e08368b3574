package app.rostrum.cloud.store;

import app.rostrum.cloud.figures.Latencies;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings the database's log to the disk, for all changes that wait at once: whoever finds no sync
 * in progress commits what there is and begins one, and the others wait for it or for the next.
 * Because the log is one file that is read up to the first hole, a commit is on disk no earlier
 * than those before it. After a sync has failed nobody knows what is on disk, so all later ones
 * fail, too. Thread-safe.
 */
final class LogSync {
  /** The call that syncs the file. */
  @FunctionalInterface
  interface Call {
    void run() throws IOException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Runnable commit;
  private Call call;
  private long written;
  private long synced;
  private final Latencies times = new Latencies();
  private long syncs;
  private boolean syncing;
  private @Nullable IOException failure;

  /**
   * @param commit writes to the log whatever is not committed yet; what it throws is thrown to one
   *     of those who wait, and the next one tries again
   * @param call syncs the log
   */
  LogSync(Runnable commit, Call call) {
    this.commit = commit;
    this.call = call;
  }

  /** Counts a change, committed or waiting for it. */
  void written() {
    lock.lock();
    try {
      written++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything written before this call is on disk.
   *
   * @throws IOException if it cannot be brought there
   */
  void await() throws IOException {
    lock.lock();
    try {
      long newest = written;
      while (synced < newest) {
        check();
        if (syncing) {
          changed.awaitUninterruptibly();
        } else {
          commitAndSync();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Throws if a sync has failed.
   *
   * @throws IOException that of the sync
   */
  void check() throws IOException {
    lock.lock();
    try {
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private void commitAndSync() {
    long newest = written;
    lock.unlock();
    try {
      commit.run();
    } finally {
      lock.lock();
    }
    if (!syncing && synced < newest) {
      sync(newest);
    }
  }

  /** Syncs without the lock, so that others can write meanwhile. */
  private void sync(long newest) {
    Call running = call;
    IOException failed = new IOException("interrupted by an error");
    syncing = true;
    lock.unlock();
    long begun = System.nanoTime();
    try {
      running.run();
      times.add(System.nanoTime() - begun);
      failed = null;
    } catch (IOException e) {
      failed = e;
    } finally {
      lock.lock();
      syncing = false;
      syncs++;
      if (failed == null) {
        synced = newest;
      } else {
        failure = failed;
      }
      changed.signalAll();
    }
  }

  /** Replaces the call, once the one in progress is done; the file may be another one. */
  void use(Call next) {
    lock.lock();
    try {
      while (syncing) {
        changed.awaitUninterruptibly();
      }
      call = next;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the times that syncs have taken, failed ones left out. */
  Latencies times() {
    return times;
  }

  /** Returns the number of syncs. */
  long syncs() {
    lock.lock();
    try {
      return syncs;
    } finally {
      lock.unlock();
    }
  }
}
