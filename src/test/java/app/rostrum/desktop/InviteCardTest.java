package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Role;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import org.junit.jupiter.api.Test;

/** Tries what a host who is alone is told, and what Share offers. */
class InviteCardTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private Overlay overlay;

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private LiveViewModel model;

  private void open(States states) {
    Texts texts = Texts.in(Locale.ENGLISH);
    overlay = new Overlay(ui, texts);
    Appearance.dress(new Scene(overlay, 1120, 740), false);
    model =
        new Screens(fakes, ui, ui.clock(), overlay, texts)
            .live(Entry.join("Coffee", Role.HOST, true), new FakeSession(), address -> {});
    show(states);
  }

  private void show(States states) {
    model.bridge().accept(states.state());
    ui.pulse();
    overlay.applyCss();
    overlay.layout();
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
    ((Button) overlay.lookup("#" + id)).fire();
    overlay.applyCss();
    overlay.layout();
  }

  private String label(String id) {
    return ((Label) overlay.lookup("#" + id)).getText();
  }

  private static String copied() {
    return Clipboard.getSystemClipboard().getString();
  }

  @Test
  void aHostWhoIsAloneIsToldHowOthersComeUntilSomebodyDoes() {
    Fx.run(
        () -> {
          open(States.host("Ada"));
          assertThat(seen("invite-card")).isTrue();
          assertThat(seen("invite-only-here")).isFalse();
          assertThat(label("invite-title")).isEqualTo("You are live. Invite people");
          press("invite-copy-link");
          assertThat(copied()).isEqualTo(FakeServices.LINK + "&stream=Coffee");
          assertThat(label("invite-copied")).startsWith("The link has been copied.");
          press("invite-copy-passcode");
          assertThat(copied()).isEqualTo("123 456 7890 1234");
          assertThat(label("invite-copied")).startsWith("The passcode has been copied.");
          press("invite-copy-message");
          assertThat(copied())
              .startsWith("Join “Coffee” on Rostrum: " + FakeServices.LINK)
              .endsWith("Passcode: 123 456 7890 1234");
          show(States.host("Ada").listeners(1));
          assertThat(seen("invite-card")).isFalse();
          show(States.host("Ada"));
          assertThat(seen("invite-card")).isTrue();
        });
  }

  @Test
  void shareCopiesTheLinkAndSaysSo() {
    Fx.run(
        () -> {
          open(States.host("Ada").speakers(3).listeners(3));
          assertThat(seen("invite-card")).isFalse();
          press("share");
          assertThat(copied()).isEqualTo(FakeServices.LINK + "&stream=Coffee");
          assertThat(seen("share-copied")).isTrue();
          assertThat(label("share-copied")).startsWith("The link has been copied.");
          press("close-share");
          assertThat(seen("share-card")).isFalse();
        });
  }

  @Test
  void aLinkThatNobodyElseCanUseIsCalledThat() {
    fakes.link = "rostrum://join?url=http%3A%2F%2F127.0.0.1%3A8770&passcode=12345678901234";
    Fx.run(
        () -> {
          open(States.host("Ada"));
          assertThat(seen("invite-only-here")).isTrue();
          assertThat(label("invite-only-here")).contains("127.0.0.1");
        });
  }

  @Test
  void withoutALinkThePasscodeIsSharedWithTheNameOfTheStream() {
    fakes.link = "";
    Fx.run(
        () -> {
          open(States.host("Ada").speakers(2));
          press("share");
          assertThat(copied()).isEqualTo("12345678901234");
          assertThat(label("share-copied")).startsWith("The passcode has been copied.");
          assertThat(seen("share-link")).isFalse();
          press("share-copy-message");
          assertThat(copied()).contains("Coffee").contains("123 456 7890 1234");
        });
  }
}
