package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.Pause;
import app.rostrum.files.TemporaryFolder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;

/** Measures the server's cost of thousands of idle Sync and chat connections. */
final class IdleConnections {
  private static final String STREAM = "idle";
  private static final int PEOPLE = 50;
  private static final int AT_ONCE = 100;
  private static final int SECONDS = 40;

  private IdleConnections() {}

  static void run(Figures figures, String mainClass, int connections) throws IOException {
    try (var data = TemporaryFolder.create("rostrum-idle")) {
      run(figures, mainClass, connections, data.path());
    }
  }

  private static void run(Figures figures, String mainClass, int connections, Path data)
      throws IOException {
    Process server =
        ChildProcess.start(
            mainClass,
            "-Xmx1g",
            "serve",
            "--json",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--data",
            data.toString());
    var sockets = new ArrayList<LeanTwilsock>();
    // Shut down below: closing it would wait for the sockets to end by themselves.
    HttpClient http = HttpClient.newHttpClient();
    try (var lines = server.inputReader(StandardCharsets.UTF_8)) {
      JsonObject ready = ready(lines);
      Backend backend =
          Backends.open(
              HttpClients.create(),
              URI.create(ready.get("url").getAsString()),
              ready.get("passcode").getAsString());
      var unused = backend.createStream("Hanna", STREAM, true);
      var people = new ArrayList<StreamCredentials>();
      for (int i = 0; i < PEOPLE; i++) {
        people.add(backend.joinAsViewer("Person " + i, STREAM, null));
      }
      double before = ChildProcess.residentMebibytes(server.pid());
      while (sockets.size() < connections) {
        var opening = new ArrayList<CompletableFuture<LeanTwilsock>>();
        for (int i = sockets.size(); i < connections && opening.size() < AT_ONCE; i++) {
          StreamCredentials person = people.get(i % PEOPLE);
          opening.add(i % 2 == 0 ? sync(http, person) : chat(http, person));
        }
        opening.forEach(each -> sockets.add(each.join()));
      }
      Pause.of(Duration.ofSeconds(5));
      double cpuBefore = cpuSeconds(server);
      Pause.of(Duration.ofSeconds(SECONDS));
      double cpu = (cpuSeconds(server) - cpuBefore) / SECONDS;
      double after = ChildProcess.residentMebibytes(server.pid());
      figures.row(
          "idle Sync and chat connections: the server's share of a core",
          "%.1f %%".formatted(cpu * 100),
          "",
          connections,
          "");
      figures.row(
          "  resident memory: before, with all of them",
          "%.0f MiB".formatted(before),
          "%.0f MiB".formatted(after),
          connections,
          "");
      figures.row(
          "  of that, per connection",
          "%.0f KiB".formatted((after - before) * 1024 / connections),
          "",
          0,
          "");
    } finally {
      sockets.forEach(LeanTwilsock::close);
      http.shutdownNow();
      server.destroyForcibly().onExit().join();
    }
  }

  private static JsonObject ready(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("{")
          && JsonParser.parseString(line) instanceof JsonObject event
          && event.get("event").getAsString().equals("ready")) {
        return event;
      }
    }
    throw new IOException("the server ended before it was ready");
  }

  private static CompletableFuture<LeanTwilsock> sync(HttpClient http, StreamCredentials person) {
    return LeanTwilsock.open(
            http, person.twilsock(), person.token(), LeanTwilsock.SYNC, notification -> {})
        .thenCompose(
            socket ->
                socket
                    .get("/v3/Maps/" + person.raisedHandsMap())
                    .thenCompose(map -> socket.subscribe(SyncFanOut.target(map, "map")))
                    .thenApply(done -> socket));
  }

  private static CompletableFuture<LeanTwilsock> chat(HttpClient http, StreamCredentials person) {
    return ChatLoad.follow(http, person, notification -> {}).thenApply(ChatLoad.Member::socket);
  }

  private static double cpuSeconds(Process process) {
    return process.info().totalCpuDuration().map(d -> d.toNanos() / 1e9).orElse(Double.NaN);
  }
}
