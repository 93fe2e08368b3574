package app.rostrum.threads;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed on first use. If that fails, the next use tries again. Any thread. */
public final class Once<T> implements Supplier<T> {
  private final Supplier<T> source;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T value;

  public Once(Supplier<T> source) {
    this.source = source;
  }

  @Override
  public T get() {
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
