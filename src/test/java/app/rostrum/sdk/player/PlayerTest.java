package app.rostrum.sdk.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.web.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlayerTest {
  private final OkHttpClient http = new OkHttpClient();
  private final LevelMeter ears = new LevelMeter();
  private final PlainEngine engine = PlainEngine.create(new Silence(), ears);
  private final List<Player.State> states = new CopyOnWriteArrayList<>();
  private final List<Integer> errors = new CopyOnWriteArrayList<>();
  private ScriptedWhep server;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Player player;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedWhep();
  }

  @AfterEach
  void stop() {
    if (player != null) {
      player.close();
    }
    engine.close();
    server.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  @Test
  void soundIsHeardAndSaysWhoSpeaks() {
    play("token-1");
    awaitState(Player.State.PLAYING);
    assertThat(states).containsExactly(Player.State.CONNECTING, Player.State.PLAYING);
    assertThat(server.tokens).containsExactly("Bearer token-1");
    await()
        .untilAsserted(
            () -> {
              assertThat(Spectrum.levelAt(ears.mix(), 440)).isBetween(-23.0, -18.0);
              Player.Stats stats = player.stats().get(5, TimeUnit.SECONDS);
              assertThat(stats.level()).isBetween(0.01, 0.3);
              assertThat(stats.lossRatio()).isZero();
              assertThat(stats.voices())
                  .singleElement()
                  .satisfies(
                      voice -> {
                        assertThat(voice.csrc()).isEqualTo(0xFFFFFFFFL - 76);
                        assertThat(voice.level()).isBetween(0.08, 0.12);
                      });
            });
  }

  @Test
  void closingDeletesTheSession() {
    play("token-1");
    awaitState(Player.State.PLAYING);
    player.close();
    awaitState(Player.State.CLOSED);
    await().until(() -> server.requests.contains("DELETE /live/whep/VJ1/session"));
  }

  @Test
  void theServersEndEndsThePlayer() {
    play("token-1");
    awaitState(Player.State.PLAYING);
    await().until(() -> !server.events.isEmpty());
    server.say("ended", "{\"reason\":\"ended\"}");
    awaitState(Player.State.ENDED);
    player.close();
    await().during(Duration.ofMillis(300)).until(() -> last() == Player.State.ENDED);
  }

  @Test
  void aStreamThatHasEndedIsNotAnError() {
    server.refusals.add(HttpResponse.empty(410));
    play("token-1");
    awaitState(Player.State.ENDED);
    assertThat(errors).isEmpty();
  }

  @Test
  void aRefusalForGoodIsToldAfterAFewTries() {
    for (int i = 0; i < 10; i++) {
      server.refusals.add(HttpResponse.empty(403));
    }
    play("token-1");
    awaitState(Player.State.FAILED);
    assertThat(errors).containsExactly(403);
    assertThat(server.tokens).hasSize(4);
  }

  @Test
  void aBusyServerIsAskedAgainWithTheNewestToken() {
    server.refusals.add(HttpResponse.empty(503).with("Retry-After", "1"));
    play("token-1");
    await().until(() -> server.tokens.size() == 1);
    player.updateToken("token-2");
    awaitState(Player.State.PLAYING);
    assertThat(server.tokens).containsExactly("Bearer token-1", "Bearer token-2");
    assertThat(errors).isEmpty();
  }

  @Test
  void aServerThatForgotTheSessionIsJoinedAfresh() {
    play("token-1");
    awaitState(Player.State.PLAYING);
    await().until(() -> !server.events.isEmpty());
    server.forget();
    await()
        .untilAsserted(
            () ->
                assertThat(states)
                    .containsSubsequence(
                        Player.State.PLAYING, Player.State.RECONNECTING, Player.State.PLAYING));
    assertThat(errors).isEmpty();
  }

  @Test
  void soundThatStopsIsToldAndSoundThatReturnsToo() {
    play("token-1");
    awaitState(Player.State.PLAYING);
    await().until(() -> !server.events.isEmpty());
    server.say("inactive", "{}");
    server.sending = false;
    awaitState(Player.State.BUFFERING);
    server.sending = true;
    awaitState(Player.State.PLAYING);
    assertThat(states).doesNotContain(Player.State.RECONNECTING);
  }

  @Test
  void anEventStreamThatBreaksDoesNotStopTheSound() {
    play("token-1");
    awaitState(Player.State.PLAYING);
    await().until(() -> server.events.size() == 1);
    server.events.getFirst().close();
    await().until(() -> server.events.size() == 2);
    server.events.getLast().send("ended", "{\"reason\":\"ended\"}");
    awaitState(Player.State.ENDED);
    assertThat(states).doesNotContain(Player.State.RECONNECTING);
  }

  @Test
  void tokensAreNotWrittenOut() {
    assertThat(new Player.Options(http, server.address(), "secret-token", engine).toString())
        .doesNotContain("secret-token");
  }

  private void play(String token) {
    player =
        Player.play(
            new Player.Options(http, server.address(), token, engine),
            new Player.Listener() {
              @Override
              public void onState(Player.State state) {
                states.add(state);
              }

              @Override
              public void onError(int status, String message) {
                errors.add(status);
              }
            });
  }

  private void awaitState(Player.State state) {
    await().atMost(Duration.ofSeconds(20)).until(() -> last() == state);
  }

  private Player.State last() {
    return states.isEmpty() ? Player.State.CONNECTING : states.getLast();
  }
}
