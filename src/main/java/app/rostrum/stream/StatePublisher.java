package app.rostrum.stream;

import app.rostrum.threads.Timers.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes states to the consumer: a changed phase at once, other changes at most once an {@link
 * #INTERVAL}, and never an equal state. On the loop only, except {@link #last}.
 */
final class StatePublisher {
  /** Thirty a second: twice what eyes need for levels, half of what a screen draws. */
  static final Duration INTERVAL = Duration.ofMillis(33);

  private static final Logger log = LoggerFactory.getLogger(StatePublisher.class);
  private final SessionLoop loop;
  private final Supplier<StreamState> compose;
  private final Consumer<StreamState> consumer;
  private volatile StreamState last;
  private long lastTime;
  private @Nullable Timer timer;
  private boolean ended;

  StatePublisher(
      SessionLoop loop,
      StreamState first,
      Supplier<StreamState> compose,
      Consumer<StreamState> to) {
    this.loop = loop;
    this.last = first;
    this.compose = compose;
    this.consumer = to;
    this.lastTime = loop.nanoTime() - INTERVAL.toNanos();
  }

  StreamState last() {
    return last;
  }

  /** Publishes the first state. */
  void start() {
    give(last);
  }

  /** Publishes the state soon, if it has changed. */
  void changed(Phase phase) {
    long since = loop.nanoTime() - lastTime;
    if (!phase.equals(last.phase()) || since >= INTERVAL.toNanos()) {
      emit();
    } else if (timer == null && !ended) {
      timer =
          loop.after(
              INTERVAL.minusNanos(since),
              () -> {
                timer = null;
                emit();
              });
    }
  }

  private void emit() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (ended) {
      return;
    }
    StreamState state = compose.get();
    if (!state.equals(last)) {
      last = state;
      ended = state.phase() instanceof Phase.Left;
      give(state);
    }
  }

  private void give(StreamState state) {
    lastTime = loop.nanoTime();
    try {
      consumer.accept(state);
    } catch (Throwable e) {
      log.error("the consumer of a session's states failed", e);
    }
  }
}
