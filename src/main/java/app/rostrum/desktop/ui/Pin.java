package app.rostrum.desktop.ui;

/** A subscription, timer or running task that goes on until it is closed. Closing is idempotent. */
@FunctionalInterface
public interface Pin extends AutoCloseable {
  Pin NONE = () -> {};

  @Override
  void close();
}
