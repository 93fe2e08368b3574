package app.rostrum.desktop.grid;

import app.rostrum.stream.Phase;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The speakers whom this person has muted for nobody but themselves, until the stream is left. It
 * is possible on stage only: in the audience all speakers come as one mix. UI thread only.
 */
public final class SilencedSpeakers {
  private final Supplier<StreamSession> session;
  private final Set<String> chosen = new HashSet<>();
  private final ReadOnlyObjectWrapper<Set<String>> silenced = new ReadOnlyObjectWrapper<>(Set.of());
  private boolean onStage;

  /**
   * @param session gives the session when the person chooses
   */
  public SilencedSpeakers(Supplier<StreamSession> session) {
    this.session = session;
  }

  /** Notes whether this person is on stage. */
  public void apply(StreamState state) {
    onStage = state.phase() instanceof Phase.OnStage;
    show();
  }

  /** Mutes a speaker for this person alone, or lets them be heard again. */
  public void toggle(String identity) {
    boolean silent = chosen.add(identity);
    if (!silent) {
      chosen.remove(identity);
    }
    session.get().silence(identity, silent);
    show();
  }

  private void show() {
    Set<String> now = onStage ? Set.copyOf(chosen) : Set.of();
    if (!now.equals(silenced.get())) {
      silenced.set(now);
    }
  }

  /** Returns whether speakers can be muted for this person alone. */
  public boolean possible() {
    return onStage;
  }

  /** The speakers who are not heard now. */
  public ReadOnlyObjectProperty<Set<String>> silencedProperty() {
    return silenced.getReadOnlyProperty();
  }
}
