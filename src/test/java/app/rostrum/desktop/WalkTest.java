package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.stream.Chat.Access;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Reaction;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Slider;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Walks through every screen as a host and as a listener, once by the keyboard alone and once by
 * the mouse, which writes by the keyboard but goes nowhere by it.
 */
@Timeout(120)
class WalkTest {
  /** The way in which the person uses the app. */
  enum Way {
    KEYBOARD,
    MOUSE
  }

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private DrivenApp app;

  private boolean mouse;

  private void open(Way way) {
    mouse = way == Way.MOUSE;
    app =
        Fx.call(
            () -> {
              var opened = new DrivenApp();
              opened.fakes.backend.lists(
                  List.of(
                      new StreamSummary(
                          "Coffee", "RM1", "Grace", 2, 5, opened.ui.clock().instant(), true)));
              opened.begin();
              return opened;
            });
  }

  @AfterEach
  void closeTheWindow() {
    Fx.run(app::close);
  }

  private void press(String id) {
    if (mouse) {
      app.click(id);
    } else {
      app.activate(id);
    }
  }

  private void write(String id, String text) {
    if (mouse) {
      app.click(id);
      app.type(text);
    } else {
      app.write(id, text);
    }
  }

  private void choose(String button, String item) {
    press(button);
    take(item);
  }

  private void take(String item) {
    if (mouse) {
      app.clickItem(item);
    } else {
      app.choose(item);
    }
  }

  /** Opens or closes a panel. */
  private void toggle(String button, Shortcut shortcut) {
    if (mouse) {
      app.click(button);
    } else {
      app.press(shortcut.keys().getFirst());
    }
  }

  private void confirm(String button) {
    if (mouse) {
      app.click(button);
    } else {
      app.press(KeyCode.ENTER);
    }
  }

  private void dismiss(String button) {
    if (mouse) {
      app.click(button);
    } else {
      app.press(KeyCode.ESCAPE);
    }
  }

  /** Takes an item of the menu of a person's row. */
  private void toPerson(String identity, String item) {
    var list = (ListView<?>) app.node("people-list");
    if (mouse) {
      app.click(row(list, identity), MouseButton.SECONDARY);
    } else {
      app.tabTo("people-list");
      app.press(KeyCode.HOME);
      while (!isOf(identity, row(list, list.getSelectionModel().getSelectedIndex()))) {
        app.press(KeyCode.DOWN);
      }
      app.press(KeyCode.ENTER);
    }
    take(item);
  }

  private static Node row(ListView<?> list, String identity) {
    return list.lookupAll(".person-cell").stream()
        .filter(cell -> isOf(identity, cell))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row of " + identity));
  }

  private static Node row(ListView<?> list, int index) {
    return list.lookupAll(".person-cell").stream()
        .filter(cell -> ((ListCell<?>) cell).getIndex() == index)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOf(String identity, Node cell) {
    return cell.getAccessibleText() != null && cell.getAccessibleText().startsWith(identity);
  }

  private void sees(String... ids) {
    for (String id : ids) {
      assertThat(app.sees(id)).as(id + " is seen").isTrue();
    }
  }

  private void seesNot(String id) {
    assertThat(app.sees(id)).as(id + " is seen").isFalse();
  }

  private void asked(String command) {
    assertThat(app.asked()).contains(command);
  }

  private String text(String id) {
    return ((Labeled) app.node(id)).getText();
  }

  private Instant now() {
    return app.ui.clock().instant();
  }

  @ParameterizedTest
  @EnumSource
  void aHostGoesThroughEveryScreen(Way way) {
    open(way);
    Fx.run(this::hostInTheLobby);
    Fx.run(this::hostAlone);
    Fx.run(this::hostAndPeople);
    Fx.run(this::hostAndDesk);
    Fx.run(this::hostAndChat);
    Fx.run(this::menusAndDialogs);
    Fx.run(this::hostEnds);
  }

  private void hostInTheLobby() {
    write("name", "Ada");
    press("host-here");
    sees("lobby-screen", "invitation-card");
    press("invitation-people-in-network");
    sees("invitation-address", "invitation-qr");
    press("copy-invitation-link");
    sees("toasts");
    press("create-stream");
    press("cancel-create");
    seesNot("create-dialog");
    press("create-stream");
    write("stream-name", "Tea");
    press("microphone-on");
    press("with-chat");
    if (mouse) {
      app.click("create-and-join");
    } else {
      app.tabTo("stream-name");
      app.press(KeyCode.ENTER);
      assertThat(app.fakes.begun).as("on air before the microphone was seen").isEmpty();
      app.press(KeyCode.ENTER);
    }
    assertThat(app.session().role()).isEqualTo(Role.HOST);
    assertThat(app.session().streamName()).isEqualTo("Tea");
    assertThat(app.session().setting()).isEqualTo(new StreamSettings(false, false));
    assertThat(app.session().microphoneOn()).isFalse();
    sees("joining", "cancel-join");
  }

  private void hostAlone() {
    app.show(States.host("Ada").muted());
    sees("invite-card", "mic");
    press("invite-copy-message");
    sees("invite-copied");
    press("mic");
    asked("microphone true");
    choose("mic-menu", "all-devices");
    dismiss("close-devices");
  }

  private States full() {
    return States.host("Ada")
        .speakers(3)
        .listeners(3)
        .hand("Zoë", now(), "About tea")
        .hand("Bob", now())
        .reactions(Map.of(), Map.of())
        .chat(Chats.of(Access.OPEN, "Ada", now()).said("Bob", "Hello").said("Ada", "Hi").chat());
  }

  private void hostAndPeople() {
    app.show(full());
    assertThat(text("people-badge")).isEqualTo("2");
    toggle("people", Shortcut.PEOPLE);
    toPerson("Zoë", "menu-invite");
    asked("invite Zoë");
    toPerson("Bob", "menu-lower");
    press("message-action");
    assertThat(app.asked()).doesNotContain("lower Bob");
    toPerson("Alan Turing", "menu-mute");
    asked("mute Alan Turing");
    toPerson("Alan Turing", "person-time-1");
    assertThat(app.asked().getLast()).contains("Alan Turing");
    toPerson("Alan Turing", "person-hand-over");
    sees("hand-over-dialog");
    dismiss("cancel-hand-over");
    toPerson("Bob", "person-co-host");
    assertThat(app.asked().getLast()).contains("Bob");
    press("mute-all");
    asked("mute all");
    String invite = NodeIds.of("invite", "Bob");
    press(invite);
    asked("invite Bob");
    app.show(full().notice(1, Notice.Kind.INVITATION_SENT, "Bob"));
    assertThat(text(invite)).isEqualTo("Invited");
    // Once the mouse's work is done, the keyboard goes back to the screen.
    if (!mouse) {
      assertThat(app.focusedId()).as("though the row has changed").contains(invite);
    }
    write("search-people", "alan");
    assertThat(((ListView<?>) app.node("people-list")).getItems()).hasSizeLessThan(4);
    press("close-people");
    seesNot("people-panel");
  }

  private void hostAndDesk() {
    toggle("people", Shortcut.PEOPLE);
    choose("desk-menu", "desk-lock");
    assertThat(app.asked().getLast()).contains("Lock");
    choose("desk-menu", "desk-topic");
    write("desk-line", "Leaves");
    confirm("confirm-topic");
    assertThat(app.asked().getLast()).contains("Leaves");
    choose("desk-menu", "desk-close-queue");
    dismiss("cancel-close-queue");
    press("close-people");
  }

  private void hostAndChat() {
    toggle("chat", Shortcut.CHAT);
    write("chat-input", "Welcome");
    confirm("chat-send");
    asked("send Welcome");
    if (mouse) {
      var list = (ListView<?>) app.node("chat-list");
      app.click(
          list.lookupAll(".message-cell").stream()
              .filter(cell -> ((ListCell<?>) cell).getIndex() == list.getItems().size() - 1)
              .findFirst()
              .orElseThrow(),
          MouseButton.SECONDARY);
    } else {
      app.tabTo("chat-list");
      app.press(KeyCode.END);
      app.press(KeyCode.ENTER);
    }
    take("remove-message");
    sees("remove-dialog");
    press("confirm-remove");
    assertThat(app.asked().getLast()).startsWith("remove ");
    dismiss("close-chat");
    seesNot("chat-panel");
  }

  private void menusAndDialogs() {
    choose("react", "react-heart");
    asked("react " + Reaction.HEART);
    press("share");
    sees("share-dialog", "share-copied");
    dismiss("close-share");
    choose("more", "devices");
    sees("devices-dialog", "level");
    dismiss("close-devices");
    choose("more", "open-shortcuts");
    sees("shortcuts-dialog");
    dismiss("close-shortcuts");
    choose("more", "open-settings");
    settings();
    dismiss("close-settings");
    connectionDetails();
    toggle("make-compact", Shortcut.COMPACT);
    sees("compact", "compact-mute");
    press("compact-on-top");
    press("compact-mute");
    press("compact-expand");
    sees("people", "share");
  }

  /** Visits each section and changes one of its settings. */
  private void settings() {
    var sections = (ListView<?>) app.node("settings-sections");
    for (int i = 0; i < sections.getItems().size(); i++) {
      String section = sections.getItems().get(i).toString().toLowerCase(Locale.ROOT);
      if (mouse) {
        app.click("open-" + section);
      } else {
        app.tabTo("settings-sections");
        app.press(i == 0 ? KeyCode.HOME : KeyCode.DOWN);
      }
      sees("section-" + section);
    }
    if (mouse) {
      app.click("open-talking");
    } else {
      app.tabTo("settings-sections");
      app.press(KeyCode.HOME);
      app.press(KeyCode.DOWN);
    }
    press("push-to-talk");
    assertThat(app.fakes.preferences.get("push-to-talk")).contains("true");
  }

  private void connectionDetails() {
    choose("more", "open-settings");
    if (mouse) {
      app.click("open-about");
    } else {
      app.tabTo("settings-sections");
      app.press(KeyCode.END);
    }
    press("show-details");
    seesNot("settings-dialog");
    sees("details-dialog");
    press("copy-diagnostics");
    dismiss("close-details");
    seesNot("details-dialog");
  }

  private void hostEnds() {
    press("leave");
    dismiss("cancel-end");
    seesNot("end-dialog");
    assertThat(app.asked()).doesNotContain("end");
    press("leave");
    press("confirm-end");
    asked("end");
    app.show(States.host("Ada").phase(new Phase.Left(new LeaveReason.EndedByHost())));
    assertThat(text("lobby-notice")).isEqualTo("“Tea” has ended for everyone.");
    press("dismiss-notice");
    seesNot("lobby-notice");
    choose("account", "sign-out");
    sees("passcode-screen");
    assertThat(app.fakes.secrets.read("passcode")).isEmpty();
    assertThat(((TextInputControl) app.node("passcode")).getText()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aListenerComesOnStageAndGoesAgain(Way way) {
    open(way);
    Fx.run(this::listenerEnters);
    Fx.run(this::listenerAsksToSpeak);
    Fx.run(this::listenerOnStage);
    Fx.run(this::listenerIsInterrupted);
    Fx.run(this::listenerIsCutOffAndLeaves);
  }

  private void listenerEnters() {
    write("name", "Zoë");
    write("passcode", "99999999999999");
    confirm("continue");
    assertThat(text("passcode-error")).contains("passcode is wrong");
    assertThat(app.focusedId()).contains("passcode");
    app.type(FakeServices.PASSCODE);
    confirm("continue");
    press("join-speak-Coffee");
    dismiss("cancel-speak");
    seesNot("speak-dialog");
    press("join-listen-Coffee");
    assertThat(app.session().role()).isEqualTo(Role.VIEWER);
    app.show(listening());
    sees("hand", "volume");
  }

  private States listening() {
    return States.listener("Zoë").speakers(2).listeners(4).reactions(Map.of(), Map.of());
  }

  private void listenerAsksToSpeak() {
    press("hand");
    asked("hand true");
    app.show(listening().hand("Zoë", now()));
    sees("queue-place");
    write("hand-text", "About tea");
    app.press(KeyCode.ENTER);
    asked("hand true About tea");
    var volume = (Slider) app.node("volume");
    if (mouse) {
      app.click("volume");
    } else {
      app.tabTo("volume");
      app.press(KeyCode.LEFT);
    }
    assertThat(volume.getValue()).isLessThan(1);
    press("volume-mute");
    assertThat(app.asked()).contains("volume 0.0");
    assertThat(text("playback")).isEqualTo("Silenced");
    choose("react", "react-applause");
    asked("react " + Reaction.APPLAUSE);
    press("audience-strip");
    sees("people-panel");
    dismiss("close-people");
    app.show(listening().hand("Zoë", now()).invited());
    press("accept-invitation");
    asked("accept true");
  }

  private void listenerOnStage() {
    app.show(States.speaker("Zoë").reactions(Map.of(), Map.of()));
    sees("mic");
    seesNot("hand");
    app.show(States.speaker("Zoë").hostLost());
    press("take-over");
    dismiss("cancel-take-over");
    seesNot("take-over-dialog");
    assertThat(app.asked()).doesNotContain("take over");
    press("take-over");
    press("confirm-take-over");
    asked("take over");
    app.show(States.speaker("Zoë"));
    seesNot("take-over");
    choose("more", "leave-stage");
    asked("leave stage");
    app.show(listening());
    app.show(listening().hand("Zoë", now()).invited());
    press("decline-invitation");
    asked("decline");
  }

  private void listenerIsInterrupted() {
    app.show(listening().reconnecting());
    seesNot("interruption");
    app.ui.pass(Duration.ofSeconds(2));
    sees("interruption", "reconnecting", "interrupted-for");
    app.show(listening());
    seesNot("interruption");
    app.show(listening().interrupted(ErrorCode.BACKEND_UNREACHABLE));
    press("give-up");
    sees("failure-code");
    press("try-again");
    app.show(listening());
    sees("hand");
  }

  private void listenerIsCutOffAndLeaves() {
    app.show(
        States.listener("Zoë")
            .phase(
                new Phase.Left(
                    new LeaveReason.Failed(new StreamProblem(ErrorCode.ROOM_LOST, "53405", "")))));
    assertThat(text("failure-code")).contains("V01 53405");
    press("copy-details");
    press("try-again");
    press("cancel-join");
    asked("leave");
    app.show(States.listener("Zoë").phase(new Phase.Left(new LeaveReason.Chosen())));
    sees("lobby-screen");
    press("join-listen-Coffee");
    app.show(listening());
    press("leave");
    asked("leave");
    app.show(States.listener("Zoë").phase(new Phase.Left(new LeaveReason.Chosen())));
    sees("lobby-screen");
  }
}
