package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.media.AudioDevice;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.MediaRoute.Candidate;
import app.rostrum.media.MediaRoute.Transport;
import app.rostrum.stream.SoundFigures;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionFactsTest {
  private static final Optional<AudioDevice> HEADSET =
      Optional.of(new AudioDevice("1", "Headset", true));

  @Test
  void theDelayIsHalfTheRoundTripAndTheWait() {
    var sound =
        new SoundFigures(
            Optional.of(Duration.ofMillis(50)), 0.0123, Duration.ofMillis(40), Optional.empty());

    Map<String, String> facts =
        ConnectionFacts.of(
            Optional.of(sound), 4, HEADSET, Optional.empty(), Texts.in(Locale.ENGLISH));

    assertThat(facts)
        .containsEntry("To the server and back", "50 ms")
        .containsEntry("Waits here before it is played", "40 ms")
        .containsEntry("From the server to your ear", "about 65 ms")
        .containsEntry("Lost on the way to you", "1.2%")
        .containsEntry("Quality", "4 of 5")
        .containsEntry("Microphone", "Headset")
        .containsEntry("Speaker", "none");
  }

  @Test
  void whatIsNotMeasuredIsSaidToBeSo() {
    Map<String, String> facts =
        ConnectionFacts.of(
            Optional.of(
                new SoundFigures(Optional.empty(), 0, Duration.ofMillis(40), Optional.empty())),
            0,
            HEADSET,
            HEADSET,
            Texts.in(Locale.GERMAN));

    assertThat(facts)
        .containsEntry("Zum Server und zurück", "nicht gemessen")
        .containsEntry("Wartet hier vor der Wiedergabe", "40 ms")
        .containsEntry("Vom Server bis zu deinem Ohr", "nicht gemessen")
        .containsEntry("Weg des Tons", "nicht gemessen")
        .containsEntry("Qualität", "nicht gemessen");
  }

  @Test
  void theWayOfTheSoundIsSaidWithoutAddresses() {
    assertThat(words(new MediaRoute("opus", Transport.TCP, Candidate.PRFLX, Candidate.HOST)))
        .containsEntry("Sound goes by", "TCP, directly")
        .containsEntry("Candidates (yours, the server’s)", "prflx, host")
        .containsEntry("Codec", "Opus");
    assertThat(words(new MediaRoute("", Transport.TLS, Candidate.RELAY, Candidate.HOST)))
        .containsEntry("Sound goes by", "TLS, by a relay")
        .containsEntry("Codec", "not measured");
  }

  private static Map<String, String> words(MediaRoute route) {
    var sound = new SoundFigures(Optional.empty(), 0, Duration.ZERO, Optional.of(route));
    Map<String, String> facts =
        ConnectionFacts.of(
            Optional.of(sound), 4, Optional.empty(), Optional.empty(), Texts.in(Locale.ENGLISH));
    facts.replaceAll((name, value) -> BidiText.plain(value));
    return facts;
  }
}
