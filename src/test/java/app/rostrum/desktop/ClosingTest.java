package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.desktop.FakeServices.Begun;
import app.rostrum.desktop.services.Arrivals;
import app.rostrum.desktop.ui.FxThread;
import app.rostrum.stream.Chat.Access;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamProblem;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The window closed in every state: the stream is left, a host is asked, and the app ends. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClosingTest {
  private static final String INVITATION = FakeServices.LINK + "&stream=Morning%20coffee";

  /** The states of the app in which somebody may close its window. */
  enum At {
    ENTRY,
    LOBBY,
    CREATING,
    JOINING,
    STILL_TRYING,
    HOST,
    HOST_INTERRUPTED,
    SPEAKER,
    AUDIENCE,
    AUDIENCE_INTERRUPTED,
    PROMOTED,
    FAILED;

    boolean hosts() {
      return this == CREATING || this == HOST || this == HOST_INTERRUPTED;
    }

    boolean hasSession() {
      return this != ENTRY && this != LOBBY && this != FAILED;
    }
  }

  private final FakeServices fakes = new FakeServices();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Stage window;

  @BeforeEach
  void makeAWindow() {
    window = Fx.call(Stage::new);
    fakes.verify = code -> {};
    fakes.preferences.put("welcome-seen", "true");
  }

  @AfterEach
  void hide() {
    Fx.run(window::hide);
  }

  private void open(Optional<String> invitation) {
    var opening = new Opening(invitation, new Arrivals(), Optional.empty());
    Fx.run(() -> new RostrumApp(fakes.services(), opening).start(window));
  }

  private Optional<Node> shown(String id) {
    return Fx.call(
        () -> Optional.ofNullable(window.getScene().lookup("#" + id)).filter(Node::isVisible));
  }

  private void see(String id) {
    await(id + " is seen").until(() -> shown(id).isPresent());
  }

  private void fire(String id) {
    await(id + " can be pressed")
        .until(() -> shown(id).filter(node -> !node.isDisabled()).isPresent());
    Fx.run(() -> ((ButtonBase) window.getScene().lookup("#" + id)).fire());
  }

  private void type(String id, String text) {
    see(id);
    Fx.run(() -> ((TextInputControl) window.getScene().lookup("#" + id)).setText(text));
  }

  private void enter(Optional<String> invitation) {
    open(invitation);
    type("name", "Ada");
    if (invitation.isEmpty()) {
      type("passcode", FakeServices.PASSCODE);
    }
    fire("continue");
  }

  private Begun begun() {
    await("a session begins").until(() -> !fakes.begun.isEmpty());
    return fakes.begun.getLast();
  }

  private void create() {
    enter(Optional.empty());
    fire("create-stream");
    type("stream-name", "Morning coffee");
    fire("create-and-join");
    show(States.host("Ada").phase(new Phase.Joining(Role.HOST)));
  }

  private void show(States states) {
    begun().onState().accept(states.state());
    var applied = new CompletableFuture<Void>();
    new FxThread().onNextPulse(() -> applied.complete(null));
    await("the state is applied").until(applied::isDone);
  }

  private void reach(At state) {
    switch (state) {
      case ENTRY -> open(Optional.empty());
      case LOBBY -> {
        enter(Optional.empty());
        see("lobby-screen");
      }
      case CREATING -> create();
      case JOINING -> join(States.listener("Ada").phase(new Phase.Joining(Role.VIEWER)));
      case STILL_TRYING ->
          join(States.listener("Ada").stillTrying(Role.VIEWER, ErrorCode.BACKEND_UNREACHABLE));
      case HOST -> host(States.host("Ada"));
      case HOST_INTERRUPTED -> host(States.host("Ada").interrupted(ErrorCode.ROOM_SILENT));
      case SPEAKER -> join(States.speaker("Ada"));
      case AUDIENCE -> join(States.listener("Ada"));
      case AUDIENCE_INTERRUPTED ->
          join(States.listener("Ada").interrupted(ErrorCode.PLAYER_SILENT));
      case PROMOTED ->
          join(States.listener("Ada").phase(new Phase.Changing(Role.VIEWER, Role.SPEAKER)));
      case FAILED -> fail(States.listener("Ada"));
    }
  }

  private void host(States states) {
    create();
    show(states);
    see("mic");
  }

  private void join(States states) {
    enter(Optional.of(INVITATION));
    show(states);
  }

  private void fail(States last) {
    join(last);
    var lost = new LeaveReason.Failed(StreamProblem.of(ErrorCode.ROOM_LOST));
    show(last.phase(new Phase.Left(lost)));
    see("failed-screen");
  }

  private void close() {
    Fx.run(
        () -> Event.fireEvent(window, new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST)));
  }

  private void closed() {
    await("the app ends").until(() -> fakes.exited.get());
    assertThat(Fx.call(window::isShowing)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(At.class)
  void theStreamIsLeftAHostIsAskedAndTheAppEnds(At state) {
    reach(state);
    close();
    if (state.hosts()) {
      see("close-dialog");
      assertThat(fakes.exited).isFalse();
      assertThat(begun().controls().asked()).doesNotContain("leave", "end");
      fire("confirm-close");
    }
    if (state.hasSession()) {
      await("the stream is left")
          .until(() -> begun().controls().asked().contains(state.hosts() ? "end" : "leave"));
      var reason = state.hosts() ? new LeaveReason.EndedByHost() : new LeaveReason.Chosen();
      begun().onState().accept(States.listener("Ada").phase(new Phase.Left(reason)).state());
    }
    closed();
    if (state.hasSession()) {
      assertThat(begun().controls().asked()).endsWith("close");
    }
  }

  /** A server that is gone says nothing of the end; the window closes all the same. */
  @Test
  void aSilentServerKeepsNobody() {
    reach(At.AUDIENCE_INTERRUPTED);
    close();
    closed();
    assertThat(begun().controls().asked()).contains("leave").endsWith("close");
  }

  @Test
  void aHostWhoStaysIsStillHost() {
    reach(At.HOST);
    close();
    fire("cancel-close");
    await().until(() -> shown("close-dialog").isEmpty());
    assertThat(begun().controls().asked()).doesNotContain("end", "leave", "close");
    assertThat(shown("mic")).isPresent();
  }

  @Test
  void whatNobodyGotIsInTheFieldAgainAfterATry() {
    States last =
        States.listener("Ada")
            .chat(Chats.of(Access.OPEN, "Ada", Instant.now()).sending("Hi").chat());
    join(last);
    fire("chat");
    type("chat-input", "half a sen");
    var lost = new LeaveReason.Failed(StreamProblem.of(ErrorCode.ROOM_LOST));
    show(last.phase(new Phase.Left(lost)));
    fire("try-again");
    await().until(() -> fakes.begun.size() == 2);
    show(States.listener("Ada").chat(Chats.of(Access.OPEN, "Ada", Instant.now()).chat()));
    fire("chat");
    see("chat-input");
    assertThat(
            Fx.call(() -> ((TextInputControl) window.getScene().lookup("#chat-input")).getText()))
        .isEqualTo("Hi\nhalf a sen");
  }
}
