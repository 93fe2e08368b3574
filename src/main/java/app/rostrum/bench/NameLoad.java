package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.Pause;
import app.rostrum.cloud.store.Store;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;

/** Measures the joins of many people to one stream, each with a name of their own. */
final class NameLoad {
  private static final String STREAM = "Many names";
  private static final int AT_ONCE = 20;

  /** The time after which the names of people who never appear are free again, and some more. */
  private static final Duration AWAY = Duration.ofSeconds(60);

  private static final int ON_A_SLOW_DISK = 500;
  private static final Duration SLOW_SYNC = Duration.ofMillis(5);

  private NameLoad() {}

  static void run(Figures figures, int people)
      throws IOException, InterruptedException, ExecutionException {
    run(figures, people, Duration.ZERO, "");
    run(
        figures,
        Math.min(people, ON_A_SLOW_DISK),
        SLOW_SYNC,
        ", on a disk that takes %d ms to sync".formatted(SLOW_SYNC.toMillis()));
  }

  private static void run(Figures figures, int people, Duration syncDelay, String disk)
      throws IOException, InterruptedException, ExecutionException {
    OkHttpClient http = HttpClients.create();
    try (var host = EmbeddedHost.startTemporary(Clock.systemUTC(), syncDelay);
        var pool = Threads.perTask("joins")) {
      Backend backend = Backends.open(http, host.url(), host.passcode());
      backend.createStream("Ada", STREAM, true, true);
      var next = new AtomicInteger();
      var refused = new AtomicInteger();
      var joining = new ArrayList<Future<List<Double>>>();
      Store.Statistics before = host.storage();
      double heap = LiveHeap.mebibytes();
      long begun = System.nanoTime();
      for (int i = 0; i < AT_ONCE; i++) {
        joining.add(pool.submit(() -> join(backend, people, next, refused)));
      }
      var times = new ArrayList<Double>();
      for (Future<List<Double>> each : joining) {
        times.addAll(each.get());
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      Store.Statistics after = host.storage();
      figures.times(
          "a join, with a name of one's own, %d at once%s".formatted(AT_ONCE, disk), times, "");
      figures.row(
          "  joins a second; refused",
          "%.0f".formatted(people / seconds),
          String.valueOf(refused.get()),
          people,
          "0 refused");
      figures.row(
          "  commits, syncs of the disk for each join",
          "%.1f".formatted((double) (after.commits() - before.commits()) / people),
          "%.2f".formatted((double) (after.syncs() - before.syncs()) / people),
          people,
          "<= 1 of each");
      double full = LiveHeap.mebibytes();
      Pause.of(AWAY);
      figures.row(
          "  heap in use for each; and when all have gone again",
          "%.1f KiB".formatted((full - heap) * 1024 / people),
          "%.1f KiB".formatted((LiveHeap.mebibytes() - heap) * 1024 / people),
          people,
          "");
    }
  }

  /** Joins with one name after the other; returns the times in milliseconds. */
  private static List<Double> join(
      Backend backend, int people, AtomicInteger next, AtomicInteger refused) {
    var times = new ArrayList<Double>();
    for (int i = next.getAndIncrement(); i < people; i = next.getAndIncrement()) {
      long begun = System.nanoTime();
      try {
        var unused = backend.joinAsViewer("Listener " + i, STREAM, null);
        times.add((System.nanoTime() - begun) / 1e6);
      } catch (BackendException e) {
        refused.incrementAndGet();
      }
    }
    return times;
  }
}
