package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.media.Spectrum;
import app.rostrum.testing.PulseAudio;
import app.rostrum.testing.RostrumProcess;
import app.rostrum.testing.ServeProcess;
import app.rostrum.testing.TcpProxy;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live event in which everything is real: the backend, a speaker and twenty listeners as
 * processes, the app in this one with real windows, a microphone and a loudspeaker. It asserts what
 * people would hear and see.
 */
@Tag("e2e")
@Tag("media")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EventEndToEndTest {
  private static final String STREAM = "End to end";
  private static final int LISTENERS = 20;
  private static final double HANNA = 440;
  private static final double BEN = 660;
  private static final double LENA = 880;
  private static final double HEARD = -45;
  private static final double NOT_HEARD = -60;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration HEALED = Duration.ofSeconds(90);

  @TempDir Path folder;
  private PulseAudio sound;
  private AppOnScreen window;
  private Screen app;
  private ServeProcess server;

  @BeforeEach
  void start() throws Exception {
    sound = PulseAudio.start();
    sound.useInThisProcess();
    server = ServeProcess.start("serve", folder.resolve("server"));
    window = new AppOnScreen(folder);
    app = window.screen();
  }

  @AfterEach
  void stop() throws Exception {
    window.close();
    server.close();
    sound.close();
  }

  private RostrumProcess bot(String name, String role, String... more) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of(
                "bot",
                "--json",
                "--seconds",
                "900",
                "--passcode",
                server.passcode(),
                "--stream",
                STREAM,
                "--name",
                name,
                "--as",
                role));
    arguments.addAll(List.of(more));
    return RostrumProcess.start(name, arguments.toArray(String[]::new));
  }

  @Test
  void everybodyHearsTheRightVoicesFromBeginningToEnd() throws Exception {
    signInAndCreate();
    AutoCloseable microphone = sound.playTone(HANNA, PulseAudio.MICROPHONE_FEED);
    try (var network = new TcpProxy(server.port());
        var ben =
            bot(
                "Ben",
                "speaker",
                "--tone",
                "" + BEN,
                "--url",
                "http://127.0.0.1:" + network.port());
        var listeners = bot("Listener", "listener", "--count", "" + LISTENERS);
        var lena =
            bot("Lena", "listener", "--tone", "" + LENA, "--raise-hand", "--accept-invitation")) {

      everybodyHearsTheSpeakers(ben, listeners);
      aListenerIsPromotedHeardAndMovedBack(listeners, lena);
      aDroppedSocketHeals(network, ben, listeners);
      aKilledBackendHeals(ben, listeners);
      theEndReachesAll(ben, listeners, lena);
    } finally {
      microphone.close();
    }
  }

  private void signInAndCreate() {
    app.type("#name", "Hanna");
    app.type("#passcode", server.passcode());
    app.click("#continue");
    app.click("#create-stream");
    app.type("#stream-name", STREAM);
    app.click("#stage-open");
    app.click("#create-and-join");
    app.see("#mic");
  }

  private void everybodyHearsTheSpeakers(RostrumProcess ben, RostrumProcess listeners)
      throws Exception {
    app.see("#" + NodeIds.of("tile", "Ben"));
    hears(ben, 0, HANNA);
    assertThat(everyListenerHears(listeners, 0, HANNA, BEN)).hasSize(LISTENERS);
    loudspeakerPlays(BEN);
    await("the listeners are counted")
        .atMost(SOON)
        .until(() -> app.text("#listener-count").contains("21"));
  }

  private void aListenerIsPromotedHeardAndMovedBack(RostrumProcess listeners, RostrumProcess lena)
      throws Exception {
    app.click("#people");
    app.click("#" + NodeIds.of("invite", "Lena"));
    lena.await("phase", SOON, phase("on stage as speaker"));
    app.see("#" + NodeIds.of("tile", "Lena"));
    assertThat(everyListenerHears(listeners, listeners.mark(), HANNA, BEN, LENA))
        .hasSize(LISTENERS);
    loudspeakerPlays(LENA);

    int mark = lena.mark();
    app.click("#" + NodeIds.of("move", "Lena"));
    lena.awaitAfter(mark, "phase", SOON, phase("in the audience"));
    lena.awaitAfter(
        mark, "notice", SOON, e -> e.get("notice").getAsString().equals("MOVED_TO_AUDIENCE"));
    hears(lena, lena.mark(), HANNA, BEN);
    int after = listeners.mark();
    listeners.awaitAfter(
        after, "heard", SOON, event -> level(event, BEN) > HEARD && level(event, LENA) < NOT_HEARD);
    await("Lena's tile goes")
        .atMost(SOON)
        .until(() -> app.find("#" + NodeIds.of("tile", "Lena")) == null);
  }

  private void aDroppedSocketHeals(TcpProxy network, RostrumProcess ben, RostrumProcess listeners)
      throws Exception {
    int mark = ben.mark();
    network.dropAll();
    ben.awaitAfter(mark, "reconnecting", SOON, e -> e.get("reconnecting").getAsBoolean());
    ben.awaitAfter(mark, "reconnecting", SOON, e -> !e.get("reconnecting").getAsBoolean());
    hears(ben, ben.mark(), HANNA);
    assertThat(everyListenerHears(listeners, listeners.mark(), HANNA, BEN)).hasSize(LISTENERS);
  }

  private void aKilledBackendHeals(RostrumProcess ben, RostrumProcess listeners) throws Exception {
    String passcode = server.passcode();
    server.kill();
    int bensMark = ben.mark();
    app.see("#reconnecting");
    server.startAgain();
    assertThat(server.passcode()).isEqualTo(passcode);
    int mark = listeners.mark();
    ben.awaitAfter(bensMark, "reconnecting", HEALED, e -> !e.get("reconnecting").getAsBoolean());
    assertThat(everyListenerHears(listeners, mark, HANNA, BEN)).hasSize(LISTENERS);
    hears(ben, ben.mark(), HANNA);
    loudspeakerPlays(BEN);
    await("the banner goes").atMost(HEALED).until(() -> app.find("#reconnecting") == null);
    app.see("#" + NodeIds.of("tile", "Ben"));
  }

  private void theEndReachesAll(RostrumProcess ben, RostrumProcess listeners, RostrumProcess lena)
      throws Exception {
    app.click("#leave");
    app.click("#confirm-end");
    app.see("#lobby-screen");
    for (RostrumProcess process : new RostrumProcess[] {ben, listeners, lena}) {
      process.await("phase", SOON, phase("left: ended by the host"));
      assertThat(process.exitCode(SOON)).isZero();
    }
    long told = listeners.events().stream().filter(phase("left: ended by the host")).count();
    assertThat(told).isEqualTo(LISTENERS);
  }

  // Hearing.

  private static void hears(RostrumProcess process, int mark, double... pitches) {
    process.awaitAfter(
        mark,
        "heard",
        HEALED,
        event -> {
          for (double pitch : pitches) {
            if (level(event, pitch) < HEARD) {
              return false;
            }
          }
          return true;
        });
  }

  /** Returns the listeners that have heard all these pitches at once since a mark. */
  private static Set<String> everyListenerHears(
      RostrumProcess listeners, int mark, double... pitches) {
    var who = new HashSet<String>();
    await("every listener hears")
        .atMost(HEALED)
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              listeners.events().stream()
                  .skip(mark)
                  .filter(event -> event.get("event").getAsString().equals("heard"))
                  .filter(
                      event -> {
                        for (double pitch : pitches) {
                          if (level(event, pitch) < HEARD) {
                            return false;
                          }
                        }
                        return true;
                      })
                  .forEach(event -> who.add(event.get("who").getAsString()));
              return who.size() == LISTENERS;
            });
    return who;
  }

  private static double level(JsonObject heard, double hz) {
    double level = Spectrum.SILENCE;
    for (JsonElement pitch : heard.getAsJsonArray("pitches")) {
      if (Math.abs(pitch.getAsJsonObject().get("hz").getAsDouble() - hz) < 8) {
        level = Math.max(level, pitch.getAsJsonObject().get("dbfs").getAsDouble());
      }
    }
    return level;
  }

  private void loudspeakerPlays(double hz) {
    await("the loudspeaker plays " + hz + " Hz")
        .atMost(HEALED)
        .until(
            () -> Spectrum.levelAt(sound.record(PulseAudio.SPEAKER + ".monitor", 0.5), hz) > HEARD);
  }

  private static Predicate<JsonObject> phase(String text) {
    return event -> event.has("phase") && event.get("phase").getAsString().equals(text);
  }
}
