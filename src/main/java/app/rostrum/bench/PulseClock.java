package app.rostrum.bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import javafx.animation.AnimationTimer;

/**
 * Times the pulses of the toolkit, and what is drawn by them. A pulse begins when the picture of
 * the one before is done, so something counts as drawn when the pulse after its own begins. UI
 * thread only.
 */
final class PulseClock extends AnimationTimer {
  private final List<Waiting> waiting = new ArrayList<>();
  private List<Double> gaps = new ArrayList<>();
  private long last;

  /** A wait for something to be drawn. */
  private static final class Waiting {
    final BooleanSupplier there;
    final LongConsumer drawn;
    boolean found;

    Waiting(BooleanSupplier there, LongConsumer drawn) {
      this.there = there;
      this.drawn = drawn;
    }
  }

  @Override
  public void handle(long ignored) {
    long now = System.nanoTime();
    if (last != 0) {
      gaps.add((now - last) / 1e6);
    }
    last = now;
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting one = each.next();
      if (one.found) {
        each.remove();
        one.drawn.accept(now);
      } else {
        one.found = one.there.getAsBoolean();
      }
    }
  }

  /**
   * Tells when something was drawn.
   *
   * @param there whether it is in the scene
   * @param drawn takes the time, as {@link System#nanoTime} tells it
   */
  void await(BooleanSupplier there, LongConsumer drawn) {
    waiting.add(new Waiting(there, drawn));
  }

  /** Returns the times between pulses since the last call, in milliseconds. */
  List<Double> takeGaps() {
    List<Double> taken = gaps;
    gaps = new ArrayList<>();
    last = 0;
    return taken;
  }

  @Override
  public void stop() {
    super.stop();
    takeGaps();
  }
}
