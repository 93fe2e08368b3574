package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.FxThread;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pictures;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Chat;
import app.rostrum.stream.Chat.Access;
import app.rostrum.stream.Chat.Message;
import app.rostrum.stream.Role;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.ScrollEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Uses the chat of the live screen with keyboard and mouse. */
@ExtendWith(ApplicationExtension.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ChatFlowsTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeSession controls = new FakeSession();
  private final List<URI> opened = new CopyOnWriteArrayList<>();
  // Around noon, so that all messages are of one day: a second day has a line of its own.
  private final Instant now =
      LocalDate.of(2026, 11, 22).atTime(12, 0).atZone(ZoneId.systemDefault()).toInstant();
  private final Clock clock = Clock.fixed(now, ZoneId.systemDefault());

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Stage stage;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private LiveViewModel model;

  @Start
  void start(Stage window) {
    Platform.setImplicitExit(false);
    stage = window;
    fakes.preferences.put("welcome-seen", "true");
    Texts texts = Texts.in(Locale.ENGLISH);
    var ui = new FxThread();
    var overlay = new Overlay(ui, texts);
    var scene = new Scene(overlay, 940, 640);
    Appearance.dress(scene, false);
    model =
        new Screens(fakes, ui, clock, overlay, texts)
            .live(Entry.join("Coffee", Role.VIEWER, false), controls, opened::add);
    window.setX(0);
    window.setY(0);
    window.setScene(scene);
    window.show();
  }

  private Chats chat() {
    return Chats.of(Access.OPEN, "Ada", now.minus(Duration.ofMinutes(30)));
  }

  private void show(Chats chats) {
    show(chats.chat());
  }

  private void show(Chat chat) {
    show(States.listener("Ada").speakers(2).chat(chat));
  }

  private void show(States states) {
    model.bridge().accept(states.state());
    await()
        .until(
            () ->
                Fx.call(
                    () -> model.chat().accessProperty().get() == states.state().chat().access()));
    settle();
  }

  /** Waits for three pulses: the state is applied in one, its consequences in the next. */
  private static void settle() {
    var ui = new FxThread();
    for (int i = 0; i < 3; i++) {
      var passed = new CountDownLatch(1);
      ui.onNextPulse(passed::countDown);
      await().until(() -> passed.getCount() == 0);
    }
  }

  private Optional<String> focused() {
    return Fx.call(() -> Optional.ofNullable(stage.getScene().getFocusOwner()).map(Node::getId));
  }

  private boolean shown(String id) {
    return Fx.call(
        () ->
            stage.getScene().getRoot().lookupAll("#" + id).stream()
                .anyMatch(ChatFlowsTest::treeVisible));
  }

  private static boolean treeVisible(Node node) {
    for (Node n = node; n != null; n = n.getParent()) {
      if (!n.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private String draft() {
    return Fx.call(() -> ((TextArea) stage.getScene().lookup("#chat-input")).getText());
  }

  private void open(FxRobot robot) {
    robot.clickOn("#chat");
    await().until(() -> focused().equals(Optional.of("chat-input")));
    settle();
  }

  private VirtualFlow<?> flow() {
    return (VirtualFlow<?>) stage.getScene().lookup("#chat-list .virtual-flow");
  }

  private int lastRow() {
    return Fx.call(() -> flow().getCellCount() - 1);
  }

  private int lastVisible() {
    return Fx.call(() -> flow().getLastVisibleCell().getIndex());
  }

  @Test
  void enterSendsShiftEnterBreaksAndEscapeCloses(FxRobot robot) {
    show(chat());
    open(robot);
    robot.write("Hello").press(KeyCode.SHIFT).type(KeyCode.ENTER).release(KeyCode.SHIFT);
    robot.write("you");
    assertThat(draft()).isEqualTo("Hello\nyou");
    double two =
        Fx.call(() -> stage.getScene().lookup("#chat-input").getLayoutBounds().getHeight());
    robot.type(KeyCode.ENTER);
    await().until(() -> controls.asked().contains("send Hello\nyou"));
    assertThat(draft()).isEmpty();
    settle();
    double one =
        Fx.call(() -> stage.getScene().lookup("#chat-input").getLayoutBounds().getHeight());
    assertThat(two).isGreaterThan(one + 10);
    robot.type(KeyCode.ESCAPE);
    await().until(() -> !shown("chat-panel"));
    assertThat(focused()).contains("live-screen");
    assertThat(controls.asked()).endsWith("follow chat false");
  }

  @Test
  void theShortcutOpensAndClosesTheChat(FxRobot robot) {
    show(chat());
    chord(robot);
    await().until(() -> focused().equals(Optional.of("chat-input")));
    robot.clickOn("#people");
    await().until(() -> shown("people-panel"));
    assertThat(shown("chat-panel")).isFalse();
    chord(robot);
    await().until(() -> focused().equals(Optional.of("chat-input")));
    assertThat(shown("people-panel")).isFalse();
    robot.type(KeyCode.TAB);
    assertThat(focused()).isNotEqualTo(Optional.of("chat-input"));
    chord(robot);
    await().until(() -> focused().equals(Optional.of("chat-input")));
    chord(robot);
    await().until(() -> !shown("chat-panel"));
  }

  private static void chord(FxRobot robot) {
    robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.C);
    robot.release(KeyCode.SHIFT, KeyCode.CONTROL);
  }

  @Test
  void aPersonWhoIsWritingIsNeverInterrupted(FxRobot robot) {
    show(chat());
    open(robot);
    robot.write("half ");
    show(States.speaker("Ada").chat(chat().said("Bob", "Hi").chat()));
    await().until(() -> shown("mic"));
    show(States.speaker("Ada").chat(chat().said("Bob", "Hi").said("Bob", "there").chat()));
    robot.write("a word");
    assertThat(focused()).contains("chat-input");
    assertThat(draft()).isEqualTo("half a word");
    assertThat(controls.asked()).noneMatch(asked -> asked.startsWith("microphone"));
  }

  @Test
  void theBadgeCountsUnseenMessages(FxRobot robot) {
    show(chat());
    assertThat(shown("chat-badge")).isFalse();
    show(chat().said("Bob", "Hi").unread(1));
    await().until(() -> shown("chat-badge"));
    assertThat(Fx.call(() -> stage.getScene().lookup("#chat").getAccessibleText()))
        .isEqualTo("Chat, 1 new message");
    open(robot);
    assertThat(shown("chat-badge")).isFalse();
    assertThat(controls.asked()).contains("follow chat true");
    show(Chat.OFF);
    await().until(() -> !shown("chat") && !shown("chat-panel"));
  }

  @Test
  void theUpArrowEditsOnesLastMessageAndEscapeCancels(FxRobot robot) {
    show(chat().said("Ada", "Hello wrld").said("Bob", "Hi"));
    open(robot);
    robot.type(KeyCode.UP);
    await().until(() -> draft().equals("Hello wrld") && shown("editing"));
    robot.type(KeyCode.ESCAPE);
    await().until(() -> draft().isEmpty() && !shown("editing"));
    assertThat(shown("chat-panel")).isTrue();
    robot.type(KeyCode.UP);
    await().until(() -> draft().equals("Hello wrld"));
    robot.write("!").type(KeyCode.ENTER);
    await().until(() -> controls.asked().contains("edit 1 Hello wrld!"));
  }

  @Test
  void theKeyboardRemovesAMessageAfterBeingAsked(FxRobot robot) {
    show(chat().said("Bob", "Hi").said("Ada", "Hello"));
    open(robot);
    robot.press(KeyCode.SHIFT).type(KeyCode.TAB).release(KeyCode.SHIFT);
    assertThat(focused()).contains("chat-list");
    robot.type(KeyCode.END);
    settle();
    Fx.run(() -> Pictures.save(stage.getScene(), ScreenShots.FOLDER.resolve("focus-chat.png")));
    robot.type(KeyCode.DELETE);
    await().until(() -> shown("remove-dialog"));
    robot.clickOn("#confirm-remove");
    await().until(() -> controls.asked().contains("remove 2"));
    assertThat(focused()).contains("chat-list");
  }

  @Test
  void anUnsentMessageIsTriedAgainOrDiscarded(FxRobot robot) {
    show(chat().failed("lost").failed("gone"));
    open(robot);
    robot.clickOn("#send-again-1").clickOn("#discard-2");
    await().until(() -> controls.asked().contains("discard 2"));
    assertThat(controls.asked()).contains("send again 1");
    await().until(() -> focused().equals(Optional.of("chat-input")));
  }

  @Test
  void aLinkOpensTheBrowserOnlyWhenItIsPressed(FxRobot robot) {
    show(chat().said("Bob", "see https://example.org/a and say"));
    open(robot);
    Text link =
        robot.lookup((Node n) -> n instanceof Text t && t.getText().startsWith("https")).query();
    assertThat(opened).isEmpty();
    robot.clickOn(link);
    await().until(() -> opened.equals(List.of(URI.create("https://example.org/a"))));
  }

  @Test
  void textBeyondTheLimitIsCutOff(FxRobot robot) {
    show(chat());
    open(robot);
    Fx.run(
        () -> ((TextArea) stage.getScene().lookup("#chat-input")).insertText(0, "x".repeat(3900)));
    await().until(() -> shown("chat-counter"));
    Fx.run(
        () -> {
          var input = (TextArea) stage.getScene().lookup("#chat-input");
          input.insertText(input.getLength(), "y".repeat(99) + "👍👍");
        });
    assertThat(draft()).hasSize(3999).endsWith("yy");
    assertThat(((Labeled) robot.lookup("#chat-counter").query()).getText())
        .isEqualTo("1 character left");
    robot.write("zz");
    assertThat(draft()).hasSize(Chat.MAX_LENGTH).endsWith("yz");
    double height =
        Fx.call(() -> stage.getScene().lookup("#chat-input").getLayoutBounds().getHeight());
    assertThat(height).isLessThan(130);
  }

  @Test
  void theListFollowsNewMessagesAtItsEndAndElsewhereKeepsItsPlace(FxRobot robot) {
    Chats chats = chat().many(300);
    show(chats);
    open(robot);
    assertThat(lastVisible()).isEqualTo(299);
    show(chats.said("Bob", "one more"));
    await().until(() -> lastVisible() == 300);

    for (int i = 0; i < 5; i++) {
      scrollUp(300);
    }
    await().until(() -> shown("newest-messages"));
    assertThat(controls.asked()).endsWith("follow chat false");
    Place before = place();
    show(chats.said("Bob", "unseen").unread(1));
    await().until(() -> newestText(robot).equals("1 new message"));
    assertThat(place()).isEqualTo(before);
    robot.clickOn("#newest-messages");
    await().until(() -> lastVisible() == 301 && !shown("newest-messages"));
    assertThat(controls.asked()).endsWith("follow chat true");
    assertThat(focused()).contains("chat-input");
  }

  @Test
  void olderMessagesAreFetchedAtTheTopAndTheMessageBeingReadKeepsItsPlace(FxRobot robot) {
    Chats page = chat().from(1000).many(60).earlierExist();
    show(page);
    open(robot);
    for (int i = 0; i < 30 && !controls.asked().contains("load earlier"); i++) {
      scrollUp(400);
    }
    assertThat(controls.asked()).contains("load earlier");
    show(page.loadingEarlier());
    Place before = place();
    var all = new ArrayList<Message>();
    Chat older =
        Chats.of(Access.OPEN, "Ada", now.minus(Duration.ofHours(2))).from(1).many(100).chat();
    all.addAll(older.messages());
    all.addAll(page.chat().messages());
    show(new Chat(Access.OPEN, List.copyOf(all), true, false, List.of(), 0));
    Place after = place();
    assertThat(after.text()).isEqualTo(before.text());
    assertThat(after.y()).isCloseTo(before.y(), Offset.offset(2.0));
  }

  /** The first message that is fully in sight, and its position. */
  private record Place(String text, double y) {}

  private Place place() {
    return Fx.call(
        () -> {
          for (int i = flow().getFirstVisibleCell().getIndex(); ; i++) {
            IndexedCell<?> cell = flow().getCell(i);
            Bounds at = cell.getBoundsInParent();
            if (cell.getAccessibleText().contains("Message number") && at.getMaxY() > 60) {
              return new Place(cell.getAccessibleText(), Math.round(at.getMinY()));
            }
          }
        });
  }

  private void scrollUp(double pixels) {
    Fx.run(
        () -> {
          var list = (ListView<?>) stage.getScene().lookup("#chat-list");
          Node target = flow().getFirstVisibleCell();
          target.fireEvent(
              new ScrollEvent(
                  ScrollEvent.SCROLL,
                  list.getWidth() / 2,
                  50,
                  0,
                  0,
                  false,
                  false,
                  false,
                  false,
                  false,
                  false,
                  0,
                  pixels,
                  0,
                  pixels,
                  ScrollEvent.HorizontalTextScrollUnits.NONE,
                  0,
                  ScrollEvent.VerticalTextScrollUnits.NONE,
                  0,
                  0,
                  null));
        });
    settle();
  }

  private static String newestText(FxRobot robot) {
    return ((Labeled) robot.lookup("#newest-messages").query()).getText();
  }

  @Test
  void screenReadersHearAuthorTimeAndText(FxRobot robot) {
    show(chat().said("Bob", "Hello there").failed("lost"));
    open(robot);
    assertThat(Fx.call(() -> flow().getCell(0).getAccessibleText()))
        .matches("Bob, \\d.*, Hello there");
    assertThat(Fx.call(() -> flow().getCell(1).getAccessibleText()))
        .matches("Ada \\(you\\), \\d.*, lost, Not sent");
  }

  @Test
  void fiveThousandMessagesCostNoMoreThanThoseInSight(FxRobot robot) {
    Chats chats = chat().many(5000);
    show(chats);
    open(robot);
    assertThat(lastVisible()).isEqualTo(lastRow());
    for (int i = 0; i < 5; i++) {
      show(chats.said("Bob", "another"));
    }
    assertThat(lastVisible()).isEqualTo(lastRow());
    assertThat(Fx.call(() -> stage.getScene().getRoot().lookupAll(".message-cell").size()))
        .isLessThan(60);
  }
}
