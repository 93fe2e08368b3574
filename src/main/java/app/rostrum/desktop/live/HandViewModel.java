package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/** A listener's own hand and its place in the queue. UI thread only. */
public final class HandViewModel implements Pin {
  /** The button works again after this time, even without an answer. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final UiThread ui;
  private final ReadOnlyBooleanWrapper raised = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper pending = new ReadOnlyBooleanWrapper();
  private final ReadOnlyIntegerWrapper queuePlace = new ReadOnlyIntegerWrapper();
  private Optional<StreamSession> session = Optional.empty();
  private Pin answer = Pin.NONE;

  HandViewModel(UiThread ui) {
    this.ui = ui;
  }

  void begin(StreamSession begun) {
    session = Optional.of(begun);
  }

  /** Raises the hand, or lowers it. Does nothing while an earlier change is pending. */
  public void toggle() {
    if (session.isPresent() && !pending.get()) {
      pending.set(true);
      answer = ui.after(ANSWER, this::answered);
      session.get().raiseHand(!raised.get());
    }
  }

  void apply(StreamState state, boolean inAudience) {
    if (raised.get() != state.handRaised() || !inAudience) {
      answered();
    }
    raised.set(state.handRaised());
    queuePlace.set(placeOf(state));
  }

  /** Ends the wait for an answer, for example because the command failed. */
  void answered() {
    answer.close();
    pending.set(false);
  }

  private static int placeOf(StreamState state) {
    for (int i = 0; i < state.raisedHands().size(); i++) {
      if (state.raisedHands().get(i).identity().equals(state.identity())) {
        return i + 1;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    answer.close();
  }

  public ReadOnlyBooleanProperty raisedProperty() {
    return raised.getReadOnlyProperty();
  }

  /** True from the command to raise or lower the hand until its answer. */
  public ReadOnlyBooleanProperty pendingProperty() {
    return pending.getReadOnlyProperty();
  }

  /** The place in the queue: 1 is next, 0 means that the hand is down. */
  public ReadOnlyIntegerProperty queuePlaceProperty() {
    return queuePlace.getReadOnlyProperty();
  }
}
