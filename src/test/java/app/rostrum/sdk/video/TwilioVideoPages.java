package app.rostrum.sdk.video;

import app.rostrum.testing.NodeDriver;
import app.rostrum.testing.Sdk;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A headless Chromium with the official twilio-video in its pages, driven by video-browser.cjs. */
public final class TwilioVideoPages implements AutoCloseable {
  private final NodeDriver browser;

  /**
   * @param microphone a WAV file that Chromium's fake device plays
   * @param log the file for the log of pages and SDK
   */
  public TwilioVideoPages(Path microphone, Path log) throws IOException {
    browser =
        new NodeDriver(
            Map.of("MICROPHONE", microphone.toAbsolutePath().toString()),
            ProcessBuilder.Redirect.appendTo(log.toFile()),
            "video-browser.cjs");
  }

  public Page page(Sdk sdk, String name) {
    return new Page(sdk, name);
  }

  /** A page with one participant. */
  public final class Page {
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
    public JsonElement run(String command, Object... parameters) throws IOException {
      Stream<Object> target = Stream.of("page", name, "sdk", sdk.module());
      return browser.run(command, Stream.concat(target, Stream.of(parameters)).toArray());
    }

    /** Joins with a tone; 0 means without a track. */
    public JsonObject connect(URI signaling, String room, String token, double hertz)
        throws IOException {
      return run("connect", "wsServer", signaling, "name", room, "token", token, "hertz", hertz)
          .getAsJsonObject();
    }

    /** Returns how each connection that works sends: udp, tcp or relay. */
    public List<String> ways() throws IOException {
      var ways = new ArrayList<String>();
      run("ways").getAsJsonArray().forEach(way -> ways.add(way.getAsString()));
      return ways;
    }

    /** Returns the messages on data tracks: from, track, binary, size, sum, text. */
    public List<JsonObject> messages() throws IOException {
      var messages = new ArrayList<JsonObject>();
      run("messages").getAsJsonArray().forEach(m -> messages.add(m.getAsJsonObject()));
      return messages;
    }

    public List<String> events() throws IOException {
      var events = new ArrayList<String>();
      run("events").getAsJsonArray().forEach(event -> events.add(event.getAsString()));
      return events;
    }

    /** Returns the strongest frequency of each track of a participant, 0 for silence. */
    public List<Double> heard(String identity) throws IOException {
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
    browser.close();
  }
}
