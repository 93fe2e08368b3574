package app.rostrum.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands in a script of {@code src/test/conformance}, most of which drive a headless
 * Chromium: one JSON line per command, one per answer. One thread at a time.
 */
public final class NodeDriver implements AutoCloseable {
  private final NodeProcess process;

  /** Starts a script; its standard error is shown. */
  public NodeDriver(String script, String... arguments) throws IOException {
    this(Map.of(), Redirect.INHERIT, script, arguments);
  }

  /**
   * Starts a script.
   *
   * @param environment added to this process's own
   * @param errors where its standard error goes
   */
  public NodeDriver(
      Map<String, String> environment, Redirect errors, String script, String... arguments)
      throws IOException {
    process = new NodeProcess(environment, errors, script, arguments);
    if (process.readLine().isEmpty()) {
      process.close();
      throw new IOException(script + " did not start");
    }
  }

  /**
   * Runs a command and returns its result.
   *
   * @param namesAndValues names and values of parameters, alternating
   */
  public JsonElement run(String command, @Nullable Object... namesAndValues) throws IOException {
    var line = new JsonObject();
    line.addProperty("command", command);
    NodeProcess.put(line, namesAndValues);
    process.write(line);
    JsonObject answer = process.read().orElseThrow(() -> new IOException("the script has ended"));
    if (answer.has("error")) {
      throw new IOException(command + ": " + answer.get("error").getAsString());
    }
    return answer.get("result");
  }

  /** Runs a command whose result is a text. */
  public String text(String command, @Nullable Object... namesAndValues) throws IOException {
    return run(command, namesAndValues).getAsString();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
