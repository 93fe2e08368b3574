package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.plain.Tone;
import app.rostrum.testing.WhepBrowser;
import app.rostrum.testing.WhepBrowser.Report;
import app.rostrum.wire.rtp.ContributingSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
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
    try (var stage = new LiveStage();
        var browser = WhepBrowser.listen(stage.whep().toString(), stage.token())) {
      Report silent = browser.skip(REPORTS_OF_SILENCE);
      assertThat(silent.json().get("connection").getAsString()).isEqualTo("connected");
      assertThat(silent.level(440)).as("nobody speaks yet").isLessThan(-70);
      stage.speaker("ada", new Tone(440));
      stage.speaker("bob", new Tone(660, -26));
      Report both =
          browser.until(
              report -> hearsBoth(report) && report.contributors().equals(csrcs("ada", "bob")));
      assertThat(both.json().get("status").getAsInt()).isEqualTo(201);
      assertThat(both.level(550)).isLessThan(both.level(660) - 15);
      assertThat(both.told()).startsWith("[[\"active\",");
      stage.framesPerPacket = 6;
      Report crowded = browser.skip(REPORTS_OF_CROWD);
      assertThat(hearsBoth(crowded)).as("120 ms in a packet, as a crowd gets them").isTrue();
      assertThat(crowded.level(550)).isLessThan(crowded.level(660) - 15);
      stage.live.endStreamer(stage.streamer);
      assertThat(browser.until(report -> report.told().contains("ended")).told())
          .contains("[\"ended\",{\"reason\":\"ended\"}]");
      assertThat(browser.ends(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static boolean hearsBoth(Report report) {
    return report.level(440) > -45 && report.level(660) > -50;
  }

  private static Set<Long> csrcs(String... identities) {
    var sources = new HashSet<Long>();
    for (String identity : identities) {
      sources.add(ContributingSource.csrc(identity));
    }
    return sources;
  }
}
