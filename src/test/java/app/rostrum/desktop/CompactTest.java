package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamCaption;
import app.rostrum.stream.StreamDesk;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

/** Makes the window of a stream narrower and lower, down to the compact form. */
class CompactTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeSession session = new FakeSession();

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private Overlay overlay;

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private LiveViewModel model;

  private void open(Role role, States states) {
    Texts texts = Texts.in(Locale.ENGLISH);
    overlay = new Overlay(ui, texts);
    Appearance.dress(new Scene(overlay, 1120, 740), false);
    model =
        new Screens(fakes, ui, ui.clock(), overlay, texts)
            .live(Entry.join("Coffee", role, true), session, address -> {});
    resize(1120, 740);
    show(states);
  }

  private void resize(double width, double height) {
    overlay.resize(width, height);
    layOut();
  }

  private void layOut() {
    overlay.applyCss();
    overlay.layout();
    overlay.applyCss();
    overlay.layout();
  }

  private void show(States states) {
    model.bridge().accept(states.state());
    ui.pulse();
    layOut();
  }

  private Node node(String id) {
    return Objects.requireNonNull(overlay.lookup("#" + id), id);
  }

  private boolean seen(String id) {
    Node found = overlay.lookup("#" + id);
    for (Node at = found; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return found != null;
  }

  private void press(String id) {
    ((Button) node(id)).fire();
    layOut();
  }

  private String label(String id) {
    return ((Label) node(id)).getText();
  }

  private void key(Node target, KeyCode code, boolean control, boolean shift) {
    Event.fireEvent(
        target, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, false, false));
    layOut();
  }

  @Test
  void aSmallWindowShowsWhatTheOperatorTellsEverybody() {
    Fx.run(
        () -> {
          open(Role.VIEWER, States.listener("Ada").desk(told("Restart at 22:00")));
          resize(320, 200);
          assertThat(seen("compact-message")).isTrue();
          assertThat(BidiText.plain(label("compact-message")))
              .isEqualTo("From the server’s operator: Restart at 22:00");
          show(States.listener("Ada").desk(told("")));
          assertThat(seen("compact-message")).isFalse();
        });
  }

  @Test
  void everyFormOfTheWindowShowsThatTheStreamIsRecorded() {
    Fx.run(
        () -> {
          open(Role.VIEWER, States.listener("Ada").speakers(2));
          assertThat(seen("recording")).isFalse();
          show(States.listener("Ada").speakers(2).recordedBy("Zoë", ui.clock().instant()));
          assertThat(seen("recording")).isTrue();
          assertThat(label("recording")).isEqualTo("Recorded");
          assertThat(node("recording").getAccessibleText())
              .startsWith("This stream is being recorded, as Zoë has said at ");
          resize(320, 200);
          assertThat(seen("compact-recording")).isTrue();
          assertThat(node("compact-recording").getAccessibleText()).contains("Zoë");
          show(States.listener("Ada").speakers(2));
          assertThat(seen("compact-recording")).isFalse();
        });
  }

  private static StreamDesk told(String message) {
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
        Optional.empty());
  }

  @Test
  void aSmallWindowShowsWhoSpeaksAndOwnsTheMicrophone() {
    Fx.run(
        () -> {
          open(Role.SPEAKER, States.speaker("Ada").speakers(5));
          assertThat(seen("compact")).isFalse();
          resize(320, 200);
          assertThat(seen("compact")).isTrue();
          assertThat(seen("people")).isFalse();
          assertThat(label("compact-state")).isEqualTo("Nobody has spoken yet");
          show(States.speaker("Ada").speakers(5).level("Alan Turing", 0.5));
          assertThat(label("compact-speaker")).isEqualTo("Alan Turing");
          assertThat(label("compact-state")).isEqualTo("is speaking");
          show(States.speaker("Ada").speakers(5));
          ui.pass(java.time.Duration.ofSeconds(3));
          assertThat(label("compact-state")).isEqualTo("spoke last");
          press("compact-mute");
          assertThat(session.asked()).contains("microphone false");
          key(node("live-screen"), KeyCode.D, true, false);
          assertThat(session.asked()).filteredOn("microphone false"::equals).hasSize(2);
          press("compact-leave");
          assertThat(session.asked()).contains("leave");
          resize(1120, 740);
          assertThat(seen("compact")).isFalse();
          assertThat(seen("people")).isTrue();
        });
  }

  @Test
  void aPanelThatANotificationAsksForEndsTheCompactForm() {
    Fx.run(
        () -> {
          open(Role.SPEAKER, States.speaker("Ada").speakers(5));
          key(node("live-screen"), KeyCode.M, true, true);
          assertThat(seen("compact")).isTrue();
          model.people().setOpen(true);
          layOut();
          assertThat(seen("compact")).isFalse();
          assertThat(seen("people-panel")).isTrue();
          press("close-people");
          assertThat(seen("people-panel")).isFalse();
        });
  }

  @Test
  void aListenerHasTheHandAndTheInvitation() {
    Fx.run(
        () -> {
          open(Role.VIEWER, States.listener("Ada").speakers(2));
          resize(320, 200);
          press("compact-hand");
          assertThat(session.asked()).contains("hand true");
          show(States.listener("Ada").speakers(2).invited());
          assertThat(seen("compact-hand")).isFalse();
          press("compact-accept");
          assertThat(session.asked()).contains("accept true");
          show(States.speaker("Ada"));
          assertThat(seen("compact-mute")).isTrue();
        });
  }

  @Test
  void buttonAndKeysSwitchTheForm() {
    Fx.run(
        () -> {
          open(Role.SPEAKER, States.speaker("Ada").speakers(3));
          press("people");
          press("make-compact");
          assertThat(seen("compact")).isTrue();
          key(node("live-screen"), KeyCode.M, true, true);
          assertThat(seen("compact")).isFalse();
          assertThat(seen("people-panel")).isFalse();
          key(node("live-screen"), KeyCode.M, true, true);
          press("compact-expand");
          assertThat(seen("compact")).isFalse();
          assertThat(seen("speakers")).isTrue();
        });
  }

  private List<String> captionLines() {
    return node("captions").lookupAll(".caption-words").stream()
        .map(line -> ((Label) line).getText())
        .toList();
  }

  @Test
  void captionsShowTheLastTwoLinesUntilTheyAreSwitchedOff() {
    Fx.run(
        () -> {
          open(Role.VIEWER, States.listener("Ada").speakers(2));
          assertThat(seen("captions")).isFalse();
          show(
              States.listener("Ada")
                  .speakers(2)
                  .captions(
                      new StreamCaption("Zoë", "Good morning", false),
                      new StreamCaption("\u05e8\u05d5\u05ea", "word ".repeat(55), true)));
          assertThat(seen("captions")).isTrue();
          assertThat(captionLines()).hasSize(2).allMatch(line -> line.startsWith("word"));
          assertThat(captionLines().getLast()).endsWith("…");
          assertThat(node("captions").getAccessibleText())
              .startsWith("Zoë: Good morning רות: word");
          show(
              States.listener("Ada")
                  .speakers(2)
                  .captions(new StreamCaption("Zoë", "Good morning", false)));
          assertThat(captionLines()).containsExactly("", "Good morning");
          double height = node("captions").getLayoutBounds().getHeight();
          show(States.listener("Ada").speakers(2));
          assertThat(captionLines()).containsExactly("", "");
          assertThat(node("captions").getLayoutBounds().getHeight()).isEqualTo(height);
          key(node("live-screen"), KeyCode.T, true, true);
          assertThat(seen("captions")).isFalse();
          assertThat(fakes.preferences.get("captions")).contains("false");
          key(node("live-screen"), KeyCode.T, true, true);
          assertThat(seen("captions")).isTrue();
        });
  }

  @Test
  void largeTextsInALowWindowLeaveTheSpeakersTheirRoom() {
    Fx.run(
        () -> {
          fakes.preferences.put("welcome-seen", "true");
          open(Role.VIEWER, States.listener("Ada").speakers(3));
          Appearance.dress(overlay.getScene(), false, 200);
          resize(760, 560);
          show(
              States.listener("Ada")
                  .speakers(3)
                  .captions(new StreamCaption("Zoë", "Good morning", false)));
          assertThat(seen("captions")).isTrue();
          assertThat(captionLines().getLast()).isEqualTo("Good morning");
          assertThat(overlay.lookupAll(".tile"))
              .filteredOn(Node::isVisible)
              .isNotEmpty()
              .allMatch(tile -> tile.getLayoutBounds().getHeight() > 120);
          show(States.listener("Ada").speakers(3).invited());
          for (String id : List.of("leave", "make-compact", "accept-invitation")) {
            assertThat(node(id).localToScene(node(id).getLayoutBounds()).getMaxX())
                .as(id)
                .isLessThanOrEqualTo(760);
          }
          resize(1280, 800);
          press("people");
          assertThat(width("people-panel")).isEqualTo(660);
        });
  }

  private boolean words(String button) {
    return ((BarButton) node(button)).getContentDisplay() == ContentDisplay.TOP;
  }

  @Test
  void theBarGivesUpItsWordsAndThenItsLeftPart() {
    Fx.run(
        () -> {
          open(Role.VIEWER, States.listener("Ada").speakers(3));
          assertThat(words("people")).isTrue();
          resize(600, 600);
          assertThat(words("people")).isFalse();
          assertThat(words("leave")).isFalse();
          assertThat(seen("volume")).isTrue();
          resize(420, 600);
          assertThat(seen("volume")).isFalse();
          assertThat(node("leave").localToScene(node("leave").getLayoutBounds()).getMaxX())
              .isLessThanOrEqualTo(420);
          resize(1120, 740);
          assertThat(words("people")).isTrue();
          assertThat(seen("volume")).isTrue();
        });
  }

  private double width(String id) {
    return node(id).getLayoutBounds().getWidth();
  }

  @Test
  void theDividerMovesByKeysIsRememberedAndLeavesInANarrowWindow() {
    Fx.run(
        () -> {
          open(Role.SPEAKER, States.speaker("Ada").speakers(3));
          press("people");
          assertThat(width("people-panel")).isEqualTo(330);
          for (int i = 0; i < 5; i++) {
            key(node("panel-divider"), KeyCode.LEFT, false, false);
          }
          assertThat(width("people-panel")).isEqualTo(410);
          assertThat(fakes.preferences.get("panel-width")).contains("410");
          for (int i = 0; i < 12; i++) {
            key(node("panel-divider"), KeyCode.RIGHT, false, false);
          }
          assertThat(width("people-panel")).isEqualTo(280);
          resize(600, 700);
          assertThat(width("people-panel")).isEqualTo(600);
          assertThat(seen("speakers")).isFalse();
          press("close-people");
          assertThat(seen("speakers")).isTrue();
        });
  }
}
