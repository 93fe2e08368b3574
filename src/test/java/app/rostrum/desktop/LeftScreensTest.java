package app.rostrum.desktop;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.FakeServices.Begun;
import app.rostrum.desktop.sharing.SharingViewModel;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.stream.Chat;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamProblem;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Enters and leaves each screen four times in one window. Afterwards none of its nodes and view
 * models may be reachable, although window, appearance and services live on.
 */
@Timeout(120)
class LeftScreensTest {
  private static final int VISITS = 4;

  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final Instant now = ui.clock().instant();
  private final Appearance appearance = new Appearance(fakes.preferences);
  private final List<WeakReference<Object>> left = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Stage stage;

  @BeforeEach
  void openTheWindow() {
    fakes.preferences.put("welcome-seen", "true");
    fakes.backend.lists(
        List.of(new StreamSummary("Coffee", "RM1", "Grace Hopper", 2, 5, now, true)));
    Fx.run(
        () -> {
          var navigation =
              new Navigation(
                  fakes.services(Runnable::run, ui.clock()),
                  ui,
                  Texts.in(Locale.ENGLISH),
                  appearance,
                  address -> {});
          stage = new Stage();
          stage.setScene(new Scene(navigation.root(), 940, 640));
          appearance.follow(stage.getScene());
          stage.show();
          navigation.begin();
        });
  }

  @AfterEach
  void closeTheWindow() {
    Fx.run(stage::close);
  }

  private void fourTimes(Runnable visit) {
    for (int i = 0; i < VISITS; i++) {
      Fx.run(visit);
    }
    nothingIsLeft();
  }

  private void nothingIsLeft() {
    assertThat(left).hasSizeGreaterThanOrEqualTo(VISITS);
    await()
        .untilAsserted(
            () -> {
              System.gc();
              Fx.run(this::layOut);
              assertThat(
                      left.stream()
                          .map(WeakReference::get)
                          .filter(Objects::nonNull)
                          .collect(groupingBy(o -> o.getClass().getSimpleName(), counting())))
                  .as("still reachable of %d", left.size())
                  .isEmpty();
            });
  }

  private void layOut() {
    stage.getScene().getRoot().applyCss();
    stage.getScene().getRoot().layout();
  }

  private Node node(String id) {
    layOut();
    return stage.getScene().getRoot().lookupAll("#" + id).stream()
        .filter(Node::isVisible)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node " + id));
  }

  private void press(String id) {
    ((ButtonBase) node(id)).fire();
    layOut();
  }

  /** Keeps weak references to a node, the nodes below it and their view models. */
  private void remember(String id) {
    Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(node(id), found);
    found.forEach(object -> left.add(new WeakReference<>(object)));
  }

  private static void collect(Object object, Set<Object> found) {
    // The strip of messages belongs to the window; screens lend it a place.
    if (object instanceof Toasts || !found.add(object)) {
      return;
    }
    if (object instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
    if (object.getClass().getName().startsWith("app.rostrum.desktop.")) {
      for (Field field : object.getClass().getDeclaredFields()) {
        viewModel(field, object).forEach(model -> collect(model, found));
      }
    }
  }

  private static Stream<Object> viewModel(Field field, Object owner) {
    if (!field.getType().getSimpleName().endsWith("ViewModel")
        || field.getType() == SharingViewModel.class) { // There is one for the whole app.
      return Stream.empty();
    }
    try {
      field.setAccessible(true);
      return Stream.ofNullable(field.get(owner));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private void signIn() {
    ((TextField) node("name")).setText("Ada");
    ((TextField) node("passcode")).setText(FakeServices.PASSCODE);
    press("continue");
  }

  private void hostHere() {
    ((TextField) node("name")).setText("Ada");
    press("host-here");
  }

  private void signOut() {
    ((MenuButton) node("account")).getItems().getLast().fire();
  }

  private Begun listen() {
    press("join-listen-Coffee");
    return begun(Role.VIEWER);
  }

  private Begun speak() {
    press("join-speak-Coffee");
    press("go-on-stage");
    return begun(Role.SPEAKER);
  }

  private Begun create() {
    press("create-stream");
    ((TextField) node("stream-name")).setText("Tea");
    press("create-and-join");
    return begun(Role.HOST);
  }

  /** Returns the newest session, and lets go of all sessions, because they hold the view models. */
  private Begun begun(Role role) {
    Begun session = fakes.begun.getLast();
    assertThat(session.role()).isEqualTo(role);
    fakes.begun.clear();
    return session;
  }

  private void show(Begun session, States states) {
    session.onState().accept(states.state());
    ui.pulse();
    layOut();
  }

  private void leave(Begun session, LeaveReason reason) {
    show(session, States.listener("Ada").phase(new Phase.Left(reason)));
    ui.pass(Duration.ofSeconds(10));
  }

  private void leave(Begun session) {
    leave(session, new LeaveReason.Chosen());
  }

  private Chat chat() {
    return Chats.of(Chat.Access.OPEN, "Ada", now)
        .said("Grace Hopper", "Good morning, see https://example.org/a")
        .said("Ada", "Hello 👍")
        .failed("lost")
        .typing("Grace Hopper")
        .unread(2)
        .chat();
  }

  @Test
  void passcode() {
    fourTimes(
        () -> {
          press("continue");
          remember("passcode-screen");
          signIn();
          signOut();
        });
  }

  @Test
  void lobby() {
    fourTimes(
        () -> {
          hostHere();
          node("invitation-card");
          ui.pass(Duration.ofSeconds(5));
          remember("lobby-screen");
          signOut();
        });
  }

  @Test
  void lobbyThatCannotList() {
    fakes.backend.cannotList();
    fourTimes(
        () -> {
          signIn();
          node("typed-stream-name");
          remember("lobby-screen");
          signOut();
        });
  }

  /** Closed dialogs are let go while the lobby stays. */
  @Test
  void dialogsOfTheLobbyWithTheirSoundCheck() {
    Fx.run(this::signIn);
    fourTimes(
        () -> {
          press("create-stream");
          press("create-and-join");
          remember("create-dialog");
          press("cancel-create");
          press("join-speak-Coffee");
          remember("speak-dialog");
          press("cancel-speak");
        });
  }

  @Test
  void dialogsOfAStreamWithTheirSoundCheck() {
    Begun session =
        Fx.call(
            () -> {
              signIn();
              Begun begun = create();
              show(begun, States.host("Ada").speakers(2));
              return begun;
            });
    fourTimes(
        () -> {
          press("leave");
          remember("end-dialog");
          press("cancel-end");
          menuOfMore("devices");
          remember("devices-dialog");
          press("close-devices");
        });
    Fx.run(() -> leave(session));
  }

  private void menuOfMore(String item) {
    press("more");
    ContextMenu menu =
        Window.getWindows().stream()
            .filter(ContextMenu.class::isInstance)
            .map(ContextMenu.class::cast)
            .findFirst()
            .orElseThrow();
    menu.getItems().stream().filter(i -> item.equals(i.getId())).findFirst().orElseThrow().fire();
    menu.hide();
  }

  @Test
  void joining() {
    Fx.run(this::signIn);
    fourTimes(
        () -> {
          listen();
          remember("live-screen");
          press("cancel-join");
          ui.pass(Duration.ofSeconds(6));
        });
  }

  @Test
  void liveAsHost() {
    Fx.run(this::signIn);
    fourTimes(
        () -> {
          Begun session = create();
          show(session, States.host("Ada").speakers(8).hand("Zoë", now).reconnecting());
          ui.pass(Duration.ofSeconds(2));
          remember("live-screen");
          press("leave");
          press("confirm-end");
          leave(session);
        });
  }

  @Test
  void liveAsSpeaker() {
    Fx.run(this::signIn);
    fourTimes(
        () -> {
          Begun session = speak();
          show(session, States.speaker("Ada").speakers(3).listeners(5));
          remember("live-screen");
          leave(session);
        });
  }

  @Test
  void liveAsListenerWithWelcomeAndInvitation() {
    Fx.run(this::signIn);
    fourTimes(
        () -> {
          fakes.preferences.put("welcome-seen", "");
          Begun session = listen();
          show(session, States.listener("Ada").speakers(3).hand("Ada", now).invited());
          node("accept-invitation");
          press("volume-mute");
          remember("live-screen");
          leave(session);
        });
  }

  /** The bars of the former role are let go while the stream goes on. */
  @Test
  void changesOfTheRole() {
    Begun session =
        Fx.call(
            () -> {
              signIn();
              return listen();
            });
    fourTimes(
        () -> {
          show(session, States.listener("Ada").speakers(2).hand("Ada", now).invited());
          press("more");
          remember("hand");
          remember("queue-place");
          remember("invitation");
          remember("chat");
          remember("people");
          show(session, States.speaker("Ada").speakers(2));
          remember("mic");
          remember("leave");
          show(session, States.listener("Ada").speakers(2));
        });
    Fx.run(() -> leave(session));
  }

  @Test
  void peoplePanel() {
    Fx.run(this::signIn);
    fourTimes(
        () -> {
          Begun session = create();
          show(session, States.host("Ada").speakers(3).hand("Zoë", now).listeners(30));
          press("people");
          ((TextField) node("search-people")).setText("li");
          node("search-people").requestFocus();
          remember("people-panel");
          remember("live-screen");
          leave(session);
        });
  }

  @Test
  void chatPanel() {
    Fx.run(this::signIn);
    fourTimes(
        () -> {
          Begun session = listen();
          show(session, States.listener("Ada").speakers(2).chat(chat()));
          press("chat");
          show(session, States.listener("Ada").speakers(2).chat(chat()));
          press("chat");
          press("chat");
          remember("chat-panel");
          remember("live-screen");
          leave(session);
        });
  }

  /** The tiles of speakers who left are let go while the stream goes on. */
  @Test
  void speakersOfTheGrid() {
    Begun session =
        Fx.call(
            () -> {
              signIn();
              return listen();
            });
    fourTimes(
        () -> {
          show(
              session,
              States.listener("Ada").speakers(3).dominant("Alan Turing").level("Alan Turing", 0.5));
          remember("tile-Alan_20Turing");
          show(session, States.listener("Ada").speakers(1));
        });
    Fx.run(() -> leave(session));
  }

  @Test
  void tryAgain() {
    Fx.run(this::signIn);
    fourTimes(
        () -> {
          Begun session = listen();
          show(session, States.listener("Ada").speakers(2));
          leave(
              session, new LeaveReason.Failed(new StreamProblem(ErrorCode.ROOM_LOST, "53405", "")));
          remember("failed-screen");
          press("back-to-lobby");
        });
  }

  @Test
  void settings() {
    fourTimes(
        () -> {
          stage
              .getScene()
              .getRoot()
              .fireEvent(
                  new KeyEvent(
                      KeyEvent.KEY_PRESSED, "", "", KeyCode.COMMA, false, true, false, false));
          var sections = (ListView<?>) node("settings-sections");
          for (int i = 0; i < sections.getItems().size(); i++) {
            sections.getSelectionModel().select(i);
            remember("settings-content");
          }
          press("close-settings");
        });
  }
}
