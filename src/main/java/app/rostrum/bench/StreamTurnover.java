package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.files.TemporaryFolder;
import app.rostrum.host.DatabaseRows;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.threads.Threads;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;

/**
 * Measures what is left of streams that have ended: rows, file, heap and the time of a restart.
 * Each stream has a chat with a message, a host and a listener.
 */
final class StreamTurnover {
  private static final int AT_ONCE = 4;
  private static final String DATABASE = "rostrum.db";

  private StreamTurnover() {}

  /**
   * The sizes of a server after a restart.
   *
   * @param rows by table
   */
  private record Sizes(
      Map<String, Long> rows, double fileMebibytes, double heapMebibytes, double startMillis) {}

  static void run(Figures figures, int streams)
      throws IOException, InterruptedException, ExecutionException {
    int few = Math.max(1, streams / 10);
    try (var data = TemporaryFolder.create("rostrum-streams")) {
      var next = new AtomicInteger();
      long begun = System.nanoTime();
      beginAndEnd(data.path(), next, few);
      Sizes before = sizes(data.path());
      beginAndEnd(data.path(), next, streams);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Sizes after = sizes(data.path());
      figures.row(
          "streams with a chat, made and ended, a second",
          "%.0f".formatted(streams / seconds),
          "",
          streams,
          "");
      String title = "  left after %d, after %d: ".formatted(few, streams);
      figures.row(
          title + "MiB of database",
          "%.1f".formatted(before.fileMebibytes()),
          "%.1f".formatted(after.fileMebibytes()),
          streams,
          "flat");
      figures.row(
          "  heap in use",
          "%.0f MiB".formatted(before.heapMebibytes()),
          "%.0f MiB".formatted(after.heapMebibytes()),
          streams,
          "flat");
      figures.row(
          "  start of the server",
          "%.0f ms".formatted(before.startMillis()),
          "%.0f ms".formatted(after.startMillis()),
          streams,
          "flat");
      for (String table : after.rows().keySet()) {
        figures.row(
            "  rows of " + table,
            String.valueOf(before.rows().getOrDefault(table, 0L)),
            String.valueOf(after.rows().get(table)),
            streams,
            "flat");
      }
    }
  }

  private static EmbeddedHost start(Path data) throws IOException {
    return EmbeddedHost.start(
        new EmbeddedHost.Options("127.0.0.1", 0, data, Optional.empty(), false),
        Clock.systemUTC(),
        (name, fields) -> {});
  }

  private static void beginAndEnd(Path data, AtomicInteger next, int until)
      throws IOException, InterruptedException, ExecutionException {
    OkHttpClient http = HttpClients.create();
    HttpClient sockets = HttpClient.newHttpClient();
    try (var host = start(data);
        var pool = Threads.perTask("turnover")) {
      Backend backend = Backends.open(http, host.url(), host.passcode());
      var working = new ArrayList<Future<?>>();
      for (int i = 0; i < AT_ONCE; i++) {
        working.add(
            pool.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < until; n = next.getAndIncrement()) {
                    beginAndEnd(backend, sockets, n);
                  }
                }));
      }
      for (Future<?> each : working) {
        each.get();
      }
      next.set(until);
    } finally {
      sockets.shutdownNow();
      http.connectionPool().evictAll();
    }
  }

  private static void beginAndEnd(Backend backend, HttpClient sockets, int number) {
    String stream = "Stream " + number;
    StreamCredentials host = backend.createStream("Host " + number, stream, true);
    StreamCredentials listener = backend.joinAsViewer("Listener " + number, stream, null);
    var message = new JsonObject();
    message.addProperty("body", "message " + number);
    message.addProperty("attributes", "{}");
    ChatLoad.Member member = ChatLoad.follow(sockets, listener, notification -> {}).join();
    var unused = member.socket().call("POST", member.messagesUrl(), message).join();
    member.socket().close();
    backend.deleteStream(stream, host.token());
  }

  /** Starts a server anew and looks at what it has. */
  private static Sizes sizes(Path data) throws IOException {
    long begun = System.nanoTime();
    try (EmbeddedHost host = start(data)) {
      double startMillis = (System.nanoTime() - begun) / 1e6;
      double heap = LiveHeap.mebibytes();
      return new Sizes(
          DatabaseRows.byTable(data.resolve(DATABASE)),
          Files.size(data.resolve(DATABASE)) / 1048576.0,
          heap,
          startMillis);
    }
  }
}
