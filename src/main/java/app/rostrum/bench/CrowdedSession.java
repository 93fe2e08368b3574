package app.rostrum.bench;

import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.threads.Timers;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session without a network, in the rhythm of real ones: levels are measured twelve times a
 * second, and states are published thirty times a second at most. Of the commands it knows those
 * that end it or turn the levels off.
 */
final class CrowdedSession implements InvocationHandler {
  private static final Duration PUBLISHING = Duration.ofMillis(33);
  private static final Duration METERING = Duration.ofMillis(80);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final CrowdedStream stream;
  private final double changesPerSecond;
  private final Consumer<StreamState> onState;
  private final Timers timers = Timers.withOwnThread("crowd");
  private final long begun = System.nanoTime();
  private boolean voices = true;
  private boolean over;
  private long changes;
  private StreamState last;
  private long metered;

  private CrowdedSession(
      CrowdedStream stream, double changesPerSecond, Consumer<StreamState> onState) {
    this.stream = stream;
    this.changesPerSecond = changesPerSecond;
    this.onState = onState;
    this.last = stream.state(true);
  }

  static StreamSession begin(
      CrowdedStream stream, double changesPerSecond, Consumer<StreamState> onState) {
    var session = new CrowdedSession(stream, changesPerSecond, onState);
    onState.accept(session.last);
    session.timers.after(PUBLISHING, session::publish);
    return (StreamSession)
        Proxy.newProxyInstance(
            StreamSession.class.getClassLoader(), new Class<?>[] {StreamSession.class}, session);
  }

  private synchronized void publish() {
    if (over) {
      return;
    }
    long now = System.nanoTime();
    boolean changed = false;
    for (long due = (long) ((now - begun) / 1e9 * changesPerSecond); changes < due; changes++) {
      stream.change();
      changed = true;
    }
    if (voices && stream.heard() && now - metered >= METERING.toNanos() - 1_000_000) {
      metered = now;
      stream.speak();
      changed = true;
    }
    if (changed) {
      give(stream.state(voices));
    }
    timers.after(pause(), this::publish);
  }

  /** Returns a time that is as long as can be, so that a calm stream costs as little as it does. */
  private Duration pause() {
    if (changesPerSecond > 1) {
      return PUBLISHING;
    }
    return voices && stream.heard() ? METERING : LONGEST;
  }

  private void give(StreamState state) {
    if (!state.equals(last)) {
      last = state;
      onState.accept(state);
    }
  }

  @Override
  public synchronized @Nullable Object invoke(
      Object proxy, Method method, Object @Nullable [] arguments) {
    switch (method.getName()) {
      case "state" -> {
        return last;
      }
      case "settled" -> {
        return CompletableFuture.completedFuture(null);
      }
      case "followLevels" -> voices = arguments != null && Boolean.TRUE.equals(arguments[0]);
      case "leave" -> end(new LeaveReason.Chosen());
      case "endStream" -> end(new LeaveReason.EndedByHost());
      case "close" -> {
        over = true;
        timers.close();
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      case "equals" -> {
        return arguments != null && proxy == arguments[0];
      }
      default -> {}
    }
    return null;
  }

  private void end(LeaveReason reason) {
    if (!over) {
      over = true;
      give(stream.state(new Phase.Left(reason), false));
    }
  }
}
