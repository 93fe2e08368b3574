package app.rostrum.sdk.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.MediaConnectivity;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.testing.ManualScheduler;
import app.rostrum.threads.Scheduler;
import app.rostrum.web.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class PlayerTest {
  private final OkHttpClient http = new OkHttpClient();
  private final LevelMeter mix = new LevelMeter();
  private final PlainEngine engine = PlainEngine.create(new Silence(), mix);
  private final List<Player.State> states = new CopyOnWriteArrayList<>();
  private final List<Integer> errors = new CopyOnWriteArrayList<>();
  private final List<String> connectivities = new CopyOnWriteArrayList<>();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final AtomicInteger steps = new AtomicInteger();
  private boolean poisonous;
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
  void soundIsPlayedWithItsSpeakers() {
    play("token-1");
    awaitState(Player.State.PLAYING);
    assertThat(states).containsExactly(Player.State.CONNECTING, Player.State.PLAYING);
    assertThat(server.tokens).containsExactly("Bearer token-1");
    await()
        .untilAsserted(
            () -> {
              assertThat(Spectrum.levelAt(mix.mix(), 440)).isBetween(-23.0, -18.0);
              Player.Stats stats = player.stats().get(60, TimeUnit.SECONDS);
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
  void soundThatDoesNotGetThroughIsToldWithTheAddressAndSoIsItsReturn() {
    server.reachable = false;
    play("token-1", scheduler);
    String blocked = "BLOCKED " + server.mediaAddress();
    untilWhileTimePasses(() -> connectivities.contains(blocked));
    assertThat(states).doesNotContain(Player.State.PLAYING);
    server.reachable = true;
    untilWhileTimePasses(() -> last() == Player.State.PLAYING);
    assertThat(connectivities).containsExactly(blocked, "WORKING ");
  }

  @Test
  void aPlayerConnectsAnewOnDemandWithoutAWait() {
    play("token-1");
    awaitState(Player.State.PLAYING);
    player.reconnect();
    await()
        .untilAsserted(
            () ->
                assertThat(states)
                    .containsExactly(
                        Player.State.CONNECTING,
                        Player.State.PLAYING,
                        Player.State.RECONNECTING,
                        Player.State.PLAYING));
    assertThat(server.requests).filteredOn(request -> request.startsWith("POST")).hasSize(2);
  }

  @Test
  void aSlowServerIsWaitedFor() {
    server.thinking = () -> scheduler.pass(Duration.ofSeconds(14));
    play("token-1", scheduler);
    untilWhileTimePasses(() -> last() == Player.State.PLAYING);
    assertThat(server.requests).filteredOn(request -> request.startsWith("POST")).hasSize(1);
    assertThat(steps).hasValue(3);
  }

  private void untilWhileTimePasses(Callable<Boolean> condition) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              scheduler.pass(Duration.ofMillis(100));
              return condition.call();
            });
  }

  @Test
  void aListenerThatThrowsAnErrorStillReceivesTheNextState() {
    poisonous = true;
    play("token-1");
    awaitState(Player.State.PLAYING);
    player.close();
    awaitState(Player.State.CLOSED);
  }

  /** The parts of WHEP that a server may omit, or implement in another way than ours. */
  private enum Omission {
    NO_LINK,
    NO_ETAG,
    ABSOLUTE_LOCATION,
    EVENTS_403,
    EVENTS_404,
    EVENTS_405,
    EVENTS_410,
    EVENTS_501,
    EVENTS_503,
    EVENTS_ARE_HTML,
    EVENTS_CUT_AT_ONCE,
    DELETE_405;

    void applyTo(ScriptedWhep server) {
      switch (this) {
        case NO_LINK -> server.hasLink = false;
        case NO_ETAG -> server.hasEtag = false;
        case ABSOLUTE_LOCATION -> server.locationIsAbsolute = true;
        case EVENTS_403, EVENTS_404, EVENTS_405, EVENTS_410, EVENTS_501, EVENTS_503 ->
            server.eventsStatus = Integer.parseInt(name().substring(7));
        case EVENTS_ARE_HTML -> server.eventsAreHtml = true;
        case EVENTS_CUT_AT_ONCE -> server.cutsEvents = true;
        case DELETE_405 -> server.deleteStatus = 405;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void soundDoesNotDependOnTheOptionalPartsOfWhep(Omission omission) {
    omission.applyTo(server);
    play("token-1");
    awaitState(Player.State.PLAYING);
    if (omission != Omission.NO_LINK) {
      await().until(() -> server.requests.contains("GET /live/whep/VJ1/session/events"));
    }
    await().during(Duration.ofSeconds(1)).until(() -> last() == Player.State.PLAYING);
    assertThat(server.tokens).hasSize(1);
    assertThat(states).containsExactly(Player.State.CONNECTING, Player.State.PLAYING);
    player.close();
    await().until(() -> server.requests.contains("DELETE /live/whep/VJ1/session"));
    assertThat(errors).isEmpty();
  }

  @Test
  void retryAfterZeroDoesNotReplaceTheBackoff() {
    HttpResponse busy = HttpResponse.empty(503).with("Retry-After", "0");
    List<Duration> waits = waitsAfter(7, busy);
    assertThat(waits.getFirst()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(waits.getLast()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    assertThat(waits).isSorted();
  }

  @Test
  void theServersRetryAfterIsTheShortestWaitAndHasJitter() {
    List<Duration> waits = waitsAfter(3, HttpResponse.empty(503).with("Retry-After", "20"));
    assertThat(waits)
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)))
        .doesNotHaveDuplicates();
  }

  /** Refuses a number of times and returns the waits of the player, with a manual clock. */
  private List<Duration> waitsAfter(int refusals, HttpResponse refusal) {
    var waits = new ArrayList<Duration>();
    for (int i = 0; i < refusals; i++) {
      server.refusals.add(refusal);
    }
    play("token-1", scheduler);
    for (int round = 1; round <= refusals; round++) {
      int opens = round;
      await().until(() -> server.tokens.size() == opens && isWaiting());
      waits.add(scheduler.delays().getFirst());
      scheduler.pass(scheduler.delays().getFirst());
    }
    return waits;
  }

  /** Returns whether only the next attempt is due. */
  private boolean isWaiting() {
    List<Duration> delays = scheduler.delays();
    return delays.size() == 1 && delays.getFirst().toMillis() > 50;
  }

  @Test
  void reconnectionsSlowDownIfTheStreamPlaysAndStops() {
    play("token-1", scheduler);
    var waits = new ArrayList<Duration>();
    for (int round = 1; round <= 5; round++) {
      waits.add(waitAfterPlaying(Duration.ZERO));
    }
    assertThat(waits.getFirst()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(waits.getLast()).isBetween(Duration.ofMillis(1600), Duration.ofMillis(3200));
    assertThat(waitAfterPlaying(Duration.ofSeconds(31)))
        .isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
  }

  /** Lets the player play for a time and then lose its connection; returns its wait. */
  private Duration waitAfterPlaying(Duration time) {
    await()
        .until(
            () -> {
              scheduler.pass(Duration.ofMillis(25));
              return last() == Player.State.PLAYING && !server.events.isEmpty();
            });
    scheduler.pass(time);
    server.forget();
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              if (last() == Player.State.RECONNECTING) {
                return true;
              }
              // Time passes only between two looks for packets.
              if (scheduler.delays().contains(Playback.LOOK)) {
                scheduler.pass(Playback.LOOK);
              }
              return false;
            });
    await().until(this::isWaiting);
    Duration wait = scheduler.delays().getFirst();
    scheduler.pass(wait);
    return wait;
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
  void aLastingRefusalIsReportedAfterAFewAttempts() {
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
  void aServerThatForgotTheSessionIsJoinedAgain() {
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
  void soundThatStopsAndReturnsIsReported() {
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
  void tokensAreNotPrinted() {
    assertThat(new Player.Options(http, server.address(), "secret-token", engine).toString())
        .doesNotContain("secret-token");
  }

  private void play(String token) {
    play(token, Playback.TIMERS);
  }

  private void play(String token, Scheduler scheduler) {
    player =
        Player.play(
            new Player.Options(http, server.address(), token, engine),
            new Player.Listener() {
              @Override
              public void onState(Player.State state) {
                states.add(state);
                if (poisonous) {
                  throw new AssertionError("thrown on purpose");
                }
              }

              @Override
              public void onProgress() {
                steps.incrementAndGet();
              }

              @Override
              public void onConnectivity(MediaConnectivity connectivity, String address) {
                connectivities.add(connectivity + " " + address);
              }

              @Override
              public void onError(int status, String message) {
                errors.add(status);
              }
            },
            new Random(1),
            scheduler);
  }

  private void awaitState(Player.State state) {
    await().until(() -> last() == state);
  }

  private Player.State last() {
    return states.isEmpty() ? Player.State.CONNECTING : states.getLast();
  }
}
