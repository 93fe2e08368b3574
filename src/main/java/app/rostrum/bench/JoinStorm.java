package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.bot.Bot;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cloud.live.Live;
import app.rostrum.cloud.live.LiveStatistics;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.stream.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/** Measures what listeners notice while a crowd joins them at once. */
final class JoinStorm {
  private JoinStorm() {}

  /**
   * @param listeners those who listen before the storm
   * @param joins those who join at once
   */
  static void run(Figures figures, int listeners, int joins)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var clock = Clock.systemUTC();
    OkHttpClient http = HttpClients.create();
    try (var host = EmbeddedHost.startTemporary(clock);
        Bot ada = MixLoad.speaker(http, host, clock, "Ada", Role.HOST, 110);
        var crowd = new Crowd(new InetSocketAddress("127.0.0.1", host.url().getPort()))) {
      Backend backend = Backends.open(http, host.url(), host.passcode());
      var admitted =
          new ArrayList<>(Audience.admit(backend, MixLoad.STREAM, (listeners + joins + 1) / 2));
      admitted.addAll(List.copyOf(admitted)); // A name may listen at two places.
      Audience.join(crowd, http, admitted.subList(0, listeners));
      Live live = host.cloud().live();
      live.forgetLateness();
      LiveStatistics before = live.statistics();
      long begun = System.nanoTime();
      Audience.join(crowd, http, admitted.subList(listeners, listeners + joins));
      double took = (System.nanoTime() - begun) / 1e9;
      LiveStatistics after = live.statistics();
      figures.row(
          "%d join %d listeners at once: all in after".formatted(joins, listeners),
          "%.1f s".formatted(took),
          "",
          joins,
          "<= 8 s");
      figures.row(
          "  lateness of the last packet of a frame (median, p99)",
          "%.1f ms".formatted(after.latenessMedian().toNanos() / 1e6),
          "%.1f ms".formatted(after.latenessP99().toNanos() / 1e6),
          (int) (after.framesMixed() - before.framesMixed()),
          "p99 <= 40 ms");
      figures.row(
          "  packets dropped by the sender, frames skipped",
          String.valueOf(after.packetsDropped() - before.packetsDropped()),
          String.valueOf(after.ticksSkipped() - before.ticksSkipped()),
          joins,
          "0");
      ada.session().endStream();
      ada.left().get(10, TimeUnit.SECONDS);
    }
  }
}
