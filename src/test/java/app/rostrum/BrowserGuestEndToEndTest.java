package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.media.Spectrum;
import app.rostrum.testing.NodeDriver;
import app.rostrum.testing.PulseAudio;
import app.rostrum.testing.ServeProcess;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A browser page and the desktop app in one event. Like the reference web app, the page uses
 * nothing but the official SDKs and the published API.
 */
@Tag("e2e")
@Tag("media")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrowserGuestEndToEndTest {
  private static final String STREAM = "Guests";
  private static final double HANNA = 440;
  private static final double BRUNO = 880;
  private static final double HEARD = -45;
  private static final double NOT_HEARD = -60;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration HEALED = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private PulseAudio sound;
  private ServeProcess server;
  private Screen app;
  private NodeDriver bruno;
  private String passcode;
  private int port;

  @BeforeEach
  void start() throws Exception {
    sound = opened(PulseAudio.start());
    sound.useInThisProcess();
    server = opened(ServeProcess.start("serve", folder.resolve("server")));
    passcode = server.passcode();
    port = server.port();
    app = opened(new AppOnScreen(folder)).screen();
    bruno = opened(new NodeDriver("event-page.cjs", "http://127.0.0.1:" + port));
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }

  @Test
  void aGuestInABrowserChatsRaisesAHandSpeaksIsMutedMovesBackAndSeesTheEnd() throws Exception {
    hostOpensTheStream();
    try (AutoCloseable microphone = sound.playTone(HANNA, PulseAudio.MICROPHONE_FEED)) {
      bruno.run("join", "identity", "Bruno", "stream", STREAM, "code", passcode, "pitch", BRUNO);
      guestHears("stream", HANNA);
      theyChat();
      theGuestComesOnStage();
      theHostMutesTheGuest();
      theHostMovesTheGuestBack();
      theHostEndsTheStream();
    }
  }

  @Test
  void aGuestInABrowserSurvivesAKilledServer() throws Exception {
    hostOpensTheStream();
    try (AutoCloseable microphone = sound.playTone(HANNA, PulseAudio.MICROPHONE_FEED)) {
      bruno.run("join", "identity", "Bruno", "stream", STREAM, "code", passcode, "pitch", BRUNO);
      theyChat();
      theGuestComesOnStage();

      server.kill();
      server.startAgain();

      // A room's sessions end with the server: the official SDK reports it, and the client rejoins.
      happens("off stage 53");
      bruno.run("accept");
      guestHears("Hanna", HANNA);
      loudspeaker("plays", level -> level > HEARD);
      app.click("#chat");
      // Sync and chat recover by themselves, with everything missed and nothing twice.
      bruno.run("say", "text", "Still here");
      await("the host reads on").atMost(HEALED).until(() -> app.tells("#chat-panel", "Still here"));
      app.type("#chat-input", "So am I");
      app.press(KeyCode.ENTER);
      guestReads("Hanna", "So am I");
      assertThat(bruno.run("messages").getAsJsonArray())
          .extracting(message -> message.getAsJsonObject().get("text").getAsString())
          .containsExactly("Welcome, Bruno", "Good to be here", "Still here", "So am I");
      theHostEndsTheStream();
    }
  }

  private void hostOpensTheStream() {
    app.type("#name", "Hanna");
    app.type("#passcode", passcode);
    app.click("#continue");
    app.click("#create-stream");
    app.type("#stream-name", STREAM);
    app.click("#create-and-join");
    app.see("#mic");
  }

  private void theyChat() throws IOException {
    app.click("#chat");
    app.type("#chat-input", "Welcome, Bruno");
    app.press(KeyCode.ENTER);
    guestReads("Hanna", "Welcome, Bruno");
    bruno.run("say", "text", "Good to be here");
    await("the host reads what the guest says")
        .atMost(SOON)
        .until(() -> app.tells("#chat-panel", "Good to be here"));
    bruno.run("type");
    await("the host sees the guest typing")
        .atMost(SOON)
        .until(() -> app.tells("#chat-panel", "Bruno is typing"));
  }

  private void theGuestComesOnStage() throws IOException {
    bruno.run("raiseHand");
    app.click("#people");
    app.click("#" + NodeIds.of("invite", "Bruno"));
    happens("invited to speak");
    bruno.run("accept");
    app.see("#" + NodeIds.of("tile", "Bruno"));
    guestHears("Hanna", HANNA);
    loudspeaker("plays", level -> level > HEARD);
    happens("network quality");
  }

  private void theHostMutesTheGuest() throws IOException {
    assertThat(bruno.run("microphoneOn").getAsBoolean()).isTrue();
    app.click("#" + NodeIds.of("mute", "Bruno"));
    happens("data from Hanna as bytes");
    happens("muted by Hanna");
    assertThat(bruno.run("microphoneOn").getAsBoolean()).isFalse();
    loudspeaker("is silent of", level -> level < NOT_HEARD);
  }

  private void theHostMovesTheGuestBack() throws IOException {
    app.click("#" + NodeIds.of("move", "Bruno"));
    happens("off stage without error");
    happens("in the audience");
    guestHears("stream", HANNA);
    await("the tile goes")
        .atMost(SOON)
        .until(() -> app.find("#" + NodeIds.of("tile", "Bruno")) == null);
  }

  private void theHostEndsTheStream() throws IOException {
    app.click("#leave");
    app.click("#confirm-end");
    app.see("#lobby-screen");
    happens("speakers removed");
  }

  // The guest.

  private void happens(String what) {
    await("the guest notes: " + what)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> bruno.run("events").getAsJsonArray().toString().contains(what));
  }

  private void guestHears(String whom, double pitch) {
    var pitches = new JsonArray();
    pitches.add(pitch);
    await("the guest hears " + whom)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              JsonElement levels = bruno.run("levels", "whose", whom, "pitches", pitches);
              return levels.isJsonArray() && levels.getAsJsonArray().get(0).getAsDouble() > HEARD;
            });
  }

  private void guestReads(String author, String text) {
    await("the guest reads " + text)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              for (JsonElement message : bruno.run("messages").getAsJsonArray()) {
                JsonObject of = message.getAsJsonObject();
                if (of.get("author").getAsString().equals(author)
                    && of.get("text").getAsString().equals(text)) {
                  return true;
                }
              }
              return false;
            });
  }

  // The host's loudspeaker.

  private void loudspeaker(String does, DoublePredicate fits) {
    await("the host's loudspeaker " + does + " the guest")
        .atMost(HEALED)
        .until(
            () ->
                fits.test(
                    Spectrum.levelAt(sound.record(PulseAudio.SPEAKER + ".monitor", 0.5), BRUNO)));
  }
}
