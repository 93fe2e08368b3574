package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MixLoopTest {
  private static final long TICK = MixLoop.PERIOD_NANOS;
  private long now = 1_000_000_000;
  private final List<MixedFrame> sent = new ArrayList<>();
  private final LiveCounters counters = new LiveCounters();
  private final MixLoop loop =
      new MixLoop(
          "test", new Mixer(RawDecoder::new), (pcm, out) -> 3, sent::add, counters, () -> now);

  @Test
  void framesFollowAnAbsoluteGrid() {
    for (int i = 0; i < 5; i++) {
      now += TICK;
      now += i * 1_000_000L;
      loop.tick();
      now -= i * 1_000_000L;
    }
    assertThat(sent)
        .extracting(MixedFrame::timestamp)
        .containsExactly(0L, 960L, 1920L, 2880L, 3840L);
    assertThat(sent)
        .extracting(frame -> (frame.dueNanos() - 1_000_000_000) % TICK)
        .containsOnly(0L);
    assertThat(sent)
        .extracting(MixedFrame::marker)
        .containsExactly(true, false, false, false, false);
  }

  @Test
  void aLoopThatIsLateLeavesFramesOutInsteadOfCatchingUp() {
    now += TICK;
    loop.tick();
    now += 4 * TICK;
    loop.tick();
    assertThat(sent).hasSize(2);
    assertThat(sent.getLast().timestamp()).isEqualTo(4 * 960);
    assertThat(sent.getLast().marker()).isTrue();
    assertThat(counters.statistics().ticksSkipped()).isEqualTo(3);
  }

  @Test
  void afterAnErrorTheMixGoesOn() {
    var frames = new AtomicInteger();
    List<MixedFrame> mixed = new CopyOnWriteArrayList<>();
    MixLoop.MixEncoder failing =
        (pcm, out) -> {
          if (frames.incrementAndGet() == 2) {
            throw new AssertionError("on purpose");
          }
          return 3;
        };
    try (var running =
        new MixLoop(
            "test", new Mixer(RawDecoder::new), failing, mixed::add, counters, System::nanoTime)) {
      running.start();
      await().until(() -> mixed.size() >= 3);
    }
    assertThat(mixed.get(1).timestamp()).as("the frame that failed is left out").isGreaterThan(960);
  }

  @Test
  void silenceIsSentToo() {
    now += TICK;
    loop.tick();
    assertThat(sent.getFirst().level()).isEqualTo(127);
    assertThat(sent.getFirst().csrcs()).isEmpty();
    assertThat(sent.getFirst().opus()).hasSize(3);
  }
}
