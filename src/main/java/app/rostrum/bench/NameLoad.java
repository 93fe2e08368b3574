package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.time.Clock;
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

  private NameLoad() {}

  static void run(Figures figures, int people)
      throws IOException, InterruptedException, ExecutionException {
    OkHttpClient http = HttpClients.create();
    try (var host = EmbeddedHost.startTemporary(Clock.systemUTC());
        var pool = Threads.perTask("joins")) {
      Backend backend = Backends.open(http, host.url(), host.passcode());
      backend.createStream("Ada", STREAM, true, true);
      var next = new AtomicInteger();
      var refused = new AtomicInteger();
      var joining = new ArrayList<Future<List<Double>>>();
      long begun = System.nanoTime();
      for (int i = 0; i < AT_ONCE; i++) {
        joining.add(pool.submit(() -> join(backend, people, next, refused)));
      }
      var times = new ArrayList<Double>();
      for (Future<List<Double>> each : joining) {
        times.addAll(each.get());
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      figures.times("a join, with a name of one's own, %d at once".formatted(AT_ONCE), times, "");
      figures.row(
          "  joins a second; refused",
          "%.0f".formatted(people / seconds),
          String.valueOf(refused.get()),
          people,
          "0 refused");
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
