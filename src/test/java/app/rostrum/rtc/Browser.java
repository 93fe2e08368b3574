package app.rostrum.rtc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Headless Chromium with one RTCPeerConnection, driven by rtc-browser.cjs. */
final class Browser implements AutoCloseable {
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  Browser() throws IOException {
    process =
        new ProcessBuilder("node", "rtc-browser.cjs")
            .directory(new File("src/test/conformance"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (out.readLine() == null) {
      throw new IOException("the browser did not start: is src/test/conformance installed?");
    }
  }

  /**
   * Runs a command.
   *
   * @param parameters names and values, in turn
   */
  JsonElement run(String command, Object... parameters) throws IOException {
    JsonObject line = new JsonObject();
    line.addProperty("command", command);
    for (int i = 0; i < parameters.length; i += 2) {
      String name = (String) parameters[i];
      switch (parameters[i + 1]) {
        case Number number -> line.addProperty(name, number);
        case Boolean flag -> line.addProperty(name, flag);
        case Object text -> line.addProperty(name, text.toString());
      }
    }
    in.write(line + "\n");
    in.flush();
    String reply = out.readLine();
    if (reply == null) {
      throw new IOException("the browser is gone");
    }
    JsonObject object = JsonParser.parseString(reply).getAsJsonObject();
    if (object.has("error")) {
      throw new IOException(object.get("error").getAsString());
    }
    return object.get("result");
  }

  String text(String command, Object... parameters) throws IOException {
    return run(command, parameters).getAsString();
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
