package app.rostrum.desktop.ui;

/** Something that goes on until it is closed. Closing twice does nothing more. */
@FunctionalInterface
public interface Pin extends AutoCloseable {
  Pin NONE = () -> {};

  @Override
  void close();
}
