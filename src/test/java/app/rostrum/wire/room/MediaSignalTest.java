package app.rostrum.wire.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MediaSignalTest {
  @Test
  void readsABrowsersReport() throws MalformedMessageException {
    assertThat(
            MediaSignal.parse(
                """
                {"type":"network_quality","ice":{"send":1,"recv":2,"rtt":0.02,"availableSend":3},
                 "send":{"bitrate":1},"recv":{"bitrate":1},
                 "audio":{"send":{"bitrate":0,"rtt":0.01},
                          "recv":{"bitrate":1,"fractionLost":0.25,"jitter":0.002}},
                 "video":{"send":{},"recv":{}},"reportLevel":2,"remoteReportLevel":1}\
                """))
        .isEqualTo(
            new MediaSignal.QualityInputs(
                Optional.of(0.02), Optional.of(0.25), Optional.of(0.002), 2, 1));
  }

  @Test
  void readsALevelAsOneNumberOrByDirection() throws MalformedMessageException {
    assertThat(MediaSignal.parse("{\"type\":\"network_quality\",\"local\":4}"))
        .isEqualTo(new MediaSignal.Quality(4, Optional.empty(), Map.of()));
    assertThat(
            MediaSignal.parse(
                """
                {"type":"network_quality","local":{"audio":{"send":3,"recv":9}},
                 "remotes":[{"sid":"PA1","level":2}]}\
                """))
        .isEqualTo(
            new MediaSignal.Quality(
                3, Optional.of(new MediaSignal.Directions(3, 5)), Map.of("PA1", 2)));
  }

  @Test
  void valuesBeyondTheirBoundsAreCutOrLeftOut() throws MalformedMessageException {
    String report =
        """
        {"type":"network_quality","ice":{"rtt":%s},"audio":{"recv":{"fractionLost":%s,"jitter":%s}},
         "reportLevel":%s,"remoteReportLevel":%s}\
        """;
    assertThat(MediaSignal.parse(report.formatted("0", "0", "0", "3", "3")))
        .isEqualTo(
            new MediaSignal.QualityInputs(
                Optional.of(0.0), Optional.of(0.0), Optional.of(0.0), 3, 3));
    assertThat(MediaSignal.parse(report.formatted("-0.1", "1.5", "-0.1", "4", "4")))
        .isEqualTo(
            new MediaSignal.QualityInputs(
                Optional.empty(), Optional.of(1.0), Optional.empty(), 3, 3));
    assertThat(MediaSignal.parse(report.formatted("1e400", "-1", "\"1\"", "-1", "-1")))
        .isEqualTo(
            new MediaSignal.QualityInputs(
                Optional.empty(), Optional.of(0.0), Optional.empty(), 0, 0));
    assertThat(MediaSignal.parse("{\"type\":\"network_quality\"}"))
        .isEqualTo(
            new MediaSignal.QualityInputs(
                Optional.empty(), Optional.empty(), Optional.empty(), 1, 0));
  }

  @Test
  void signalsHaveTheFormOfTheProtocol() throws MalformedMessageException {
    Map<MediaSignal, String> signals = new LinkedHashMap<>();
    signals.put(new MediaSignal.Ready(), "{\"type\":\"ready\"}");
    signals.put(
        new MediaSignal.ActiveSpeaker(Optional.of("PA1")),
        """
        {"type":"active_speaker","participant":"PA1"}\
        """);
    signals.put(
        new MediaSignal.ActiveSpeaker(Optional.empty()),
        """
        {"type":"active_speaker","participant":null}\
        """);
    signals.put(
        new MediaSignal.Quality(4, Optional.of(new MediaSignal.Directions(2, 3)), Map.of("PA1", 5)),
        """
        {"type":"network_quality","local":{"level":4,"audio":{"send":2,"recv":3}},
         "remotes":[{"sid":"PA1","level":5}]}\
        """);
    signals.put(
        new MediaSignal.Quality(1, Optional.empty(), Map.of()),
        """
        {"type":"network_quality","local":1,"remotes":[]}\
        """);
    signals.put(
        new MediaSignal.QualityInputs(Optional.of(0.02), Optional.of(0.5), Optional.of(0.25), 2, 1),
        """
        {"type":"network_quality","ice":{"rtt":0.02},"send":{},
         "recv":{"fractionLost":0.5,"jitter":0.25},
         "audio":{"send":{},"recv":{"fractionLost":0.5,"jitter":0.25}},
         "reportLevel":2,"remoteReportLevel":1}\
        """);
    signals.put(new MediaSignal.Other("track_priority"), "{\"type\":\"track_priority\"}");
    for (var entry : signals.entrySet()) {
      assertThat(JsonParser.parseString(entry.getKey().encode()))
          .isEqualTo(JsonParser.parseString(entry.getValue()));
      assertThat(MediaSignal.parse(entry.getValue())).isEqualTo(entry.getKey());
    }
  }

  /** A channel without a label on a data channel cannot be opened. */
  @Test
  void onlyDataChannelsHaveLabels() {
    String channels =
        """
        {"a":{"transport":{"type":"data-channel","label":"l"}},
         "b":{"transport":{"type":"websocket","label":"l"}},
         "c":{"transport":{"type":"data-channel"}},"d":{},"e":7}\
        """;
    assertThat(MediaSignal.labels(JsonParser.parseString(channels).getAsJsonObject()))
        .isEqualTo(Map.of("a", "l"));
  }

  @Test
  void moreChannelsThanAnyClientUsesAreNotRead() {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i <= MediaSignal.MAX_CHANNELS; i++) {
      labels.put("channel" + i, "label");
    }
    assertThat(MediaSignal.labels(MediaSignal.transports(labels)))
        .hasSize(MediaSignal.MAX_CHANNELS)
        .doesNotContainKey("channel16");
    var connect = new JsonObject();
    connect.add("media_signaling", MediaSignal.request(List.copyOf(labels.keySet())));
    assertThat(MediaSignal.requested(connect)).hasSize(MediaSignal.MAX_CHANNELS);
    assertThat(MediaSignal.requested(new JsonObject())).isEmpty();
  }

  @Test
  void theLongestSignalIsRead() throws MalformedMessageException {
    String longest = "{\"type\":\"x\",\"a\":\"" + "y".repeat(MediaSignal.MAX_LENGTH - 19) + "\"}";
    assertThat(longest).hasSize(MediaSignal.MAX_LENGTH);
    assertThat(MediaSignal.parse(longest)).isEqualTo(new MediaSignal.Other("x"));
    assertThatThrownBy(() -> MediaSignal.parse(longest + " "))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void refusesMalformedSignals() {
    for (String text :
        List.of(
            "",
            "[]",
            "{}",
            "{\"type\":7}",
            "{\"type\":\"network_quality\",\"local\":1,\"remotes\":[1]}")) {
      assertThatThrownBy(() -> MediaSignal.parse(text))
          .isInstanceOf(MalformedMessageException.class);
    }
  }
}
