package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.UiThread;
import app.rostrum.stream.StreamState;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one way of a stream's state to the UI thread. However fast states come, at most one is
 * applied per pulse, and it is the newest. Nothing is lost by that: a state says everything, and
 * notices are repeated until they are old.
 */
public final class StateBridge implements Consumer<StreamState> {
  private final UiThread ui;
  private final Consumer<StreamState> apply;
  private final AtomicReference<@Nullable StreamState> newest = new AtomicReference<>();
  private volatile boolean closed;

  /**
   * @param apply called on the UI thread
   */
  public StateBridge(UiThread ui, Consumer<StreamState> apply) {
    this.ui = ui;
    this.apply = apply;
  }

  /** Takes a state; safe for any thread. */
  @Override
  public void accept(StreamState state) {
    if (newest.getAndSet(state) == null) {
      ui.onNextPulse(this::deliver);
    }
  }

  private void deliver() {
    StreamState state = newest.getAndSet(null);
    if (state != null && !closed) {
      apply.accept(state);
    }
  }

  /** Nothing is applied any more. */
  void close() {
    closed = true;
  }
}
