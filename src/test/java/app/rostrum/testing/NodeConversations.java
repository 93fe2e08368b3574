package app.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
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
import java.util.stream.Stream;

/**
 * The official Conversations SDK in a Node process of its own, driven by {@code
 * conversations-driver.cjs}. Several clients, by name, share it.
 */
public final class NodeConversations implements AutoCloseable {
  private static final Path HOME = Path.of("src/test/conformance").toAbsolutePath();

  /** What the listeners of all clients reported, in order. */
  public final List<JsonObject> events = new CopyOnWriteArrayList<>();

  private final Map<Integer, CompletableFuture<JsonObject>> calls = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final Process process;

  /** Starts Node with one version of the SDK. */
  public NodeConversations(Sdk sdk) throws IOException {
    this("conversations-driver.cjs", sdk.module());
  }

  private NodeConversations(String... script) throws IOException {
    if (!Files.isDirectory(HOME.resolve("node_modules"))) {
      throw new IOException("run npm ci in src/test/conformance first");
    }
    process =
        new ProcessBuilder(Stream.concat(Stream.of("node"), Stream.of(script)).toList())
            .directory(HOME.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread.ofVirtual().name("node-conversations").start(this::read);
  }

  /** Starts headless Chromium, whose pages have the SDK's bundle: {@code conversations-browser}. */
  public static NodeConversations inBrowser() throws IOException {
    return new NodeConversations("conversations-browser.cjs");
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

  /** Runs a command of one client and gives its result. */
  public JsonObject call(String who, String op, Object... namesAndValues) throws Exception {
    return result(op, begin(who, op, namesAndValues));
  }

  /** Waits for a command that was begun. */
  public JsonObject result(String op, CompletableFuture<JsonObject> call) throws Exception {
    JsonObject answer = call.get(40, TimeUnit.SECONDS);
    assertThat(answer.get("error")).as(op).isNull();
    return answer.getAsJsonObject("result");
  }

  /** Runs a command that is refused, and gives {@code status/code}. */
  public String refusal(String who, String op, Object... namesAndValues) throws Exception {
    JsonObject answer = begin(who, op, namesAndValues).get(40, TimeUnit.SECONDS);
    assertThat(answer.get("error")).as(op + " " + answer).isNotNull();
    JsonObject error = answer.getAsJsonObject("error");
    return error.get("status") + "/" + error.get("code");
  }

  /** Begins a command; the future has {@code result} or {@code error}. */
  public CompletableFuture<JsonObject> begin(String who, String op, Object... namesAndValues)
      throws IOException {
    var command = new JsonObject();
    int id = ids.incrementAndGet();
    command.addProperty("id", id);
    command.addProperty("op", op);
    command.addProperty("who", who);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = (String) namesAndValues[i];
      switch (namesAndValues[i + 1]) {
        case Number number -> command.addProperty(name, number);
        case Boolean flag -> command.addProperty(name, flag);
        case JsonElement json -> command.add(name, json);
        case Object text -> command.addProperty(name, text.toString());
      }
    }
    var future = new CompletableFuture<JsonObject>();
    calls.put(id, future);
    synchronized (process) {
      process.outputWriter(StandardCharsets.UTF_8).write(command + "\n");
      process.outputWriter(StandardCharsets.UTF_8).flush();
    }
    return future;
  }

  /** The events of one kind that one client reported. */
  public List<JsonObject> heard(String who, String event) {
    return events.stream()
        .filter(e -> e.has("who") && e.get("who").getAsString().equals(who))
        .filter(e -> e.get("event").getAsString().equals(event))
        .toList();
  }

  /** The bodies of the messages that one client was told of, in order. */
  public List<String> bodies(String who) {
    return heard(who, "messageAdded").stream()
        .map(e -> e.getAsJsonObject("message").get("body").getAsString())
        .toList();
  }

  /** The identities that one client's events of one kind are about, in order. */
  public List<String> identities(String who, String event) {
    return heard(who, event).stream().map(e -> e.get("identity").getAsString()).toList();
  }

  @Override
  public void close() throws Exception {
    process.outputWriter().close();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
