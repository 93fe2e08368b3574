package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.stream.Chat;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.PulseAudio;
import app.rostrum.testing.ServeProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javafx.scene.input.KeyCode;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is frozen (SIGSTOP): all its connections stay open, and nothing comes. The host is
 * alone on stage, so that no other speaker's sound tells it.
 */
@Tag("e2e")
@Tag("media")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FrozenServerEndToEndTest {
  private static final String STREAM = "Ice";
  private static final double HANNA = 440;
  private static final double HEARD = -45;
  private static final Duration SOON = Duration.ofSeconds(60);

  /** The time of the short outage; shorter ones might be over before ICE has noticed them. */
  private static final Duration SHORT = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final Texts texts = Texts.in(Locale.ENGLISH);
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final LevelMeter meter = new LevelMeter();
  private final List<StreamState> heard = new CopyOnWriteArrayList<>();
  private ServeProcess server;
  private Screen app;
  private StreamSession vera;

  @BeforeEach
  void start() throws Exception {
    var sound = opened(PulseAudio.start());
    sound.useInThisProcess();
    server = opened(ServeProcess.start("frozen-serve", folder.resolve("server")));
    opened(sound.playTone(HANNA, PulseAudio.MICROPHONE_FEED));
    app = opened(new AppOnScreen(folder)).screen();
    app.type("#name", "Hanna");
    app.type("#passcode", server.passcode());
    app.click("#continue");
    app.click("#create-stream");
    app.type("#stream-name", STREAM);
    app.click("#create-and-join");
    app.see("#mic");
    var engine = opened(PlainEngine.create(new Silence(), meter));
    var backend = Backends.open(http, server.url(), server.passcode());
    vera =
        opened(
            new SessionFactory(backend, http, engine, Clock.systemUTC())
                .join("Vera", STREAM, Role.VIEWER, false, heard::add));
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  @AfterEach
  void stop() throws Exception {
    signal("CONT");
    for (AutoCloseable part : parts) {
      part.close();
    }
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private void signal(String name) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, "" + server.process().pid()).start().waitFor())
        .isZero();
  }

  private void veraHears() {
    await("Vera hears Hanna")
        .atMost(SOON)
        .until(() -> Spectrum.levelAt(meter.mix(), HANNA) > HEARD);
  }

  private void theHostIsTold() {
    app.see("#reconnecting");
    assertThat(app.text("#reconnecting")).isEqualTo(texts.get("interrupted.SILENT"));
    assertThat(app.text("#live-mark")).isEqualTo(texts.get("live.offline"));
  }

  private void theHostIsBack() {
    await("no interruption").atMost(SOON).until(() -> app.find("#reconnecting") == null);
    assertThat(app.text("#live-mark")).isEqualTo(texts.get("live.live"));
  }

  @Test
  void everybodyIsToldWhyAndGoesOnWhenItGoesOn() throws Exception {
    veraHears();
    app.click("#chat");

    signal("STOP");
    long frozenAt = System.nanoTime();
    theHostIsTold();
    await("Vera is told why")
        .atMost(SOON)
        .until(() -> vera.state().trouble().map(StreamProblem::code).equals(Optional.of("P08")));
    vera.raiseHand(true, "About ice");
    vera.sendMessage("Are you there?");
    app.type("#chat-input", "Can you hear me?");
    app.press(KeyCode.ENTER);
    await("the server has stood still for long enough")
        .until(() -> System.nanoTime() - frozenAt >= SHORT.toNanos());
    signal("CONT");

    theHostIsBack();
    veraHears();
    await("the messages of both")
        .atMost(SOON)
        .until(
            () ->
                app.tells("#chat-panel", "Are you there?")
                    && vera.state().chat().messages().stream()
                        .filter(m -> m.delivery() == Chat.Delivery.SENT)
                        .map(Chat.Message::text)
                        .toList()
                        .containsAll(List.of("Are you there?", "Can you hear me?")));
    assertThat(vera.state().chat().messages()).hasSize(2);
    app.click("#people");
    app.see("#" + NodeIds.of("invite", "Vera"));
    assertThat(app.tells("#people-panel", "About ice")).isTrue();
    await("Vera is well").atMost(SOON).until(() -> !vera.state().reconnecting());
    assertThat(heard)
        .extracting(StreamState::phase)
        .containsOnly(new Phase.Joining(Role.VIEWER), new Phase.InAudience());

    signal("STOP");
    theHostIsTold();
    app.click("#give-up");
    app.see("#failed-screen");
    assertThat(app.text("#failure")).isNotEmpty();
    assertThat(app.text("#failure-code")).contains("V12");
    signal("CONT");
    app.click("#try-again");
    app.see("#mic");
    await("host of the same stream")
        .atMost(SOON)
        .until(() -> app.text("#stream-title").equals(STREAM) && app.find("#live-mark") != null);
  }
}
