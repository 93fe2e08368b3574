package app.rostrum.server;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed on first use. If that fails, the next use tries again. */
final class Once<T> {
  private final Supplier<T> source;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T value;

  Once(Supplier<T> source) {
    this.source = source;
  }

  T get() {
    T known = value;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      T found = value;
      if (found == null) {
        found = source.get();
        value = found;
      }
      return found;
    } finally {
      lock.unlock();
    }
  }
}
