package app.rostrum.testing;

import app.rostrum.threads.Threads;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A Rostrum command in a process of its own, with the events that it prints as JSON. */
public final class RostrumProcess implements AutoCloseable {
  private final String label;
  private final Process process;
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();

  private RostrumProcess(String label, Process process) {
    this.label = label;
    this.process = process;
  }

  /** Starts {@code ./rostrum ARGUMENTS}; its standard error goes into a log file. */
  public static RostrumProcess start(String label, String... arguments) throws IOException {
    return start(label, Map.of(), arguments);
  }

  /** Starts a command with additions to the environment. */
  public static RostrumProcess start(
      String label, Map<String, String> environment, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of("rostrum").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    var logs = new File("target/logs");
    if (!logs.isDirectory() && !logs.mkdirs()) {
      throw new IOException("cannot make " + logs);
    }
    var builder =
        new ProcessBuilder(command).redirectError(new File(logs, "process-" + label + ".log"));
    builder.environment().putAll(environment);
    var started = new RostrumProcess(label, builder.start());
    Threads.startDaemon("reads-" + label, started::read);
    return started;
  }

  private void read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try {
          if (JsonParser.parseString(line) instanceof JsonObject event) {
            events.add(event);
          }
        } catch (JsonParseException e) {
          throw new IllegalStateException(label + " printed a line that is not JSON: " + line, e);
        }
      }
    } catch (IOException e) {
      // The process ended while it wrote.
    }
  }

  /** Returns the events printed so far. */
  public List<JsonObject> events() {
    return List.copyOf(events);
  }

  /** Returns the number of events printed so far, for {@link #awaitAfter}. */
  public int mark() {
    return events.size();
  }

  /** Waits for an event with this name that matches. */
  public JsonObject await(String name, Duration limit, Predicate<JsonObject> matches) {
    return awaitAfter(0, name, limit, matches);
  }

  /** Waits for an event that is printed after a mark. */
  public JsonObject awaitAfter(
      int mark, String name, Duration limit, Predicate<JsonObject> matches) {
    return Awaitility.await(label + " prints " + name)
        .atMost(limit)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                events.stream()
                    .skip(mark)
                    .filter(e -> name.equals(e.get("event").getAsString()))
                    .filter(matches)
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  public long pid() {
    return process.pid();
  }

  /** Kills it, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** Waits for its end and returns its exit code. */
  public int exitCode(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(label + " has not ended within " + limit);
    }
    return process.exitValue();
  }

  /** Asks it to end, as {@code kill} does, and goes on to read what it prints. */
  public void terminate() {
    process.toHandle().destroy();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (process.waitFor(500, TimeUnit.MILLISECONDS)) {
      return;
    }
    process.destroy(); // A server hurries at the second signal.
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
