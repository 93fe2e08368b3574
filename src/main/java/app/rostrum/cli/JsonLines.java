package app.rostrum.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints events, each as a line of JSON for programs or a readable line for people. */
public final class JsonLines {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private final PrintStream out;
  private final Clock clock;
  private final boolean json;

  public JsonLines(PrintStream out, Clock clock, boolean json) {
    this.out = out;
    this.clock = clock;
    this.json = json;
  }

  /**
   * Prints an event. Can be called from any thread.
   *
   * @param fields in the order to be printed
   */
  public synchronized void event(String name, Map<String, ?> fields) {
    if (json) {
      var line = new LinkedHashMap<String, Object>();
      line.put("event", name);
      line.put("time", clock.instant().toString());
      line.putAll(fields);
      out.println(GSON.toJson(line));
    } else {
      var text = new StringBuilder(name);
      fields.forEach((key, value) -> text.append("  ").append(key).append('=').append(value));
      out.println(text);
    }
    out.flush();
  }
}
