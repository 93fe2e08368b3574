package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Explanation;
import app.rostrum.desktop.ui.Messages;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * An interruption of the connection: whether there is one, why, for how long, and afterwards what
 * was missed. It is told after a second; at once, if it is known for its lasting. UI thread only.
 */
public final class InterruptionViewModel implements Pin {
  static final Duration TOLD_AFTER = Duration.ofSeconds(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final UiThread ui;
  private final Clock clock;
  private final Texts texts;
  private final Messages say;
  private final ReadOnlyBooleanWrapper told = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper reason = new ReadOnlyStringWrapper("");
  private final ReadOnlyLongWrapper seconds = new ReadOnlyLongWrapper();
  private Optional<StreamProblem> problem = Optional.empty();
  private boolean now;
  private Instant since = Instant.EPOCH;
  private Pin telling = Pin.NONE;
  private Pin counting = Pin.NONE;

  InterruptionViewModel(UiThread ui, Clock clock, Texts texts, Messages say) {
    this.ui = ui;
    this.clock = clock;
    this.texts = texts;
    this.say = say;
  }

  /** Takes the state of a stream that has been joined. */
  void apply(StreamState state, boolean onStage) {
    if (state.reconnecting()) {
      problem = state.trouble();
      reason.set(
          problem
              .map(trouble -> Explanation.whileInterrupted(trouble, state.streamName(), texts))
              .orElseGet(() -> texts.get("interrupted.LOST")));
      begin();
      if (problem.isPresent()) {
        tell();
      }
    } else if (now) {
      end(onStage);
    }
  }

  private void begin() {
    if (!now) {
      now = true;
      since = clock.instant();
      telling = ui.after(TOLD_AFTER, this::tell);
    }
  }

  private void tell() {
    telling.close();
    if (!told.get()) {
      count();
      told.set(true);
      counting = ui.every(SECOND, this::count);
    }
  }

  /** Counts by the clock, so that the time in which the computer slept counts, too. */
  private void count() {
    seconds.set(Math.max(0, Duration.between(since, clock.instant()).toSeconds()));
  }

  private void end(boolean onStage) {
    boolean wasTold = told.get();
    count();
    close();
    if (wasTold) {
      String key = onStage ? "interrupted.unheard" : "interrupted.missed";
      say.show(Toasts.Kind.SUCCESS, "connection", texts.get(key, elapsed(seconds.get())));
    }
  }

  /** Ends the interruption without a word. */
  @Override
  public void close() {
    telling.close();
    counting.close();
    now = false;
    problem = Optional.empty();
    told.set(false);
  }

  /** Returns a time as minutes and seconds, for example "1:05". */
  static String elapsed(long seconds) {
    return seconds / 60 + (seconds % 60 < 10 ? ":0" : ":") + seconds % 60;
  }

  /** Returns what is known to be the problem. */
  Optional<StreamProblem> problem() {
    return problem;
  }

  /** True from a second after the connection was lost until it is back. */
  public ReadOnlyBooleanProperty toldProperty() {
    return told.getReadOnlyProperty();
  }

  /** The reason, with what happens now. */
  public ReadOnlyStringProperty reasonProperty() {
    return reason.getReadOnlyProperty();
  }

  /** The time since the connection was lost, in whole seconds. */
  public ReadOnlyLongProperty secondsProperty() {
    return seconds.getReadOnlyProperty();
  }
}
