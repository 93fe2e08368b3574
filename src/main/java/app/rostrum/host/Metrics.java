package app.rostrum.host;

import app.rostrum.about.Version;
import app.rostrum.cloud.embedded.EmbeddedCloud;
import app.rostrum.cloud.figures.Latencies;
import app.rostrum.cloud.live.LiveStatistics;
import app.rostrum.cloud.rooms.Rooms;
import app.rostrum.cloud.store.Store;
import app.rostrum.rtc.MediaPort;
import app.rostrum.server.ReferenceBackend;
import app.rostrum.web.WebServer;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The figures of a server in the terms of Prometheus, read anew each time. The parts count for
 * themselves and do not know of this. Labels have words of the program only, never names of people
 * or streams, addresses or SIDs. Safe for any thread.
 */
final class Metrics {
  /** The bounds of the histograms, in seconds. A frame of the mix is due every 20 ms. */
  private static final double[] LATENESS = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.04, 0.1, 0.5, Double.POSITIVE_INFINITY
  };

  private static final double[] DISK = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, Double.POSITIVE_INFINITY
  };

  /**
   * The parts that are read.
   *
   * @param state what {@code /readyz} goes by
   */
  record Sources(
      EmbeddedCloud cloud,
      ReferenceBackend backend,
      Store store,
      MediaPort media,
      WebServer web,
      Supplier<Readiness.State> state) {}

  private final Sources sources;

  Metrics(Sources sources) {
    this.sources = sources;
  }

  /** Reads all figures. */
  MetricSnapshots read() {
    var all = new ArrayList<MetricSnapshot>();
    addServer(all);
    addPeople(all);
    addSound(all);
    addStore(all);
    ProcessMetrics.addTo(all);
    return new MetricSnapshots(all);
  }

  private void addServer(List<MetricSnapshot> all) {
    all.add(
        Snapshots.info("rostrum_build", "The version that runs.", "version", Version.current()));
    all.add(
        Snapshots.gauge(
            "rostrum_ready",
            "1 if the server takes people, as /readyz has it.",
            sources.state().get() == Readiness.State.READY && sources.store().isUsable() ? 1 : 0));
    all.add(
        Snapshots.gauge(
            "rostrum_connections",
            "Open connections of the HTTP port, WebSockets included.",
            sources.web().connections()));
    all.add(
        Snapshots.gauge(
            "rostrum_twilsock_connections",
            "Open connections for Sync and chat.",
            sources.cloud().twilsockConnections()));
  }

  private void addPeople(List<MetricSnapshot> all) {
    Rooms.Statistics rooms = sources.cloud().rooms();
    int listeners = sources.cloud().live().statistics().listeners();
    all.add(Snapshots.gauge("rostrum_streams", "Live streams.", sources.backend().liveStreams()));
    all.add(Snapshots.gauge("rostrum_rooms", "Rooms in progress.", rooms.rooms()));
    all.add(
        Snapshots.gauges(
            "rostrum_people",
            "People now: speakers in rooms, listeners of streams.",
            "role",
            Map.of("speaker", rooms.participants(), "listener", listeners)));
    all.add(
        Snapshots.counters(
            "rostrum_joins",
            "People admitted, by role.",
            List.of("role"),
            Map.of(List.of(), sources.backend().joins())));
    all.add(
        Snapshots.counters(
            "rostrum_refusals",
            "Refusals: of the backend by their phrase, of rooms by Twilio's code, of listeners and"
                + " of the HTTP port by status.",
            List.of("part", "reason"),
            Map.of(
                List.of("backend"), sources.backend().refusals(),
                List.of("room"), rooms.refusals(),
                List.of("listening"), sources.cloud().live().refusals(),
                List.of("http"), sources.web().refusals())));
  }

  private void addSound(List<MetricSnapshot> all) {
    LiveStatistics live = sources.cloud().live().statistics();
    all.add(Snapshots.counter("rostrum_mix_frames", "Frames of 20 ms mixed.", live.framesMixed()));
    all.add(
        Snapshots.counter(
            "rostrum_mix_frames_late",
            "Frames handed on more than 10 ms after they were due.",
            live.framesLate()));
    all.add(
        Snapshots.counter(
            "rostrum_mix_frames_missing",
            "Frames left out because a mix fell behind; listeners miss them.",
            live.ticksSkipped()));
    all.add(
        histogram(
            "rostrum_mix_lateness_seconds",
            "Time between a frame's due time and its last packet's leaving.",
            sources.cloud().live().lateness(),
            LATENESS));
    all.add(
        Snapshots.counter(
            "rostrum_listener_packets", "Packets sent to listeners.", live.packetsSent()));
    all.add(
        Snapshots.counter(
            "rostrum_listener_packets_dropped",
            "Packets not sent because a sending thread fell behind; listeners miss them.",
            live.packetsDropped()));
    all.add(
        Snapshots.counters(
            "rostrum_media_datagrams_lost",
            "Datagrams of the UDP port dropped here: received and not handled, or refused by the"
                + " system.",
            List.of("direction"),
            Map.of(
                List.of(),
                Map.of(
                    "received", sources.media().packetsDropped(),
                    "sent", sources.media().packetsUnsent()))));
  }

  private void addStore(List<MetricSnapshot> all) {
    all.add(
        Snapshots.counter(
            "rostrum_store_commits",
            "Commits that have written something.",
            sources.store().statistics().commits()));
    all.add(
        histogram(
            "rostrum_store_sync_seconds",
            "Time that the disk takes to make changes last; answers wait for it.",
            sources.store().syncTimes(),
            DISK));
  }

  private static MetricSnapshot histogram(
      String name, String help, Latencies latencies, double[] bounds) {
    return Snapshots.histogram(
        name, help, bounds, latencies.upTo(bounds), latencies.sum().toNanos() / 1e9);
  }
}
