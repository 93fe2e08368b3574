package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.live.Departure;
import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.live.TryAgainView;
import app.rostrum.desktop.lobby.LobbyViewModel;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Chat;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamState.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

/** Looks on the screens for names that change the order of the words around them. */
class IsolatedNamesTest {
  private static final String NAME = "\u05d0\u05d1\u05d2";
  private static final String MARK = "\u200e";

  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final List<String> shown = new ArrayList<>();

  private void look(Locale language, Screen screen) {
    var flaws = new ArrayList<String>();
    Fx.run(
        () -> {
          Texts texts = Texts.in(language);
          var overlay = new Overlay(ui, texts);
          Appearance.dress(new Scene(overlay, 1280, 800), false);
          screen.show(overlay, texts);
          overlay.applyCss();
          overlay.layout();
          inspect(overlay, flaws);
        });
    assertThat(flaws).isEmpty();
  }

  private interface Screen {
    void show(Overlay overlay, Texts texts);
  }

  private void inspect(Node node, List<String> flaws) {
    if (node instanceof Labeled label) {
      check(label.getText(), flaws);
      pointAt(label);
      if (label.getTooltip() != null) {
        check(label.getTooltip().getText(), flaws);
      }
    } else if (node instanceof Text text) {
      check(text.getText(), flaws);
    }
    String spoken = node.getAccessibleText();
    if (spoken != null && spoken.contains(MARK)) {
      flaws.add("with marks, to be read out: " + spoken);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> inspect(child, flaws));
    }
  }

  /** Lets the pointer come to a node, which may make its tooltip only then. */
  private static void pointAt(Node node) {
    var nowhere = new PickResult(node, 0, 0);
    node.fireEvent(
        new MouseEvent(
            MouseEvent.MOUSE_ENTERED,
            0,
            0,
            0,
            0,
            MouseButton.NONE,
            0,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            nowhere));
  }

  private void check(String text, List<String> flaws) {
    for (String line : text == null ? List.<String>of() : text.lines().toList()) {
      if (line.contains(NAME)) {
        shown.add(line);
        boolean alone = line.matches(NAME + "( B)?");
        if (!alone && !line.matches(".*" + MARK + NAME + "( B)?" + MARK + ".*")) {
          flaws.add("not isolated: " + line);
        }
      }
    }
  }

  private void inEachLanguage(Screen screen) {
    look(Locale.ENGLISH, screen);
    look(Locale.GERMAN, screen);
  }

  @Test
  void inTheLobby() {
    fakes.backend.lists(
        List.of(new StreamSummary(NAME, "RM1", NAME, 3, 12, ui.clock().instant(), true)));
    inEachLanguage(
        (overlay, texts) -> {
          LobbyViewModel model = screens(overlay, texts).lobby(NAME, true);
          model.refresh();
          overlay.applyCss();
          overlay.layout();
          press(overlay, NodeIds.of("join-speak", NAME));
        });
    assertThat(shown).anyMatch(line -> line.startsWith("Hosted by"));
    assertThat(shown).anyMatch(line -> line.startsWith("Join “"));
  }

  @Test
  void onStageWithPeopleChatAndMessages() {
    inEachLanguage(
        (overlay, texts) -> {
          open(
              overlay,
              texts,
              model -> {
                model
                    .bridge()
                    .accept(
                        States.host(NAME)
                            .hand(NAME + " B", ui.clock().instant())
                            .chat(
                                Chats.of(Chat.Access.OPEN, NAME, ui.clock().instant())
                                    .said(NAME, "hello")
                                    .typing(NAME)
                                    .chat())
                            .notice(1, Notice.Kind.INVITATION_SENT, NAME + " B")
                            .state());
                ui.pulse();
              });
          press(overlay, "people");
          press(overlay, "leave");
        });
    assertThat(shown).anyMatch(line -> line.endsWith("(you)"));
    assertThat(shown).anyMatch(line -> line.startsWith("This ends"));
  }

  @Test
  void whereAStreamCannotBeReached() {
    inEachLanguage(
        (overlay, texts) ->
            overlay.setScreen(
                new TryAgainView(
                    Entry.join(NAME, Role.VIEWER, true),
                    new Departure.TryAgain("", "X1"),
                    Instant.EPOCH,
                    texts,
                    () -> {},
                    () -> {})));
    assertThat(shown).isNotEmpty();
  }

  private Screens screens(Overlay overlay, Texts texts) {
    return new Screens(fakes, ui, ui.clock(), overlay, texts);
  }

  private void open(Overlay overlay, Texts texts, Consumer<LiveViewModel> then) {
    LiveViewModel model =
        screens(overlay, texts)
            .live(Entry.join(NAME, Role.HOST, true), new FakeSession(), address -> {});
    then.accept(model);
    overlay.applyCss();
    overlay.layout();
  }

  private static void press(Overlay overlay, String id) {
    ((Button) overlay.lookup("#" + id)).fire();
    overlay.applyCss();
    overlay.layout();
  }
}
