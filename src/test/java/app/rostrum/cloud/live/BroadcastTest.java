package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.rtc.SdpRefusedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BroadcastTest {
  private final LiveCounters counters = new LiveCounters();
  private final SenderThreads threads = new SenderThreads(2, counters);
  private final Broadcast broadcast = new Broadcast("VJ1", threads, counters);

  @AfterEach
  void stop() {
    threads.close();
  }

  @Test
  void aListenerThatHoldsUpItsThreadDelaysNobodyOnTheOther() {
    var stuck = new CountDownLatch(1);
    var slow = new Counting(stuck);
    var quick = new Counting(new CountDownLatch(0));
    broadcast.connect(slow);
    broadcast.connect(quick);
    for (int i = 0; i < 20; i++) {
      broadcast.send(frame(i));
      int sent = i + 1;
      await().until(() -> quick.heard.size() == sent);
    }
    assertThat(slow.heard).hasSizeLessThanOrEqualTo(1);
    stuck.countDown();
    await().until(() -> slow.heard.contains(19L));
    assertThat(slow.heard).as("the newest frames, and no more than wait").hasSizeLessThan(8);
    assertThat(counters.statistics().packetsDropped()).isEqualTo(20 - slow.heard.size());
  }

  @Test
  void aRemovedListenerGetsNoMoreFrames() {
    var peer = new Counting(new CountDownLatch(0));
    Runnable leave = broadcast.connect(peer);
    broadcast.send(frame(1));
    await().until(() -> peer.heard.size() == 1);
    leave.run();
    broadcast.send(frame(2));
    assertThat(counters.statistics().listeners()).isZero();
    assertThat(peer.heard).containsExactly(1L);
  }

  @Test
  void aListenerThatFailsHarmsNobodyOnItsThread() {
    for (int i = 0; i < threads.count(); i++) {
      broadcast.connect(new Failing(new AssertionError("on purpose")));
    }
    var healthy = new Counting(new CountDownLatch(0));
    broadcast.connect(healthy);
    for (int i = 0; i < 20; i++) {
      broadcast.send(frame(i));
      int sent = i + 1;
      await().until(() -> healthy.heard.size() == sent);
    }
  }

  @Test
  void whoStaysGetsEveryFrameInOrderWhileOthersComeAndGo() {
    var staying = new Counting(new CountDownLatch(0));
    broadcast.connect(staying);
    for (int i = 0; i < 20; i++) {
      var passing = new Counting(new CountDownLatch(0));
      Runnable leave = broadcast.connect(passing);
      broadcast.send(frame(2 * i));
      leave.run();
      broadcast.send(frame(2 * i + 1));
      int sent = 2 * (i + 1);
      await().until(() -> staying.heard.size() == sent);
      assertThat(passing.heard).doesNotContain(2L * i + 1);
    }
    assertThat(staying.heard).isEqualTo(LongStream.range(0, 40).boxed().toList());
  }

  @Test
  void aPacketOfSilenceIsNeverBehindTime() {
    var peer = new Counting(new CountDownLatch(0));
    broadcast.connect(peer);
    broadcast.send(packet(1, new byte[1]));
    broadcast.send(frame(2));
    await().until(() -> counters.packets().due() == 1);
    assertThat(counters.packets()).isEqualTo(new LiveCounters.Packets(1, 1, 1));
    assertThat(counters.statistics().packetsSent()).isEqualTo(2);
  }

  /** A frame that was due long ago. */
  private static MixedFrame frame(long timestamp) {
    return packet(timestamp, new byte[3]);
  }

  private static MixedFrame packet(long timestamp, byte[] opus) {
    return new MixedFrame(
        timestamp, timestamp, false, opus, 127, new int[0], new byte[0], 0, List.of());
  }

  private record Failing(Error failure) implements ListenerPeer {
    @Override
    public String answer(String offer) {
      return "";
    }

    @Override
    public void send(MixedFrame frame) {
      throw failure;
    }

    @Override
    public void close() {}
  }

  private record Counting(CountDownLatch gate, List<Long> heard) implements ListenerPeer {
    Counting(CountDownLatch gate) {
      this(gate, new CopyOnWriteArrayList<>());
    }

    @Override
    public String answer(String offer) throws SdpRefusedException {
      return "";
    }

    @Override
    public void send(MixedFrame frame) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      heard.add(frame.timestamp());
    }

    @Override
    public void close() {}
  }
}
