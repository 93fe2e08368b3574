package app.rostrum.sdk.video;

import app.rostrum.testing.Sdk;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Headless Chromium with the official twilio-video in its pages, driven by video-browser.cjs. */
final class TwilioVideoPages implements AutoCloseable {
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /**
   * @param microphone a WAV file that Chromium's fake device speaks
   * @param log what pages and SDK have to say
   */
  TwilioVideoPages(Path microphone, Path log) throws IOException {
    var builder =
        new ProcessBuilder("node", "video-browser.cjs")
            .directory(new File("src/test/conformance"))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("MICROPHONE", microphone.toAbsolutePath().toString());
    process = builder.start();
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (out.readLine() == null) {
      throw new IOException("the browser did not start: is src/test/conformance installed?");
    }
  }

  Page page(Sdk sdk, String name) {
    return new Page(sdk, name);
  }

  /** One page, one participant. */
  final class Page {
    private final Sdk sdk;
    private final String name;

    private Page(Sdk sdk, String name) {
      this.sdk = sdk;
      this.name = name;
    }

    /**
     * Runs a command.
     *
     * @param parameters names and values, in turn
     */
    JsonElement run(String command, Object... parameters) throws IOException {
      JsonObject line = new JsonObject();
      line.addProperty("page", name);
      line.addProperty("sdk", sdk.module());
      line.addProperty("command", command);
      for (int i = 0; i < parameters.length; i += 2) {
        String parameter = (String) parameters[i];
        switch (parameters[i + 1]) {
          case Number number -> line.addProperty(parameter, number);
          case Boolean flag -> line.addProperty(parameter, flag);
          case JsonElement json -> line.add(parameter, json);
          case Object text -> line.addProperty(parameter, text.toString());
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

    /** Joins with a tone; 0 is without any track. */
    JsonObject connect(URI signaling, String room, String token, double hertz) throws IOException {
      return run("connect", "wsServer", signaling, "name", room, "token", token, "hertz", hertz)
          .getAsJsonObject();
    }

    /** What came on others' data tracks: from, track, binary, size, sum, text. */
    List<JsonObject> messages() throws IOException {
      var messages = new ArrayList<JsonObject>();
      run("messages").getAsJsonArray().forEach(m -> messages.add(m.getAsJsonObject()));
      return messages;
    }

    List<String> events() throws IOException {
      var events = new ArrayList<String>();
      run("events").getAsJsonArray().forEach(event -> events.add(event.getAsString()));
      return events;
    }

    /** The strongest pitch of each track of somebody, 0 for silence. */
    List<Double> heard(String identity) throws IOException {
      var heard = run("heard").getAsJsonObject();
      var pitches = new ArrayList<Double>();
      if (heard.has(identity)) {
        heard.getAsJsonArray(identity).forEach(pitch -> pitches.add(pitch.getAsDouble()));
      }
      return pitches;
    }
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
