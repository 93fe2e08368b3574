package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.names.LineRule;
import app.rostrum.stream.Phase;
import app.rostrum.stream.StreamDesk;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** A listener's own hand and its place in the queue. UI thread only. */
public final class HandViewModel implements Pin {
  /** The button works again after this time, even without an answer. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final UiThread ui;
  private final ReadOnlyBooleanWrapper raised = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper pending = new ReadOnlyBooleanWrapper();
  private final ReadOnlyIntegerWrapper queuePlace = new ReadOnlyIntegerWrapper();
  private final ReadOnlyBooleanWrapper queueOpen = new ReadOnlyBooleanWrapper(true);
  private final ReadOnlyStringWrapper queueReason = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper maySay = new ReadOnlyBooleanWrapper();
  private Optional<StreamSession> session = Optional.empty();
  private Pin answer = Pin.NONE;

  HandViewModel(UiThread ui) {
    this.ui = ui;
  }

  void begin(StreamSession begun) {
    session = Optional.of(begun);
  }

  /**
   * Raises the hand, or lowers it. Does nothing while an earlier change is pending, or to raise it
   * while the queue is closed.
   */
  public void toggle() {
    if (session.isPresent() && !pending.get() && (raised.get() || queueOpen.get())) {
      pending.set(true);
      answer = ui.after(ANSWER, this::answered);
      session.get().raiseHand(!raised.get());
    }
  }

  /** Tells those who invite what this person wants to say. The hand keeps its place. */
  public void say(String text) {
    String line = LineRule.clean(text);
    if (session.isPresent() && raised.get() && !line.isEmpty()) {
      session.get().raiseHand(true, line);
    }
  }

  void apply(StreamState state, boolean inAudience) {
    if (raised.get() != state.handRaised() || !inAudience) {
      answered();
    }
    raised.set(state.handRaised());
    queuePlace.set(state.phase() instanceof Phase.InAudience ? placeOf(state) : 0);
    queueOpen.set(state.desk().map(StreamDesk::queueOpen).orElse(true));
    queueReason.set(state.desk().map(StreamDesk::queueReason).orElse(""));
    maySay.set(state.desk().isPresent() && queuePlace.get() > 0);
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

  /** True unless the host has closed the queue. */
  public ReadOnlyBooleanProperty queueOpenProperty() {
    return queueOpen.getReadOnlyProperty();
  }

  /** The reason why the host has closed the queue; empty if none was given. */
  public ReadOnlyStringProperty queueReasonProperty() {
    return queueReason.getReadOnlyProperty();
  }

  /** True while the hand is up and can carry a text. */
  public ReadOnlyBooleanProperty maySayProperty() {
    return maySay.getReadOnlyProperty();
  }

  /** The place in the queue: 1 is next, 0 means that the hand is down. */
  public ReadOnlyIntegerProperty queuePlaceProperty() {
    return queuePlace.getReadOnlyProperty();
  }
}
