package app.rostrum.desktop.reactions;

import app.rostrum.stream.Reaction;
import app.rostrum.stream.StreamReactions;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The reactions of a stream, counted, and the sending of one's own. UI thread only. */
public final class ReactionsViewModel {
  private final ReadOnlyBooleanWrapper available = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Map<Reaction, Integer>> counts =
      new ReadOnlyObjectWrapper<>(Map.of());
  private Optional<StreamSession> session = Optional.empty();

  /** Takes over the session once it has begun. */
  public void begin(StreamSession begun) {
    session = Optional.of(begun);
  }

  /** Shows a state of the stream. */
  public void apply(StreamState state) {
    available.set(state.reactions().isPresent());
    counts.set(state.reactions().map(StreamReactions::counts).orElse(Map.of()));
  }

  /** Sends a reaction, if the deployment has them. */
  public void send(Reaction reaction) {
    if (available.get()) {
      session.ifPresent(s -> s.react(reaction));
    }
  }

  /** True on deployments that have reactions. */
  public ReadOnlyBooleanProperty availableProperty() {
    return available.getReadOnlyProperty();
  }

  /** The number of times that each reaction came in the last seconds. */
  public ReadOnlyObjectProperty<Map<Reaction, Integer>> countsProperty() {
    return counts.getReadOnlyProperty();
  }
}
