package app.rostrum.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A script of {@code src/test/conformance} on a leash: one JSON command per line, one JSON answer
 * per line. One thread at a time.
 */
public final class NodeDriver implements AutoCloseable {
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /** Starts the script; what it writes to standard error is shown. */
  public NodeDriver(String script, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command)
            .directory(new File("src/test/conformance"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
    if (out.readLine() == null) {
      throw new IOException(script + " did not start: is src/test/conformance installed?");
    }
  }

  /**
   * Runs a command.
   *
   * @param parameters names and values, in turn
   */
  public JsonElement run(String command, @Nullable Object... parameters) throws IOException {
    var line = new JsonObject();
    line.addProperty("command", command);
    for (int i = 0; i < parameters.length; i += 2) {
      String name = String.valueOf(parameters[i]);
      switch (parameters[i + 1]) {
        case Number number -> line.addProperty(name, number);
        case Boolean flag -> line.addProperty(name, flag);
        case JsonElement json -> line.add(name, json);
        case null -> line.add(name, null);
        case Object text -> line.addProperty(name, text.toString());
      }
    }
    in.write(line + "\n");
    in.flush();
    String reply = out.readLine();
    if (reply == null) {
      throw new IOException("the script has ended");
    }
    JsonObject answer = JsonParser.parseString(reply).getAsJsonObject();
    if (answer.has("error")) {
      throw new IOException(command + ": " + answer.get("error").getAsString());
    }
    return answer.get("result");
  }

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
