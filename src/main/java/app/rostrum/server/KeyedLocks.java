package app.rostrum.server;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Locks by key. Keys share a fixed number of locks, so nobody may hold two. */
final class KeyedLocks {
  private final ReentrantLock[] locks = new ReentrantLock[256];

  KeyedLocks() {
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  <T> T hold(String key, Supplier<T> work) {
    ReentrantLock lock = locks[Math.floorMod(key.hashCode(), locks.length)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
