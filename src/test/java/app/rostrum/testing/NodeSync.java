package app.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The official Sync SDK in a Node process of its own, driven by {@code sync-driver.cjs}. */
public final class NodeSync implements AutoCloseable {
  private static final Path HOME = Path.of("src/test/conformance").toAbsolutePath();

  /** What the SDK's listeners reported, in order. */
  public final List<JsonObject> events = new CopyOnWriteArrayList<>();

  private final Map<Integer, CompletableFuture<JsonObject>> calls = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final Process process;

  /** Starts Node with a version of the SDK, named as in package.json. */
  public NodeSync(String sdk) throws IOException {
    if (!Files.isDirectory(HOME.resolve("node_modules"))) {
      throw new IOException("run npm ci in src/test/conformance first");
    }
    process =
        new ProcessBuilder("node", "sync-driver.cjs", sdk)
            .directory(HOME.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread.ofVirtual().name("node-sync").start(this::read);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
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

  /** Runs a command and gives its result. */
  public JsonObject call(String op, Object... namesAndValues) throws Exception {
    JsonObject answer = answer(op, namesAndValues);
    assertThat(answer.get("error")).as(op).isNull();
    return answer.getAsJsonObject("result");
  }

  /** Whether a command succeeds, when it may not. */
  public boolean accepts(String op, Object... namesAndValues) throws Exception {
    return !answer(op, namesAndValues).has("error");
  }

  /** Runs a command that is refused, and gives status and code. */
  public List<Integer> refusal(String op, Object... namesAndValues) throws Exception {
    JsonObject answer = answer(op, namesAndValues);
    assertThat(answer.get("error")).as(op + " " + answer).isNotNull();
    JsonObject error = answer.getAsJsonObject("error");
    return List.of(error.get("status").getAsInt(), error.get("code").getAsInt());
  }

  private JsonObject answer(String op, Object... namesAndValues) throws Exception {
    var command = new JsonObject();
    int id = ids.incrementAndGet();
    command.addProperty("id", id);
    command.addProperty("op", op);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = (String) namesAndValues[i];
      switch (namesAndValues[i + 1]) {
        case Integer number -> command.addProperty(name, number);
        case JsonObject json -> command.add(name, json);
        case Object text -> command.addProperty(name, text.toString());
      }
    }
    var future = new CompletableFuture<JsonObject>();
    calls.put(id, future);
    process.outputWriter(StandardCharsets.UTF_8).write(command + "\n");
    process.outputWriter(StandardCharsets.UTF_8).flush();
    return future.get(30, TimeUnit.SECONDS);
  }

  /** The events of one object as words: {@code itemAdded bob {"a":1}}. */
  public List<String> words(String object) {
    return events.stream()
        .filter(e -> e.has("object") && e.get("object").getAsString().equals(object))
        .map(
            e ->
                e.get("event").getAsString()
                    + (e.get("key").isJsonNull() ? "" : " " + e.get("key").getAsString())
                    + (e.get("data").isJsonNull() ? "" : " " + e.get("data")))
        .toList();
  }

  /** The names of the events of the connection, states by their own name. */
  public List<String> connection() {
    return events.stream()
        .filter(e -> !e.has("object"))
        .map(e -> (e.has("state") ? e.get("state") : e.get("event")).getAsString())
        .toList();
  }

  @Override
  public void close() throws Exception {
    process.outputWriter().close();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
