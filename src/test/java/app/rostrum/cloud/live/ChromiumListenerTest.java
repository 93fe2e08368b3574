package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.plain.Tone;
import app.rostrum.wire.rtp.ContributingSource;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A browser plays a stream with nothing but WHEP. */
@Tag("conformance")
@Tag("media")
@Timeout(120)
class ChromiumListenerTest {
  /** Three seconds, in which packets of silence come. */
  private static final int REPORTS_OF_SILENCE = 15;

  /** Two seconds: the browser's jitter buffer has got used to it. */
  private static final int REPORTS_OF_CROWD = 10;

  @Test
  void aBrowserHearsTheSpeakersSeesWhoSpeaksAndIsToldTheEnd() throws Exception {
    try (var stage = new LiveStage()) {
      Process listener =
          new ProcessBuilder("node", "whep-listener.cjs", stage.whep().toString(), stage.token())
              .directory(new File("src/test/conformance"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var lines =
          new BufferedReader(
              new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))) {
        JsonObject report = read(lines);
        for (int i = 0; i < REPORTS_OF_SILENCE; i++) {
          report = read(lines);
        }
        assertThat(report.get("connection").getAsString()).isEqualTo("connected");
        assertThat(level(report, "440")).as("nobody speaks yet").isLessThan(-70);
        stage.speaker("ada", new Tone(440));
        stage.speaker("bob", new Tone(660, -26));
        while (!hearsBoth(report) || !contributors(report).equals(csrcs("ada", "bob"))) {
          report = read(lines);
        }
        assertThat(report.get("status").getAsInt()).isEqualTo(201);
        assertThat(level(report, "550")).isLessThan(level(report, "660") - 15);
        assertThat(report.getAsJsonArray("told").toString()).startsWith("[[\"active\",");
        stage.framesPerPacket = 6;
        for (int i = 0; i < REPORTS_OF_CROWD; i++) {
          report = read(lines);
        }
        assertThat(hearsBoth(report)).as("120 ms in a packet, as a crowd gets them").isTrue();
        assertThat(level(report, "550")).isLessThan(level(report, "660") - 15);
        stage.live.endStreamer(stage.streamer);
        while (!report.getAsJsonArray("told").toString().contains("ended")) {
          report = read(lines);
        }
        assertThat(report.getAsJsonArray("told").toString())
            .contains("[\"ended\",{\"reason\":\"ended\"}]");
        assertThat(listener.waitFor(20, TimeUnit.SECONDS)).isTrue();
      } finally {
        listener.descendants().forEach(ProcessHandle::destroyForcibly);
        listener.destroyForcibly();
      }
    }
  }

  private static JsonObject read(BufferedReader lines) throws Exception {
    String line = lines.readLine();
    assertThat(line).as("is src/test/conformance installed?").isNotNull();
    JsonObject report = JsonParser.parseString(line).getAsJsonObject();
    assertThat(report.get("error")).isNull();
    return report;
  }

  private static boolean hearsBoth(JsonObject report) {
    return level(report, "440") > -45 && level(report, "660") > -50;
  }

  private static double level(JsonObject report, String hertz) {
    JsonElement level = report.getAsJsonObject("levels").get(hertz);
    return level == null || level.isJsonNull() ? -200 : level.getAsDouble();
  }

  private static Set<Long> contributors(JsonObject report) {
    var sources = new HashSet<Long>();
    JsonArray all = report.getAsJsonArray("contributors");
    for (JsonElement each : all) {
      JsonObject contributor = each.getAsJsonObject();
      if (contributor.get("level").getAsDouble() > 0.001) {
        sources.add(contributor.get("source").getAsLong());
      }
    }
    return sources;
  }

  private static Set<Long> csrcs(String... identities) {
    var sources = new HashSet<Long>();
    for (String identity : identities) {
      sources.add(ContributingSource.csrc(identity));
    }
    return sources;
  }
}
