package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.UiThread;
import app.rostrum.stream.StreamState;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands states of a stream to the UI thread: at most one per pulse, the newest. Nothing is lost by
 * that, because each state is complete and repeats the last notices.
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

  /** Takes a state. Can be called from any thread. */
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

  /** Stops applying states. */
  void close() {
    closed = true;
  }
}
