package app.rostrum.wire.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void signalsReadAsTheyWereWritten() throws MalformedMessageException {
    for (MediaSignal signal :
        List.of(
            new MediaSignal.Ready(),
            new MediaSignal.ActiveSpeaker(Optional.of("PA1")),
            new MediaSignal.ActiveSpeaker(Optional.empty()),
            new MediaSignal.Quality(
                2, Optional.of(new MediaSignal.Directions(2, 3)), Map.of("PA1", 5)),
            new MediaSignal.QualityInputs(
                Optional.empty(), Optional.of(0.5), Optional.empty(), 1, 0),
            new MediaSignal.Other("track_priority"))) {
      assertThat(MediaSignal.parse(signal.encode())).isEqualTo(signal);
    }
  }

  @Test
  void refusesMalformedSignals() {
    for (String text :
        List.of(
            "",
            "[]",
            "{}",
            "{\"type\":7}",
            "{\"type\":\"network_quality\",\"local\":1,\"remotes\":[1]}",
            "{\"type\":\"x\",\"a\":\"" + "y".repeat(MediaSignal.MAX_LENGTH) + "\"}")) {
      assertThatThrownBy(() -> MediaSignal.parse(text))
          .isInstanceOf(MalformedMessageException.class);
    }
  }
}
