package app.rostrum.cloud.live;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that encrypt and send mixed frames, so that mixing never waits for a thousand
 * listeners. Each listener belongs to one thread, so its packets stay in order. A thread's queue is
 * short: a frame that cannot be sent within a few ticks is worth nothing any more.
 */
final class SenderThreads implements AutoCloseable {
  private static final int MAX_WAITING = 8;
  private static final Logger LOG = LoggerFactory.getLogger(SenderThreads.class);

  private static final class Sender implements Runnable {
    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;

    Sender(int number) {
      thread = Thread.ofPlatform().daemon().name("live-send-" + number).unstarted(this);
      thread.setPriority(Thread.MAX_PRIORITY - 1);
      thread.start();
    }

    @Override
    public void run() {
      while (true) {
        try {
          waiting.take().run();
        } catch (InterruptedException e) {
          return;
        } catch (RuntimeException e) {
          LOG.error("sending to listeners failed", e);
        }
      }
    }
  }

  private final List<Sender> senders;
  private final AtomicInteger nextIndex = new AtomicInteger();

  SenderThreads(int count) {
    senders = IntStream.range(0, count).mapToObj(Sender::new).toList();
  }

  int count() {
    return senders.size();
  }

  /** The thread that a new listener belongs to, in turn. */
  int assign() {
    return Math.floorMod(nextIndex.getAndIncrement(), senders.size());
  }

  /**
   * Never waits.
   *
   * @return false if that thread has fallen too far behind
   */
  boolean execute(int index, Runnable work) {
    return senders.get(index).waiting.offer(work);
  }

  /** The sending threads' ids, to measure what they cost. */
  List<Long> threadIds() {
    return senders.stream().map(s -> s.thread.threadId()).toList();
  }

  @Override
  public void close() {
    senders.forEach(s -> s.thread.interrupt());
  }
}
