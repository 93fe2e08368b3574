package app.rostrum.cloud.live;

import app.rostrum.threads.Loop;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Runs the turns of all mixes on a few threads that they share. Of the turns that are due the one
 * that has waited longest runs first, so a mix that takes long never has two turns while another
 * waits for one. A turn that fails does not keep the next ones from running. Safe for any thread.
 */
final class MixClock implements MixTurns, AutoCloseable {
  private record Turn(long due, Runnable task) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.signum(due - ((Turn) other).due);
    }
  }

  private final DelayQueue<Turn> waiting = new DelayQueue<>();
  private final List<Loop> threads;

  MixClock(int threads) {
    this.threads =
        IntStream.range(0, threads).mapToObj(i -> Loop.start("live-mix-" + i, this::step)).toList();
  }

  @Override
  public void at(long due, Runnable turn) {
    waiting.add(new Turn(due, turn));
  }

  private void step() throws InterruptedException {
    waiting.take().task().run();
  }

  /** Stops all mixes. */
  @Override
  public void close() {
    threads.forEach(Loop::close);
  }
}
