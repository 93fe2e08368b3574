package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.Tone;
import app.rostrum.media.plain.Voice;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many listeners one core serves; prints what it measured. */
@Tag("bench")
class LiveBenchTest {
  private static final int LISTENERS = Integer.getInteger("bench.listeners", 1_000);
  private static final int STORM = 200;
  private static final int SECONDS = 10;

  @Test
  void serve() throws Exception {
    var stage = new LiveStage();
    Live live = stage.live;
    for (int i = 0; i < 4; i++) {
      stage.speaker("speaker" + i, new Voice(110 + 45 * i, -14));
    }
    await().until(() -> live.statistics().framesMixed() > 100);
    LightCrowd crowd =
        stage.opened(new LightCrowd(new InetSocketAddress("127.0.0.1", stage.port.port())));
    while (crowd.members().size() < LISTENERS) {
      storm(live, stage.streamer, crowd);
    }
    measure(live, crowd);
    stage.close();
  }

  /** From a speaker's packet to the listener's: encoding, buffer, mix and network, no playout. */
  @Test
  void latency() throws Exception {
    var spoken = new CopyOnWriteArrayList<Long>();
    try (var stage = new LiveStage()) {
      ListeningPeer listener = stage.listener();
      await().until(() -> listener.samples() > 48_000);
      stage.speaker("ada", new Bursts(spoken));
      await().atMost(Duration.ofSeconds(60)).until(() -> listener.onsets.size() >= 60);
      var delays = new ArrayList<Long>();
      for (long onset : listener.onsets) {
        spoken.stream()
            .filter(start -> start < onset)
            .max(Long::compare)
            .ifPresent(start -> delays.add((onset - start) / 1_000_000));
      }
      delays.sort(null);
      System.out.printf(
          "speaker's packet to listener's packet, %d bursts: median %d ms, p95 %d ms, max %d ms%n",
          delays.size(),
          delays.get(delays.size() / 2),
          delays.get(delays.size() * 95 / 100),
          delays.getLast());
    }
  }

  /** A tone of 100 ms, twice a second. */
  private static final class Bursts implements PcmSource {
    private final List<Long> starts;
    private Tone tone = new Tone(1000);
    private int frames;

    Bursts(List<Long> starts) {
      this.starts = starts;
    }

    @Override
    public boolean read(short[] frame) {
      int position = frames++ % 25;
      if (position == 0) {
        tone = new Tone(1000);
        starts.add(System.nanoTime());
      }
      if (position < 5) {
        return tone.read(frame);
      }
      Arrays.fill(frame, (short) 0);
      return true;
    }
  }

  /** Two hundred people at once. */
  private void storm(Live live, String streamer, LightCrowd crowd) throws Exception {
    LiveStatistics before = live.statistics();
    long began = System.nanoTime();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var joining = new ArrayList<Future<?>>();
      for (int i = Math.min(STORM, LISTENERS - crowd.members().size()); i > 0; i--) {
        LightCrowd.Member member = crowd.add();
        joining.add(
            pool.submit(
                () -> {
                  member.connect(offer -> answer(live, streamer, offer));
                  return true;
                }));
      }
      for (Future<?> each : joining) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> crowd.members().stream().allMatch(member -> member.packets > 0));
    LiveStatistics after = live.statistics();
    System.out.printf(
        "storm to %d listeners: %d ms, %d frames mixed, %d late, %d skipped%n",
        crowd.members().size(),
        (System.nanoTime() - began) / 1_000_000,
        after.framesMixed() - before.framesMixed(),
        after.framesLate() - before.framesLate(),
        after.ticksSkipped() - before.ticksSkipped());
  }

  private static String answer(Live live, String streamer, String offer) {
    HttpResponse answer =
        live.whep()
            .handle(
                new HttpRequest(
                    "POST",
                    "localhost",
                    "/whep/" + streamer,
                    Map.of(),
                    Map.of(
                        "content-type",
                        "application/sdp",
                        "authorization",
                        "Bearer " + Tokens.player(streamer, Instant.now().plusSeconds(600))),
                    offer.getBytes(StandardCharsets.UTF_8),
                    "127.0.0.1"));
    assertThat(answer.status()).isEqualTo(201);
    return answer.text();
  }

  private static void measure(Live live, LightCrowd crowd) {
    var threads = ManagementFactory.getThreadMXBean();
    live.forgetLateness();
    LiveStatistics before = live.statistics();
    long sendersBefore = cpu(threads, live);
    long mixBefore = mixCpu();
    long received = crowd.members().stream().mapToLong(r -> r.packets).sum();
    long lost = crowd.members().stream().mapToLong(r -> r.lost).sum();
    long began = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(SECONDS + 5))
        .until(() -> System.nanoTime() - began > SECONDS * 1_000_000_000L);
    double seconds = (System.nanoTime() - began) / 1e9;
    LiveStatistics after = live.statistics();
    System.out.printf(
        "%d listeners, %.1f s: %.0f packets/s sent, %.0f packets/s received, %d lost (%.3f %%), %d"
            + " dropped by the sender%n"
            + "sending threads %.1f %% of a core, mixing thread %.1f %% of a core%n"
            + "frames late %d, skipped %d of %d; lateness: median %.1f ms, p99 %.1f ms%n",
        crowd.members().size(),
        seconds,
        (after.packetsSent() - before.packetsSent()) / seconds,
        (crowd.members().stream().mapToLong(r -> r.packets).sum() - received) / seconds,
        crowd.members().stream().mapToLong(r -> r.lost).sum() - lost,
        100.0
            * (crowd.members().stream().mapToLong(r -> r.lost).sum() - lost)
            / Math.max(1, after.packetsSent() - before.packetsSent()),
        after.packetsDropped() - before.packetsDropped(),
        (cpu(threads, live) - sendersBefore) / seconds / 1e7,
        (mixCpu() - mixBefore) / seconds / 1e7,
        after.framesLate() - before.framesLate(),
        after.ticksSkipped() - before.ticksSkipped(),
        after.framesMixed() - before.framesMixed(),
        after.latenessMedian().toNanos() / 1e6,
        after.latenessP99().toNanos() / 1e6);
  }

  private static long cpu(java.lang.management.ThreadMXBean threads, Live live) {
    return live.senderThreadIds().stream().mapToLong(threads::getThreadCpuTime).sum();
  }

  private static long mixCpu() {
    var threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("mix-")) {
        sum += threads.getThreadCpuTime(id);
      }
    }
    return sum;
  }
}
