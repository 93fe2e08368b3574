package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.reactions.ReactionPicture;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pictures;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Reaction;
import app.rostrum.stream.Role;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class ReactionScreensTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeSession session = new FakeSession();
  private final Texts texts = Texts.in(Locale.ENGLISH);

  private void onStage(States states, boolean dark, Consumer<Scene> look) {
    Fx.run(
        () -> {
          var overlay = new Overlay(ui, texts);
          var scene = new Scene(overlay, 1280, 800);
          Appearance.dress(scene, dark);
          LiveViewModel model =
              new Screens(fakes, ui, ui.clock(), overlay, texts)
                  .live(Entry.join("Morning coffee", Role.HOST, true), session, address -> {});
          model.bridge().accept(states.state());
          ui.pulse();
          overlay.applyCss();
          overlay.layout();
          look.accept(scene);
        });
  }

  private States reacting() {
    return States.host("Ada")
        .reactions(
            Map.of(Reaction.APPLAUSE, 1_234, Reaction.HEART, 3), Map.of("Ada", Reaction.APPLAUSE));
  }

  private static KeyEvent key(KeyCode code) {
    return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false);
  }

  @Test
  void reactionsAreCountedAndStandOnTheTileOfASpeaker() {
    for (boolean dark : new boolean[] {false, true}) {
      onStage(
          reacting(),
          dark,
          scene -> {
            Node strip = scene.lookup("#reactions");
            assertThat(strip.isVisible()).isTrue();
            assertThat(strip.getAccessibleText()).isEqualTo("Applause: 1,234, Heart: 3");
            Node tile = scene.lookup("#tile-Ada");
            assertThat(tile.lookupAll(".emoji")).hasSize(1);
            assertThat(tile.getAccessibleText()).endsWith("Applause");
            Pictures.save(
                scene, Path.of("target/screens/reactions-" + (dark ? "dark" : "light") + ".png"));
          });
    }
  }

  @Test
  void eachReactionHasAKey() {
    onStage(
        reacting(),
        false,
        scene -> {
          Event.fireEvent(scene.lookup("#live-screen"), key(KeyCode.DIGIT1));
          Event.fireEvent(scene.lookup("#live-screen"), key(KeyCode.DIGIT6));
          Event.fireEvent(scene.lookup("#live-screen"), key(KeyCode.DIGIT7));
          assertThat(session.asked()).contains("react APPLAUSE", "react CELEBRATE");
          assertThat(session.asked().stream().filter(a -> a.startsWith("react"))).hasSize(2);
        });
  }

  @Test
  void aDeploymentWithoutReactionsShowsNoneOfIt() {
    onStage(
        States.host("Ada"),
        false,
        scene -> {
          assertThat(scene.lookup("#react").getParent().isVisible()).isFalse();
          assertThat(scene.lookup("#reactions").isVisible()).isFalse();
          Event.fireEvent(scene.lookup("#live-screen"), key(KeyCode.DIGIT1));
          assertThat(session.asked().stream().filter(a -> a.startsWith("react"))).isEmpty();
        });
  }

  @Test
  void eachReactionHasAPictureAndAName() {
    Fx.run(
        () -> {
          for (Reaction reaction : Reaction.values()) {
            assertThat(ReactionPicture.of(reaction, 22).getImage().isError()).isFalse();
            assertThat(ReactionPicture.name(reaction, texts)).isNotBlank();
          }
        });
  }
}
