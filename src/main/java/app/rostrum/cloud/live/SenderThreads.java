package app.rostrum.cloud.live;

import app.rostrum.rtc.PacketBatch;
import app.rostrum.threads.Loop;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that encrypt and send mixed frames, so that mixing never waits for a thousand listeners.
 * Each listener belongs to one thread, so its packets stay in order. A thread's queue is short, and
 * when it is full the oldest frame is dropped: late audio is worth less than a small gap.
 */
final class SenderThreads implements AutoCloseable {
  private static final int MAX_WAITING = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Logger LOG = LoggerFactory.getLogger(SenderThreads.class);

  private record Delivery(ListenerPeer[] peers, MixedFrame frame) {}

  private final class Sender {
    private final BlockingQueue<Delivery> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Loop loop;

    Sender(int number) {
      loop = Loop.start("live-send-" + number, () -> send(waiting.take()));
    }

    private void send(Delivery delivery) {
      PacketBatch.together(
          () -> {
            for (ListenerPeer peer : delivery.peers()) {
              send(peer, delivery.frame());
            }
          });
      if (delivery.frame().isSilence()) {
        counters.silence(delivery.peers().length);
      } else {
        counters.sent(delivery.peers().length, System.nanoTime() - delivery.frame().dueNanos());
      }
    }

    /**
     * Sends a frame to each listener. A failing listener must not cost the others of this thread
     * their frame.
     */
    private void send(ListenerPeer peer, MixedFrame frame) {
      try {
        peer.send(frame);
      } catch (Throwable failure) {
        long count = failures.incrementAndGet();
        if (Long.bitCount(count) == 1) {
          LOG.error("sending to a listener failed, {} times so far", count, failure);
        }
      }
    }

    void add(Delivery delivery) {
      while (!waiting.offer(delivery)) {
        Delivery oldest = waiting.poll();
        if (oldest != null) {
          drop(oldest);
        }
      }
    }
  }

  private final LiveCounters counters;
  private final List<Sender> senders;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicInteger nextIndex = new AtomicInteger();

  SenderThreads(int count, LiveCounters counters) {
    this.counters = counters;
    this.senders = IntStream.range(0, count).mapToObj(Sender::new).toList();
  }

  int count() {
    return senders.size();
  }

  /** Returns the index of the thread for a new listener, in turn. */
  int assign() {
    return Math.floorMod(nextIndex.getAndIncrement(), senders.size());
  }

  /** Sends a frame to some of that thread's listeners. Never waits. */
  void send(int index, ListenerPeer[] peers, MixedFrame frame) {
    senders.get(index).add(new Delivery(peers, frame));
  }

  /** Returns the CPU time of all sending threads so far; 0 where the JVM does not measure it. */
  long cpuNanos() {
    return THREADS.isThreadCpuTimeSupported()
        ? threadIds().stream().mapToLong(id -> Math.max(0, THREADS.getThreadCpuTime(id))).sum()
        : 0;
  }

  /** Returns the ids of the sending threads, to measure their cost. */
  List<Long> threadIds() {
    return senders.stream().map(s -> s.loop.thread().threadId()).toList();
  }

  /** Counts a frame that is left out; nobody misses silence. */
  private void drop(Delivery delivery) {
    if (!delivery.frame().isSilence()) {
      counters.dropped(delivery.peers().length);
    }
  }

  @Override
  public void close() {
    senders.forEach(s -> s.loop.close());
  }
}
