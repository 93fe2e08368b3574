package app.rostrum.cloud.live;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Turns that a test runs by moving a clock by hand. Not thread-safe. */
final class ManualTurns implements MixTurns {
  private record Turn(long due, Runnable task) {}

  private final PriorityQueue<Turn> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Turn::due));
  long now = 1_000_000_000;
  int run;

  @Override
  public void at(long due, Runnable turn) {
    waiting.add(new Turn(due, turn));
  }

  /** Lets time pass and runs what becomes due, at its time. */
  void pass(long nanos) {
    long until = now + nanos;
    while (!waiting.isEmpty() && waiting.peek().due() <= until) {
      Turn turn = waiting.remove();
      now = Math.max(now, turn.due());
      run++;
      turn.task().run();
    }
    now = until;
  }

  /** Lets time pass in which no turn can run. */
  void stall(long nanos) {
    now += nanos;
  }
}
