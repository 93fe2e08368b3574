package app.rostrum.demo;

import app.rostrum.backend.Passcode;
import app.rostrum.bot.Bot;
import app.rostrum.cli.Pause;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.WavRecorder;
import app.rostrum.stream.Role;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The event of {@code rostrum demo}: the host Ada and the listener Chloe in real windows, the
 * speaker Ben and more listeners without. Each voice is a tone of its own, so that the sound that
 * the listener Dana hears can be measured.
 */
final class DemoEvent implements AutoCloseable {
  private static final String STREAM = "Friday talk";
  private static final double ADA = 440;
  private static final double BEN = 587.3;
  private static final double CHLOE = 784;
  private static final List<String> LISTENERS = List.of("Emil", "Fatima", "Grace", "Hiro");
  private static final String RECORDING = "what-dana-heard.wav";
  private static final Duration SETTLED = Duration.ofMillis(2500);
  private static final Duration HEARD_AT_ALL = Duration.ofMillis(300);

  private final Path output;
  private final Manner manner;
  private final PrintStream out;
  private final DemoSetup setup;
  private final VoiceCheck check = new VoiceCheck(Map.of("Ada", ADA, "Ben", BEN, "Chloe", CHLOE));
  private final SwitchedVoice adaVoice = new SwitchedVoice(ADA);
  private final SwitchedVoice benVoice = new SwitchedVoice(BEN);
  private final SwitchedVoice chloeVoice = new SwitchedVoice(CHLOE);
  private final Showcase.Window ada;
  private final Showcase.Window chloe;
  private final WavRecorder recorder;

  /** The manner in which the event is played. */
  enum Manner {
    PICTURED,
    FILMED,
    /** Without pictures and without a check of what is heard, which take their time. */
    BRIEF
  }

  DemoEvent(Path output, Manner manner, PrintStream out) throws IOException {
    this.output = output;
    this.manner = manner;
    this.out = out;
    setup = new DemoSetup(STREAM, output, out);
    ada = setup.window("Ada (host)", adaVoice, 20, 20);
    chloe = setup.window("Chloe (listener)", chloeVoice, 120, 90);
    recorder = setup.recorder(RECORDING);
  }

  /**
   * Plays the event and returns whether everybody was heard exactly when they should be, so far as
   * it was checked.
   */
  boolean play() {
    say("The embedded cloud runs at " + setup.host().url() + ", no account needed.");
    adaOpensTheStream();
    Bot dana = benAndTheListenersJoin();
    chloeJoins();
    adaAndBenSpeak(dana);
    chloeAndAdaChat();
    filmed(() -> chloeComesOnStage(dana));
    adaMutes(dana);
    chloeReturnsToTheAudience(dana);
    adaEndsTheEvent(dana);
    if (manner == Manner.BRIEF) {
      return true;
    }
    out.println();
    out.println(check.table());
    out.printf(
        "%d pictures and %s are in %s.%n", setup.pictures(), RECORDING, output.toAbsolutePath());
    return check.passed();
  }

  private void adaOpensTheStream() {
    ada.await("passcode");
    picture(ada, "passcode");
    ada.type("name", "Ada");
    ada.type("passcode", Passcode.grouped(setup.host().passcode()));
    ada.press("continue");
    ada.await("create-stream");
    picture(ada, "lobby-empty");
    ada.press("create-stream");
    ada.type("stream-name", STREAM);
    ada.press("stage-open");
    picture(ada, "lobby-new-stream");
    ada.press("create-and-join");
    ada.await("mic");
    say("Ada opens the stream \"" + STREAM + "\" and is on stage.");
  }

  private Bot benAndTheListenersJoin() {
    Bot ben = setup.bot("Ben", Role.SPEAKER, benVoice, Optional.empty());
    Bot dana = listener("Dana", Optional.of(recorder));
    for (String name : LISTENERS) {
      listener(name, Optional.empty());
    }
    ben.live().orTimeout(20, TimeUnit.SECONDS).join();
    dana.live().orTimeout(20, TimeUnit.SECONDS).join();
    say("Ben joins as a speaker; Dana, " + String.join(", ", LISTENERS) + " listen.");
    return dana;
  }

  private Bot listener(String name, Optional<PcmSink> recorder) {
    return setup.bot(name, Role.VIEWER, new Silence(), recorder);
  }

  private void chloeJoins() {
    chloe.type("name", "Chloe");
    chloe.type("passcode", setup.host().passcode());
    chloe.press("continue");
    chloe.await(NodeIds.of("join-listen", STREAM));
    picture(chloe, "lobby-with-a-stream");
    chloe.press(NodeIds.of("join-listen", STREAM));
    chloe.await("hand");
    Pause.of(Duration.ofSeconds(2));
  }

  private void adaAndBenSpeak(Bot dana) {
    adaVoice.speak(true);
    measure(dana, "Ada speaks", "Ada");
    picture(ada, "stage-host-speaking");
    picture(chloe, "audience-listening");
    chloe.press("close-welcome");
    adaVoice.speak(false);
    benVoice.speak(true);
    measure(dana, "Ben answers", "Ben");
    adaVoice.speak(true);
    measure(dana, "both at once", "Ada", "Ben");
    benVoice.speak(false);
  }

  private void chloeAndAdaChat() {
    chat(chloe, "Good morning from Cologne! Does the new release record streams?");
    ada.press("chat");
    ada.awaitText("Good morning from Cologne!");
    chat(ada, "Not yet, but it is next. Raise your hand and tell us what you need.");
    chloe.awaitText("Not yet, but it is next.");
    say("Chloe and Ada write to each other.");
    picture(ada, "stage-chat");
    picture(chloe, "audience-chat");
    ada.press("chat");
    chloe.press("chat");
  }

  private void chloeComesOnStage(Bot dana) {
    chloe.press("hand");
    say("Chloe raises her hand.");
    if (!ada.shows("people-panel")) {
      ada.press("people");
    }
    ada.await(NodeIds.of("invite", "Chloe"));
    picture(ada, "people-raised-hand");
    picture(chloe, "audience-hand-raised");
    ada.press(NodeIds.of("invite", "Chloe"));
    chloe.await("accept-invitation");
    picture(chloe, "audience-invitation");
    say("Ada invites her.");
    chloe.press("accept-invitation");
    chloe.await("mic");
    adaVoice.speak(false);
    chloeVoice.speak(true);
    measure(dana, "Chloe speaks on stage", "Chloe");
    picture(chloe, "stage-chloe");
    adaVoice.speak(true);
    measure(dana, "Ada and Chloe", "Ada", "Chloe");
    picture(ada, "stage-three-speakers");
  }

  private void filmed(Runnable scene) {
    if (manner != Manner.FILMED) {
      scene.run();
      return;
    }
    try (Film film = Film.of(output.resolve("film"), ada, chloe)) {
      scene.run();
      say(film.frames() + " frames are in " + output.resolve("film") + ".");
    }
  }

  private void adaMutes(Bot dana) {
    ada.press("mic");
    measure(dana, "Ada has muted herself", "Chloe");
    picture(ada, "stage-muted");
    ada.press("mic");

    ada.press(NodeIds.of("mute", "Chloe"));
    measure(dana, "Ada has muted Chloe", "Ada");
    picture(chloe, "stage-muted-by-host");
    chloe.press("mic");
    measure(dana, "Chloe has opened her microphone", "Ada", "Chloe");
  }

  private void chloeReturnsToTheAudience(Bot dana) {
    ada.press(NodeIds.of("move", "Chloe"));
    chloe.await("hand");
    say("Ada moves Chloe back to the audience; she listens on.");
    measure(dana, "Chloe is in the audience again", "Ada");
    picture(chloe, "audience-moved-back");
  }

  private void adaEndsTheEvent(Bot dana) {
    ada.press("leave");
    ada.await("confirm-end");
    picture(ada, "leave-asks-the-host");
    ada.press("confirm-end");
    chloe.await("lobby-screen");
    Pause.of(Duration.ofMillis(500));
    picture(chloe, "ended-by-host");
    dana.left().orTimeout(10, TimeUnit.SECONDS).join();
    say(
        "Ada ends the event, and everybody learns of it. Dana: "
            + Bot.describe(dana.left().join())
            + ".");
    recorder.close();
  }

  private static void chat(Showcase.Window window, String text) {
    if (!window.shows("chat-panel")) {
      window.press("chat");
    }
    window.type("chat-input", text);
    window.press("chat-send");
    window.awaitText(text);
  }

  /** Lets a change reach everybody, then measures the sound that Dana hears. */
  private void measure(Bot dana, String situation, String... expected) {
    if (manner == Manner.BRIEF) {
      Pause.of(HEARD_AT_ALL);
      return;
    }
    Pause.of(SETTLED);
    check.add(situation, dana.heard(), List.of(expected));
    say(situation + ": " + check.last());
  }

  private void picture(Showcase.Window window, String name) {
    if (manner != Manner.BRIEF) {
      setup.picture(window, name);
    }
  }

  private void say(String text) {
    setup.say(text);
  }

  @Override
  public void close() {
    setup.close();
  }
}
