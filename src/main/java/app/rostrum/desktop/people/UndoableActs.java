package app.rostrum.desktop.people;

import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.UiThread;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The acts of a host that can be undone for five seconds. Those that nobody can take back wait that
 * long before they are carried out. UI thread only.
 */
public final class UndoableActs implements Pin {
  /** The time for which an act can be undone. */
  static final Duration TIME = Duration.ofSeconds(5);

  /** Shows that something has been done, with a way to undo it. */
  @FunctionalInterface
  public interface Offer {
    /** Shows an offer; the pin withdraws it. */
    Pin show(String message, Runnable undo);
  }

  private static final class Waiting {
    final Runnable act;
    Pin timer = Pin.NONE;
    Pin offer = Pin.NONE;

    Waiting(Runnable act) {
      this.act = act;
    }
  }

  private final UiThread ui;
  private final Offer offer;
  private final Set<Waiting> waiting = new LinkedHashSet<>();

  public UndoableActs(UiThread ui, Offer offer) {
    this.ui = ui;
    this.offer = offer;
  }

  /**
   * Carries out an act when the time is over.
   *
   * @param undone called instead if the person undoes it
   */
  void later(String message, Runnable act, Runnable undone) {
    var entry = new Waiting(act);
    waiting.add(entry);
    entry.timer = ui.after(TIME, () -> carryOut(entry));
    entry.offer =
        offer.show(
            message,
            () -> {
              if (waiting.remove(entry)) {
                entry.timer.close();
                undone.run();
              }
            });
  }

  /** Offers to take back what has been done already. */
  void done(String message, Runnable undo) {
    var unused = offer.show(message, undo);
  }

  private void carryOut(Waiting entry) {
    if (waiting.remove(entry)) {
      entry.timer.close();
      entry.offer.close();
      entry.act.run();
    }
  }

  /** Carries out at once what is waiting, because the stream is being left. */
  @Override
  public void close() {
    List.copyOf(waiting).forEach(this::carryOut);
  }
}
