package app.rostrum.desktop;

import app.rostrum.backend.InvitationLink;
import app.rostrum.desktop.live.Departure;
import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.live.TryAgainView;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.NoDevices;
import app.rostrum.stream.Audibility;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamCaption;
import app.rostrum.stream.StreamDesk;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes pictures of stage and audience in their states. */
@Tag("screens")
class LiveScreensTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final Texts texts = ScreenShots.texts();
  private final Instant now = ui.clock().instant();

  private void live(String name, Role role, StreamState state) {
    live(name, role, state, (overlay, model) -> {});
  }

  private void live(
      String name,
      Role role,
      StreamState state,
      BiConsumer<Overlay, LiveViewModel> then,
      String... more) {
    live(name, role, texts, state, then, more);
  }

  private void live(
      String name,
      Role role,
      Texts language,
      StreamState state,
      BiConsumer<Overlay, LiveViewModel> then,
      String... more) {
    ScreenShots.of(
        name,
        ui,
        language,
        overlay -> {
          LiveViewModel model = open(overlay, role, language);
          model.facts().began(now.minusSeconds(3723));
          model.bridge().accept(state);
          ui.pulse();
          overlay.applyCss();
          overlay.layout();
          then.accept(overlay, model);
        },
        Stream.concat(
                Stream.of(
                    "stream-title",
                    "people",
                    "more",
                    "leave",
                    role == Role.VIEWER ? "hand" : "mic"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private LiveViewModel open(Overlay overlay, Role role, Texts language) {
    return new Screens(fakes, ui, ui.clock(), overlay, language)
        .live(Entry.join("Morning coffee", role, true), new FakeSession(), address -> {});
  }

  private static void press(Overlay overlay, String id) {
    ((Button) NodeIds.find(overlay, id).getFirst()).fire();
    overlay.applyCss();
    overlay.layout();
  }

  private States host(int speakers) {
    return States.host("Ada Lovelace")
        .speakers(speakers)
        .level("Ada Lovelace", 0.4)
        .dominant("Ada Lovelace");
  }

  @Test
  void stage() {
    live("stage-1", Role.HOST, host(1).state());
    live("stage-1-german", Role.HOST, Texts.in(Locale.GERMAN), host(1).state(), (o, m) -> {});
    live("stage-1-listener", Role.HOST, host(1).listeners(1).state());
    live("stage-2", Role.HOST, host(2).listeners(301).quality("Grace Hopper", 2).state());
    live("stage-4", Role.HOST, host(4).listeners(7).state());
    live("stage-9", Role.HOST, host(9).listeners(301).state());
    live("stage-13", Role.HOST, host(13).listeners(30).state());
    live("stage-35", Role.HOST, host(35).listeners(30).state());
    live(
        "stage-share",
        Role.HOST,
        host(3).listeners(30).state(),
        (overlay, model) -> press(overlay, "share"));
    live(
        "stage-3-muted",
        Role.SPEAKER,
        States.speaker("Ada Lovelace")
            .speakers(3)
            .listeners(30)
            .muted()
            .level("Grace Hopper", 0.6)
            .dominant("Grace Hopper")
            .state());
    live("stage-8", Role.HOST, host(8).listeners(30).level("Alan Turing", 0.1).state());
    live("stage-20", Role.HOST, host(20).listeners(10_000).state());
    live("stage-40", Role.HOST, host(40).listeners(10_000).state());
  }

  @Test
  void stageWithPeople() {
    StreamState state =
        host(20)
            .hand("Linus", States.ago(now, 4))
            .hand("Maximiliane von und zu Wolkenstein-Trostburg the Second", States.ago(now, 1))
            .hand("Zoë", now)
            .listeners(10_000)
            .notice(1, Notice.Kind.HAND_RAISED, "Zoë")
            .state();
    live("stage-20-people", Role.HOST, state, (overlay, model) -> press(overlay, "people"));
    live("stage-20-badge", Role.HOST, state);
    live(
        "stage-3-people",
        Role.SPEAKER,
        States.speaker("Ada Lovelace").speakers(3).listeners(2).state(),
        (overlay, model) -> {
          press(overlay, "people");
          model.grid().silenced().toggle("Grace Hopper");
        });
    live(
        "stage-people-search",
        Role.HOST,
        state,
        (overlay, model) -> {
          press(overlay, "people");
          model.people().searchProperty().set("0042");
        });
  }

  /** The desk of a host in all fullness, and the strip that everybody sees. */
  private StreamDesk fullDesk() {
    return new StreamDesk(
        false,
        true,
        true,
        "",
        List.of("Alan Turing", LONG_NAME),
        "Records, sealed types and what to do with them on a Monday morning",
        "Slides: https://example.org/talks/2026/java — questions are taken at the end of each part",
        Optional.of(new StreamDesk.SpeakingTime("Alan Turing", now.plusSeconds(94))),
        List.of("Mallory"));
  }

  private static StreamDesk tellingAll() {
    String message = "We restart at 22:00, which takes a moment";
    return new StreamDesk(
        true,
        false,
        true,
        "",
        List.of(),
        "",
        "",
        Optional.empty(),
        List.of(),
        message,
        Optional.of(new StreamDesk.Recording("Grace Hopper", Instant.EPOCH.plusSeconds(1))));
  }

  private static final String LONG_NAME = "Maximiliane von und zu Wolkenstein-Trostburg the Second";

  @Test
  void hostsDesk() {
    StreamState full =
        host(6)
            .hand("Linus", States.ago(now, 4), "Why do sealed interfaces need permits?")
            .hand(LONG_NAME, States.ago(now, 1), "I have a story of " + "very ".repeat(12) + "long")
            .hand("مريم", now, "سؤال عن السجلات")
            .hand("Zoë", now)
            .listeners(300)
            .desk(fullDesk())
            .state();
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      String suffix = language == texts ? "" : "-german";
      live(
          "desk-full" + suffix,
          Role.HOST,
          language,
          full,
          (overlay, model) -> {
            press(overlay, "people");
            model.people().invite("Linus");
            model.people().lowerHand("Zoë");
          },
          "desk-menu",
          "topic",
          "pinned",
          "speaking-time",
          "invite-Linus",
          "more-Linus",
          "message-action");
      live(
          "desk-queue-closed" + suffix,
          Role.VIEWER,
          language,
          States.listener("Zoë").speakers(3).desk(closedQueue()).state(),
          (overlay, model) -> {},
          "queue-place");
      live(
          "hand-text" + suffix,
          Role.VIEWER,
          language,
          States.listener("Zoë").speakers(3).hand("Zoë", now).state(),
          (overlay, model) -> {},
          "hand-text");
    }
    live("desk-empty", Role.HOST, host(1).state(), (overlay, model) -> press(overlay, "people"));
    live(
        "desk-co-host",
        Role.SPEAKER,
        States.speaker("Ada Lovelace").speakers(4).coHosts("Ada Lovelace", "Alan Turing").state(),
        (overlay, model) -> press(overlay, "people"));
  }

  private static StreamDesk closedQueue() {
    return new StreamDesk(
        true,
        false,
        false,
        "Questions are taken at the end",
        List.of(),
        "",
        "",
        Optional.empty(),
        List.of(),
        "The server is restarted at 22:00 for an update. You will be back within a minute, and what"
            + " is said until then is not lost.",
        Optional.of(new StreamDesk.Recording(LONG_NAME, Instant.EPOCH.plusSeconds(1))));
  }

  @Test
  void theDeskHasAMenuWhoseDialogsAskForALine() {
    live(
        "desk-topic",
        Role.HOST,
        host(3).desk(fullDesk()).state(),
        (overlay, model) -> {
          model.people().desk().setTopic("Questions from the audience");
          model.people().outcome(new Notice(1, Notice.Kind.ACTION_FAILED, ""));
          press(overlay, "people");
          choose(overlay, "desk-topic");
        },
        "desk-line",
        "confirm-topic");
    live(
        "desk-removed",
        Role.HOST,
        host(3).desk(fullDesk()).state(),
        (overlay, model) -> {
          press(overlay, "people");
          choose(overlay, "desk-removed");
        },
        "close-removed");
  }

  private static void choose(Overlay overlay, String id) {
    ((MenuButton) overlay.lookup("#desk-menu"))
        .getItems().stream()
            .filter(item -> id.equals(item.getId()))
            .findFirst()
            .orElseThrow()
            .fire();
    overlay.applyCss();
    overlay.layout();
  }

  @Test
  void stageDialogsAndBanners() {
    live("stage-end", Role.HOST, host(3).state(), (overlay, model) -> press(overlay, "leave"));
    live(
        "stage-reconnecting",
        Role.HOST,
        host(3).reconnecting().notice(1, Notice.Kind.ACTION_FAILED, "Zoë").state(),
        (overlay, model) -> ui.pass(Duration.ofMillis(1500)));
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      live(
          "stage-sound-blocked" + (language == texts ? "" : "-german"),
          Role.HOST,
          language,
          host(3).blocked("talk.example.org:8770").state(),
          (overlay, model) -> {});
    }
    var link =
        InvitationLink.parse(
                "rostrum://join?url=https://conferences-of-the-company.example.com&passcode="
                    + FakeServices.PASSCODE
                    + "&stream=مساء "
                    + "Long ".repeat(22))
            .orElseThrow();
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      live(
          "stage-arrived" + (language == texts ? "" : "-german"),
          Role.HOST,
          language,
          host(3).state(),
          (overlay, model) -> new NextInvitation(overlay, language).ask(model, link),
          "stay-here",
          "follow-link");
    }
    live(
        "stage-german",
        Role.HOST,
        Texts.in(Locale.GERMAN),
        host(6).hand("Zoë", now).listeners(20).state(),
        (overlay, model) -> press(overlay, "people"));
  }

  @Test
  void detailsOfTheConnection() {
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      live(
          "connection-details" + (language == texts ? "" : "-german"),
          Role.VIEWER,
          language,
          States.listener("Zoë").speakers(3).state(),
          (overlay, model) ->
              Event.fireEvent(
                  overlay.lookup("#live-screen"),
                  new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.D, true, true, false, false)),
          "details",
          "copy-diagnostics",
          "close-details");
    }
  }

  /** Names as long as they may be, and in scripts with other habits. */
  @Test
  void names() {
    String longName = "Maximiliane ".repeat(10) + "Ende";
    live(
        "stage-names",
        Role.SPEAKER,
        States.speaker(longName)
            .andSpeaker("عبد الرحمن الصوفي")
            .andSpeaker("李开复")
            .andSpeaker("Zoë 👋")
            .andSpeaker("Speaker 1")
            .andSpeaker("Speaker 10")
            .andSpeaker("Speaker 11")
            .listeners(40)
            .muted()
            .dominant("李开复")
            .state());
    live("stage-long-host", Role.HOST, States.host(longName).speakers(2).state());
  }

  private void sized(
      String name, Role role, StreamState state, int width, int height, String... expected) {
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      boolean german = language != texts;
      ScreenShots.sized(
          name + "-" + width + (german ? "-german" : ""),
          ui,
          language,
          overlay -> {
            LiveViewModel model = open(overlay, role, language);
            model.facts().began(now.minusSeconds(754));
            model.bridge().accept(state);
            ui.pulse();
          },
          width,
          height,
          german,
          expected);
    }
  }

  /** From the whole screen down to the compact one. */
  @Test
  void narrowWindows() {
    fakes.preferences.put("welcome-seen", "true");
    StreamState stage = host(6).listeners(40).hand("Zoë", now).state();
    StreamState audience = listener().state();
    for (int width : new int[] {758, 560, 420}) {
      sized("narrow-stage", Role.HOST, stage, width, 600, "people", "mic", "leave");
      sized("narrow-audience", Role.VIEWER, audience, width, 600, "people", "hand", "leave");
    }
    sized("narrow-alone", Role.HOST, host(1).state(), 560, 600, "invite-card");
    sized("compact-stage", Role.HOST, stage, 320, 200, "compact-mute", "compact-leave");
    sized("compact-audience", Role.VIEWER, audience, 320, 200, "compact-hand", "compact-leave");
    sized(
        "compact-invited",
        Role.VIEWER,
        listener().invited().desk(tellingAll()).state(),
        320,
        200,
        "compact-accept",
        "compact-decline");
  }

  @Test
  void captions() {
    fakes.preferences.put("welcome-seen", "true");
    StreamState state =
        listener()
            .captions(
                new StreamCaption(LONG_NAME, "We begin with records 🎉 and the patterns", false),
                new StreamCaption(
                    "رنا الخطيب",
                    "شكرا جزيلا and then we look at what the compiler makes of all that, line by"
                        + " line, before anybody asks why it was done that way in the first place",
                    true))
            .state();
    for (int size : new int[] {100, 200}) {
      ScreenShots.of(
          "audience-captions-" + size,
          size,
          ui,
          texts,
          overlay -> {
            LiveViewModel model = open(overlay, Role.VIEWER, texts);
            model.bridge().accept(state);
            ui.pulse();
          },
          "captions",
          "hand",
          "leave");
    }
    sized("narrow-captions", Role.VIEWER, state, 420, 600, "captions", "leave");
  }

  @Test
  void theServerRestarts() {
    fakes.preferences.put("welcome-seen", "true");
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      live(
          "stage-restarting" + (language == texts ? "" : "-german"),
          Role.HOST,
          language,
          host(3).interrupted(ErrorCode.SERVER_RESTARTING).state(),
          (overlay, model) -> ui.pass(Duration.ofSeconds(3)),
          "reconnecting");
    }
    StreamState audience = listener().interrupted(ErrorCode.SERVER_RESTARTING).state();
    sized("narrow-restarting", Role.VIEWER, audience, 420, 600, "hand", "leave");
    sized("compact-restarting", Role.VIEWER, audience, 320, 200, "compact-leave");
  }

  @Test
  void theMicrophoneSaysWhetherOneIsHeard() {
    live(
        "mic-heard",
        Role.SPEAKER,
        States.speaker("Ada Lovelace").level("Ada Lovelace", 0.1).state());
    for (Audibility audibility :
        List.of(Audibility.SILENT, Audibility.NO_MICROPHONE, Audibility.SERVER_SILENT)) {
      live(
          "mic-" + audibility,
          Role.SPEAKER,
          audibility == Audibility.SERVER_SILENT ? texts : Texts.in(Locale.GERMAN),
          States.speaker("Ada Lovelace").audibility(audibility).state(),
          (overlay, model) -> ui.pass(Duration.ofMillis(1500)));
    }
    fakes.devices = () -> new NoDevices(AudioDevices.Problem.NO_SOUND_SYSTEM);
    live(
        "mic-no-sound-system",
        Role.SPEAKER,
        Texts.in(Locale.GERMAN),
        States.speaker("Ada Lovelace").muted().state(),
        (overlay, model) -> ui.pass(Duration.ofMillis(1500)));
    live("audience-no-sound-system", Role.VIEWER, listener().state());
  }

  @Test
  void theHostIsLost() {
    StreamState lost = States.speaker("Linus").speakers(4).listeners(12).hostLost().state();
    live("stage-host-lost", Role.SPEAKER, lost);
    live(
        "stage-host-lost-german",
        Role.SPEAKER,
        Texts.in(Locale.GERMAN),
        lost,
        (overlay, model) -> press(overlay, "take-over"));
    live("stage-take-over", Role.SPEAKER, lost, (overlay, model) -> press(overlay, "take-over"));
  }

  private States listener() {
    return States.listener("Linus")
        .speakers(3)
        .listeners(128)
        .level("Grace Hopper", 0.5)
        .dominant("Grace Hopper");
  }

  @Test
  void audience() {
    live("audience-welcome", Role.VIEWER, listener().state());
    fakes.preferences.put("welcome-seen", "true");
    live("audience-3", Role.VIEWER, listener().buffering().state());
    live(
        "audience-hand",
        Role.VIEWER,
        listener()
            .hand("Zoë", States.ago(now, 2))
            .hand("Linus", now)
            .notice(1, Notice.Kind.MOVED_TO_AUDIENCE, "Linus")
            .state());
    live(
        "audience-invited",
        Role.VIEWER,
        listener().hand("Linus", now).invited().notice(1, Notice.Kind.ACTION_FAILED, "").state());
    live(
        "audience-people",
        Role.VIEWER,
        listener().speakers(20).hand("Linus", now).state(),
        (overlay, model) -> press(overlay, "people"),
        "queue-place");
    live(
        "audience-interrupted-german",
        Role.VIEWER,
        Texts.in(Locale.GERMAN),
        listener().buffering().interrupted(ErrorCode.PLAYER_SILENT).state(),
        (overlay, model) -> ui.pass(Duration.ofSeconds(75)));
    live(
        "audience-german",
        Role.VIEWER,
        Texts.in(Locale.GERMAN),
        listener().hand("Linus", now).invited().state(),
        (overlay, model) -> {});
    live("audience-empty-stage", Role.VIEWER, States.listener("Linus").state());
  }

  @Test
  void joiningAndFailing() {
    ScreenShots.of(
        "joining", ui, texts, overlay -> open(overlay, Role.VIEWER, texts), "cancel-join");
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      ScreenShots.of(
          "joining-still-trying" + (language == texts ? "" : "-german"),
          ui,
          language,
          overlay -> {
            LiveViewModel model = open(overlay, Role.VIEWER, language);
            model
                .bridge()
                .accept(
                    States.listener("Linus")
                        .stillTrying(Role.VIEWER, ErrorCode.BACKEND_FAILED)
                        .state());
            ui.pulse();
          },
          "joining",
          "join-obstacle",
          "cancel-join");
    }
    ScreenShots.of(
        "failed",
        ui,
        texts,
        overlay ->
            overlay.setScreen(
                new TryAgainView(
                    Entry.join("Morning coffee", Role.VIEWER, false),
                    new Departure.TryAgain(texts.get("problem.NO_NETWORK", "", ""), "V01 53405"),
                    Instant.EPOCH,
                    texts,
                    () -> {},
                    () -> {})),
        "failure",
        "try-again",
        "back-to-lobby");
  }
}
