package app.rostrum.desktop.grid;

import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.stream.StreamState;
import java.util.LinkedHashSet;
import java.util.List;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Chooses the listeners whose faces stand below the grid: those with raised hands first. */
public final class AudienceViewModel {
  /** The largest number of faces. */
  static final int MOST = 20;

  private final ObservableList<String> faces = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();

  /** Shows a state of the stream. UI thread only. */
  public void apply(StreamState state) {
    var first = new LinkedHashSet<String>();
    for (StreamState.RaisedHand hand : state.raisedHands()) {
      if (first.size() < MOST) {
        first.add(hand.identity());
      }
    }
    for (String listener : state.audience()) {
      if (first.size() == MOST) {
        break;
      }
      first.add(listener);
    }
    ListDiff.apply(faces, List.copyOf(first), identity -> identity);
    count.set(Math.max(state.audience().size(), first.size()));
  }

  /** The identities to show, {@value #MOST} at most. */
  public ObservableList<String> faces() {
    return faces;
  }

  /** The number of all listeners. */
  public ReadOnlyIntegerProperty countProperty() {
    return count.getReadOnlyProperty();
  }
}
