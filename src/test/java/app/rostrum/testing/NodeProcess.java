package app.rostrum.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A script of {@code src/test/conformance} in a Node process that talks in lines of JSON. */
final class NodeProcess implements AutoCloseable {
  private static final Path FOLDER = Path.of("src/test/conformance").toAbsolutePath();

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /**
   * Starts a script.
   *
   * @param environment added to this process's own
   * @param errors where its standard error goes
   */
  NodeProcess(Map<String, String> environment, Redirect errors, String script, String... arguments)
      throws IOException {
    if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
      throw new IOException("run npm ci in src/test/conformance first");
    }
    var command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectError(errors);
    builder.environment().putAll(environment);
    process = builder.start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Sends one object as a line. Can be called from any thread. */
  synchronized void write(JsonObject line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  /** Waits for the next line; empty if the script has ended. */
  Optional<String> readLine() throws IOException {
    return Optional.ofNullable(out.readLine());
  }

  /** Waits for the next line, which is an object; empty if the script has ended. */
  Optional<JsonObject> read() throws IOException {
    return readLine().map(line -> JsonParser.parseString(line).getAsJsonObject());
  }

  /**
   * Adds parameters to a command.
   *
   * @param namesAndValues names and values, alternating
   */
  static void put(JsonObject command, @Nullable Object... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = String.valueOf(namesAndValues[i]);
      switch (namesAndValues[i + 1]) {
        case Number number -> command.addProperty(name, number);
        case Boolean flag -> command.addProperty(name, flag);
        case JsonElement json -> command.add(name, json);
        case null -> command.add(name, null);
        case Object text -> command.addProperty(name, text.toString());
      }
    }
  }

  /** Ends the script's input, which ends the script; kills it and its browser after 10 s. */
  @Override
  public void close() throws IOException {
    in.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
