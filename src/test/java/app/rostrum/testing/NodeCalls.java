package app.rostrum.testing;

import app.rostrum.threads.Threads;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands of a script of {@code src/test/conformance} side by side. An answer has its
 * command's id; a line without an id is an event. All methods can be called from any thread.
 */
final class NodeCalls implements AutoCloseable {
  /** The events so far, in order. */
  final List<JsonObject> events = new CopyOnWriteArrayList<>();

  private final Map<Integer, CompletableFuture<JsonObject>> calls = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final NodeProcess process;

  /** Starts a script; its standard error is shown. */
  NodeCalls(String script, String... arguments) throws IOException {
    process = new NodeProcess(Map.of(), Redirect.INHERIT, script, arguments);
    Threads.startVirtual("reads-" + script, this::readAll);
  }

  private void readAll() {
    try {
      for (Optional<JsonObject> line = process.read(); line.isPresent(); line = process.read()) {
        JsonObject json = line.get();
        if (json.has("id")) {
          CompletableFuture<JsonObject> call = calls.remove(json.get("id").getAsInt());
          if (call != null) {
            call.complete(json);
          }
        } else {
          events.add(json);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Begins a command; the future's object has {@code result} or {@code error}.
   *
   * @param namesAndValues names and values of parameters, alternating
   */
  CompletableFuture<JsonObject> begin(String op, @Nullable Object... namesAndValues)
      throws IOException {
    var command = new JsonObject();
    int id = ids.incrementAndGet();
    command.addProperty("id", id);
    command.addProperty("op", op);
    NodeProcess.put(command, namesAndValues);
    var answer = new CompletableFuture<JsonObject>();
    calls.put(id, answer);
    process.write(command);
    return answer;
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
