package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.sdk.player.Player;
import app.rostrum.wire.rtp.ContributingSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our player with a stream of our server. */
@Timeout(120)
class LivePlayerTest {
  @Test
  void aPlayerHearsTheMixSeesWhoSpeaksAndIsToldTheEnd() throws Exception {
    var ears = new LevelMeter();
    List<Player.State> states = new CopyOnWriteArrayList<>();
    try (var stage = new LiveStage();
        var engine = PlainEngine.create(new Silence(), ears)) {
      stage.speaker("ada", new Tone(440));
      SpeakingPeer bob = stage.speaker("bob", new Tone(660));
      Player player =
          Player.play(
              new Player.Options(new OkHttpClient(), stage.whep(), stage.token(), engine),
              new Player.Listener() {
                @Override
                public void onState(Player.State state) {
                  states.add(state);
                }

                @Override
                public void onError(int status, String message) {
                  throw new AssertionError(status + " " + message);
                }
              });
      await()
          .untilAsserted(
              () -> {
                assertThat(Spectrum.levelAt(ears.mix(), 440)).isBetween(-24.0, -17.0);
                assertThat(Spectrum.levelAt(ears.mix(), 660)).isBetween(-24.0, -17.0);
                assertThat(player.stats().get(60, TimeUnit.SECONDS).voices())
                    .extracting(Player.Voice::csrc)
                    .containsExactlyInAnyOrder(
                        ContributingSource.csrc("ada"), ContributingSource.csrc("bob"));
              });
      bob.setSource(new Silence());
      await()
          .untilAsserted(
              () ->
                  assertThat(player.stats().get(60, TimeUnit.SECONDS).voices())
                      .extracting(Player.Voice::csrc)
                      .containsExactly(ContributingSource.csrc("ada")));
      await("a moment in which a busy machine leaves out no frame")
          .untilAsserted(
              () ->
                  assertThat(player.stats().get(60, TimeUnit.SECONDS).lossRatio())
                      .isLessThan(0.05));
      stage.oneLostOf = 4;
      await("what the server did not send is missing here")
          .untilAsserted(
              () ->
                  assertThat(player.stats().get(60, TimeUnit.SECONDS).lossRatio())
                      .isBetween(0.05, 0.3));
      stage.live.endStreamer(stage.streamer);
      await().until(() -> states.contains(Player.State.ENDED));
      assertThat(states)
          .startsWith(Player.State.CONNECTING, Player.State.PLAYING)
          .doesNotContain(Player.State.RECONNECTING, Player.State.FAILED);
      player.close();
    }
  }
}
