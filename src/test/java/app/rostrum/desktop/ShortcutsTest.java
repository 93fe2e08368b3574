package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.settings.TalkKey;
import app.rostrum.desktop.ui.KeyNames;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Chat.Access;
import app.rostrum.stream.Reaction;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Presses each key of each shortcut and looks for what the sheet promises. */
@Timeout(90)
class ShortcutsTest {
  @SuppressWarnings("NullAway.Init") // Set before each test.
  private DrivenApp window;

  @BeforeEach
  void openTheWindow() {
    window =
        Fx.call(
            () -> {
              var opened = new DrivenApp();
              opened.fakes.backend.lists(
                  List.of(
                      new StreamSummary(
                          "Coffee", "RM1", "Grace", 2, 5, opened.ui.clock().instant(), true)));
              opened.begin();
              opened.type("Ada");
              opened.press(KeyCode.TAB);
              opened.type(FakeServices.PASSCODE);
              opened.press(KeyCode.ENTER);
              return opened;
            });
  }

  @AfterEach
  void closeTheWindow() {
    Fx.run(window::close);
  }

  @Test
  void eachKeyDoesWhatTheSheetSays() {
    Fx.run(this::goOnStage);
    for (Shortcut shortcut : Shortcut.values()) {
      for (int way = 0; way < shortcut.keys().size(); way++) {
        int index = way;
        Fx.run(() -> check(shortcut, index));
      }
    }
  }

  private void goOnStage() {
    window.activate("join-speak-Coffee");
    window.activate("go-on-stage");
    window.show(onStage());
  }

  private States onStage() {
    return States.host("Ada")
        .speakers(2)
        .hand("Bob", window.ui.clock().instant())
        .reactions(Map.of(), Map.of())
        .chat(
            Chats.of(Access.OPEN, "Ada", window.ui.clock().instant())
                .said("Bob", "Hello")
                .said("Ada", "Good evening")
                .chat());
  }

  private void check(Shortcut shortcut, int way) {
    KeyCodeCombination keys = shortcut.keys().get(way);
    switch (shortcut) {
      case SHEET -> {
        window.press(keys);
        assertThat(window.sees("shortcuts-dialog")).isTrue();
        window.press(keys);
        assertThat(window.sees("shortcuts-dialog")).isFalse();
      }
      case SETTINGS -> {
        window.press(keys);
        assertThat(window.sees("settings-dialog")).isTrue();
        window.press(KeyCode.ESCAPE);
      }
      case CLOSE -> {
        window.press(Shortcut.SETTINGS.keys().getFirst());
        window.press(keys);
        assertThat(window.sees("settings-dialog")).isFalse();
        for (Shortcut panel : List.of(Shortcut.PEOPLE, Shortcut.CHAT)) {
          window.press(panel.keys().getFirst());
          assertThat(window.sees("panel-divider")).isTrue();
          window.press(keys);
          assertThat(window.sees("panel-divider")).isFalse();
        }
      }
      case MESSAGE -> {
        lowerBob();
        window.press(keys);
        assertThat(window.focusedId()).contains("message-action");
        window.press(keys);
        assertThat(window.focusedId()).contains("people-list");
        window.press(Shortcut.TAKE_UP.keys().getFirst());
        window.press(KeyCode.ESCAPE);
      }
      case TAKE_UP -> {
        lowerBob();
        window.press(keys);
        assertThat(window.sees("message-action")).isFalse();
        window.ui.pass(Duration.ofMinutes(1));
        assertThat(window.asked()).doesNotContain("lower Bob");
        window.press(Shortcut.PEOPLE.keys().getFirst());
      }
      case MICROPHONE -> {
        window.press(keys);
        assertThat(window.asked()).contains("microphone false");
      }
      case HAND -> {
        window.show(States.listener("Ada").speakers(2).reactions(Map.of(), Map.of()));
        window.press(keys);
        assertThat(window.asked()).contains("hand true");
        window.show(onStage());
      }
      case REACT -> {
        window.press(keys);
        assertThat(window.asked()).contains("react " + Reaction.values()[way]);
      }
      case PEOPLE -> {
        window.press(keys);
        assertThat(window.focusedId()).contains("people-list");
        window.press(keys);
        assertThat(window.sees("people-panel")).isFalse();
      }
      case CHAT -> {
        window.press(keys);
        assertThat(window.focusedId()).contains("chat-input");
        window.press(keys);
        assertThat(window.sees("chat-panel")).isFalse();
      }
      case COMPACT -> {
        window.press(keys);
        assertThat(window.sees("compact")).isTrue();
        window.press(keys);
        assertThat(window.sees("compact")).isFalse();
      }
      case DETAILS -> {
        window.press(keys);
        assertThat(window.sees("details")).isTrue();
        window.press(KeyCode.ESCAPE);
        assertThat(window.sees("details")).isFalse();
      }
      case PANEL_WIDTH -> {
        window.press(Shortcut.PEOPLE.keys().getFirst());
        window.tabTo("panel-divider");
        double before = window.node("people-panel").getBoundsInParent().getWidth();
        window.press(keys);
        double after = window.node("people-panel").getBoundsInParent().getWidth();
        assertThat(Math.signum(after - before)).isEqualTo(way == 0 ? 1 : -1);
        window.press(Shortcut.PEOPLE.keys().getFirst());
        window.press(KeyCode.ESCAPE);
      }
      case MENU -> {
        window.press(Shortcut.PEOPLE.keys().getFirst());
        window.press(KeyCode.HOME);
        window.press(KeyCode.DOWN);
        if (keys.getCode() != KeyCode.F10) { // The system asks for the menu by an event of its own.
          window.press(keys);
          assertThat(window.openMenu()).isPresent();
          window.press(KeyCode.ESCAPE);
          assertThat(window.openMenu()).isEmpty();
        }
        window.press(KeyCode.ESCAPE);
      }
      case COPY, REMOVE -> {
        window.press(Shortcut.CHAT.keys().getFirst());
        window.tabTo("chat-list");
        window.press(KeyCode.END);
        window.press(keys);
        if (shortcut == Shortcut.REMOVE) {
          assertThat(window.sees("remove-dialog")).isTrue();
          window.press(KeyCode.ESCAPE);
        } else {
          assertThat(Clipboard.getSystemClipboard().getString()).isEqualTo("Good evening");
        }
        window.press(KeyCode.ESCAPE);
      }
      case EMOJI -> {
        window.press(Shortcut.CHAT.keys().getFirst());
        window.press(keys);
        window.type("teacup");
        window.press(KeyCode.ENTER);
        assertThat(((TextInputControl) window.node("chat-input")).getText()).isEqualTo("🍵");
        window.press(keys);
        assertThat(window.sees("emoji-picker")).isTrue();
        window.press(KeyCode.ESCAPE);
        assertThat(window.sees("emoji-picker")).isFalse();
        window.press(KeyCode.ENTER);
        window.press(KeyCode.ESCAPE);
      }
      case SEND, NEW_LINE, EDIT_LAST -> {
        window.press(Shortcut.CHAT.keys().getFirst());
        if (shortcut == Shortcut.EDIT_LAST) {
          window.press(keys);
          assertThat(window.sees("editing")).isTrue();
          window.press(KeyCode.ESCAPE);
        } else {
          String text = shortcut + " by way " + way;
          window.type(text);
          window.press(keys);
          if (shortcut == Shortcut.SEND) {
            assertThat(window.asked()).contains("send " + text);
          } else {
            assertThat(((TextInputControl) window.node("chat-input")).getText())
                .isEqualTo(text + "\n");
            window.press(KeyCode.ENTER);
          }
        }
        window.press(KeyCode.ESCAPE);
      }
    }
    assertThat(window.focusedId()).as("after " + shortcut).contains("live-screen");
  }

  private void lowerBob() {
    window.press(Shortcut.PEOPLE.keys().getFirst());
    window.press(KeyCode.HOME);
    window.press(KeyCode.DOWN);
    window.press(KeyCode.ENTER);
    window.choose("menu-lower");
    assertThat(window.sees("message-action")).isTrue();
  }

  @Test
  void aQuestionMarkOpensTheSheetUnlessItIsWritten() {
    Fx.run(
        () -> {
          window.type("?");
          assertThat(window.sees("shortcuts-dialog")).isTrue();
          window.type("?");
          assertThat(window.sees("shortcuts-dialog")).isFalse();
          goOnStage();
          window.press(Shortcut.CHAT.keys().getFirst());
          window.type("Why?");
          assertThat(window.sees("shortcuts-dialog")).isFalse();
          assertThat(((TextInputControl) window.node("chat-input")).getText()).isEqualTo("Why?");
          window.press(KeyCode.F1);
          assertThat(window.sees("shortcuts-dialog")).isTrue();
          window.press(KeyCode.ESCAPE);
          assertThat(window.focusedId()).contains("chat-input");
        });
  }

  @Test
  void theSheetIsInTheMenusAndNamesEachShortcutInThePersonsLanguage() {
    Fx.run(
        () -> {
          window.tabTo("account");
          window.press(KeyCode.SPACE);
          window.choose("open-shortcuts");
          var texts = Texts.in(Locale.ENGLISH);
          assertThat(shownTexts(window.node("shortcuts")))
              .containsAll(
                  Arrays.stream(Shortcut.values())
                      .map(shortcut -> texts.get("shortcut." + shortcut))
                      .toList())
              .contains("Space", "Ctrl", "F6");
        });
    Texts german = Texts.in(Locale.GERMAN);
    assertThat(KeyNames.of(Shortcut.CHAT, german)).isEqualTo("Strg+Umschalt+C");
    assertThat(KeyNames.of(KeyCode.SPACE, german)).isEqualTo("Leertaste");
  }

  private static List<String> shownTexts(Node node) {
    return node.lookupAll(".label").stream()
        .map(label -> ((Labeled) label).getText())
        .collect(Collectors.toList());
  }

  @Test
  void noTwoShortcutsOfAnAreaShareAKeyAndTheTalkKeyIsNone() {
    for (Shortcut one : Shortcut.values()) {
      for (Shortcut other : Shortcut.values()) {
        if (one != other && (one.area() == other.area() || one.area() == Shortcut.Area.ANYWHERE)) {
          assertThat(one.keys())
              .as(one + " and " + other)
              .doesNotContainAnyElementsOf(other.keys());
        }
      }
    }
    assertThat(TalkKey.usable(KeyCode.F1)).isFalse();
    assertThat(TalkKey.usable(KeyCode.F6)).isFalse();
    assertThat(TalkKey.usable(KeyCode.F8)).isTrue();
  }
}
