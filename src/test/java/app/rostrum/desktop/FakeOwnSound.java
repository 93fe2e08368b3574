package app.rostrum.desktop;

import app.rostrum.media.AudioDevices;
import app.rostrum.media.OwnSound;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The sound of a person whose rehearsals go on as a test wants. */
public final class FakeOwnSound implements OwnSound {
  private final List<Consumer<Rehearsal>> open = new CopyOnWriteArrayList<>();
  private volatile Runnable processing = () -> {};

  /** Runs an action each time the processing is applied. */
  public void onProcessing(Runnable action) {
    processing = action;
  }

  /** Tells of a moment of all open rehearsals. */
  public void tell(Rehearsal moment) {
    open.forEach(one -> one.accept(moment));
  }

  /** Returns the number of rehearsals that have not been ended by the person. */
  public int rehearsals() {
    return open.size();
  }

  @Override
  public void applyProcessing() {
    processing.run();
  }

  @Override
  public AudioDevices.Handle rehearse(Consumer<Rehearsal> moment) {
    Consumer<Rehearsal> own = moment::accept;
    open.add(own);
    return () -> open.remove(own);
  }
}
