package app.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A listener in Chromium that knows nothing but WHEP, and reports what it hears. */
public final class WhepBrowser implements AutoCloseable {
  private static final double NOTHING = -200;

  /**
   * A report, of which one comes every 200 ms.
   *
   * @param json as {@code whep-listener.cjs} writes it
   */
  public record Report(JsonObject json) {
    /** Returns the level of a tone in dB: 440, 550 or 660 Hz. */
    public double level(int hertz) {
      JsonElement level = json.getAsJsonObject("levels").get(String.valueOf(hertz));
      return level == null || level.isJsonNull() ? NOTHING : level.getAsDouble();
    }

    /** Returns a property of the path that the sound takes, such as its protocol. */
    public String path(String property) {
      return json.getAsJsonObject("path").get(property).getAsString();
    }

    /** Returns the events that the server has told so far. */
    public String told() {
      return json.getAsJsonArray("told").toString();
    }

    /** Returns the sources of the contributors that are heard. */
    public Set<Long> contributors() {
      var sources = new HashSet<Long>();
      JsonArray all = json.getAsJsonArray("contributors");
      for (JsonElement each : all) {
        JsonObject contributor = each.getAsJsonObject();
        if (contributor.get("level").getAsDouble() > 0.001) {
          sources.add(contributor.get("source").getAsLong());
        }
      }
      return sources;
    }
  }

  private final Process process;
  private final BufferedReader lines;

  private WhepBrowser(Process process) {
    this.process = process;
    lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts to listen.
   *
   * @param policy {@code relay} if sound may come by a TURN server only; mostly left out
   */
  public static WhepBrowser listen(String whep, String token, String... policy) throws IOException {
    var command = new ArrayList<>(List.of("node", "whep-listener.cjs", whep, token));
    command.addAll(List.of(policy));
    return new WhepBrowser(
        new ProcessBuilder(command)
            .directory(new File("src/test/conformance"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Waits for the next report. */
  public Report next() throws IOException {
    String line = lines.readLine();
    assertThat(line).as("is src/test/conformance installed?").isNotNull();
    JsonObject report = JsonParser.parseString(line).getAsJsonObject();
    assertThat(report.get("error")).isNull();
    return new Report(report);
  }

  /** Waits for a number of reports, and returns the last. */
  public Report skip(int reports) throws IOException {
    for (int i = 1; i < reports; i++) {
      next();
    }
    return next();
  }

  /** Waits for a report of which something is true. */
  public Report until(Predicate<Report> wanted) throws IOException {
    Report report = next();
    while (!wanted.test(report)) {
      report = next();
    }
    return report;
  }

  /** Returns whether the browser ends by itself within a time. */
  public boolean ends(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    lines.close();
  }
}
