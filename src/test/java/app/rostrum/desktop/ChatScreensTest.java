package app.rostrum.desktop;

import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Chat;
import app.rostrum.stream.Chat.Access;
import app.rostrum.stream.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes pictures of the chat in its states. */
@Tag("screens")
class ChatScreensTest {
  private static final String ME = "Ada Lovelace";

  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final Texts texts = ScreenShots.texts();
  private final Instant now = ui.clock().instant();

  private void chat(String name, Chats chat) {
    chat(name, texts, chat.chat(), (overlay, model) -> {});
  }

  private void chat(
      String name, Texts language, Chat chat, BiConsumer<Overlay, LiveViewModel> then) {
    Consumer<Overlay> arrange =
        overlay -> {
          LiveViewModel model = open(overlay, language, chat);
          ((Button) overlay.lookup("#chat")).fire();
          overlay.applyCss();
          overlay.layout();
          then.accept(overlay, model);
        };
    ScreenShots.of("chat-" + name, ui, language, arrange, "chat-panel", "close-chat");
  }

  private LiveViewModel open(Overlay overlay, Texts language, Chat chat) {
    fakes.preferences.put("welcome-seen", "true");
    LiveViewModel model =
        new Screens(fakes, ui, ui.clock(), overlay, language)
            .live(
                Entry.join("Morning coffee", Role.VIEWER, false), new FakeSession(), address -> {});
    model
        .bridge()
        .accept(
            States.listener(ME)
                .speakers(3)
                .listeners(128)
                .level("Grace Hopper", 0.5)
                .dominant("Grace Hopper")
                .chat(chat)
                .state());
    ui.pulse();
    overlay.applyCss();
    overlay.layout();
    return model;
  }

  @Test
  void emoji() {
    fakes.preferences.put("recent-emoji", "🍵 👍🏽 👨‍👩‍👧‍👦");
    chat(
        "emoji",
        Texts.in(Locale.GERMAN),
        talk().chat(),
        (overlay, model) -> {
          model
              .chat()
              .draft()
              .textProperty()
              .set("Tee 🍵👍🏽, Familie 👨‍👩‍👧‍👦 oder ❤️ und mehr davon?");
          ((Button) overlay.lookup("#chat-emoji")).fire();
          overlay.applyCss();
          overlay.layout();
        });
  }

  private Chats open() {
    return Chats.of(Access.OPEN, ME, now.minus(Duration.ofMinutes(20)));
  }

  private Chats talk() {
    return open()
        .said("Grace Hopper", "Good morning, everyone!")
        .said("Grace Hopper", "Today we talk about how the build got twice as fast.")
        .later(Duration.ofMinutes(2))
        .said("Linus", "Slides are at https://example.org/talks/build-2026 (PDF, 2 MB).")
        .said(ME, "Thank you! 👍")
        .edited("Zoë", "Is there a recording for those who come later?")
        .said(ME, "I would love one too ❤️ ☕ and maybe some 🥐")
        .later(Duration.ofMinutes(7))
        .said("Grace Hopper", "Yes, tomorrow. 🎉\nAsk again if you do not find it.")
        .said(
            "ليلى",
            "شكراً جزيلاً على هذا الحديث الرائع، وأتمنى أن نلتقي جميعاً في العام القادم أيضاً");
  }

  @Test
  void states() {
    chat("empty", Chats.of(Access.OPEN, ME, now));
    chat("full", talk().typing("Linus"));
    chat("connecting", Chats.of(Access.CONNECTING, ME, now));
    chat("failed", Chats.of(Access.FAILED, ME, now));
    chat(
        "failed-with-messages",
        Chats.of(Access.FAILED, ME, now).said("Zoë", "Hello?").failed("Can anybody read this?"));
    chat("no-room", Chats.of(Access.FULL, ME, now));
    chat("closed", Chats.of(Access.CLOSED, ME, now).said("Zoë", "Goodbye, everyone."));
  }

  @Test
  void sendingAndNotSent() {
    chat(
        "not-sent",
        talk().failed("This one did not get through.").sending("And this one is on its way."));
  }

  @Test
  void longNamesAndTexts() {
    chat(
        "long",
        open()
            .said("Maximiliane von und zu Wolkenstein-Trostburg, second of her name", "Hello")
            .said(
                "W".repeat(128),
                "https://example.org/" + "a-very-long-address-without-an-end/".repeat(6))
            .said(ME, "x".repeat(700))
            .said("שרה", "שלום לכולם, מה שלומכם היום? 123 abc")
            .said(ME, "In the middle: שלום לכולם, מה שלומכם היום ומה נשמע, and on it goes")
            .typing("Maximiliane von und zu Wolkenstein-Trostburg", "W".repeat(128)));
    chat("4000", open().said("Linus", "w".repeat(Chat.MAX_LENGTH)).typing("a", "b", "c"));
  }

  @Test
  void days() {
    chat(
        "days",
        Chats.of(Access.OPEN, ME, now.minus(Duration.ofDays(3)))
            .loadingEarlier()
            .said("Linus", "See you on Sunday.")
            .later(Duration.ofDays(2))
            .said("Linus", "Tomorrow at ten!")
            .later(Duration.ofDays(1))
            .said("Linus", "Good morning."));
  }

  @Test
  void writing() {
    chat(
        "writing",
        texts,
        talk().chat(),
        (overlay, model) ->
            model
                .chat()
                .draft()
                .textProperty()
                .set("A first line\nand a second one that is long enough to be wrapped somewhere"));
    chat(
        "nearly-full",
        texts,
        talk().chat(),
        (overlay, model) -> model.chat().draft().textProperty().set("word ".repeat(795)));
    chat("editing", texts, talk().chat(), (overlay, model) -> model.chat().editNewest());
    chat(
        "german",
        Texts.in(Locale.GERMAN),
        talk().failed("Kommt das an?").typing("Linus", "Zoë").chat(),
        (o, m) -> {});
  }

  @Test
  void unreadAndManyOfThem() {
    ScreenShots.of(
        "chat-unread", ui, texts, overlay -> open(overlay, texts, talk().unread(3).chat()));
    chat("many", open().many(5000).earlierExist());
    chat(
        "scrolled-up",
        texts,
        open().many(300).unread(4).chat(),
        (overlay, model) -> model.chat().setNewestInSight(false));
  }
}
