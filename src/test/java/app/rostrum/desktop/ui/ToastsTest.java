package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.Fx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class ToastsTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final List<String> done = new ArrayList<>();

  private static void press(Scene scene, KeyCode key, boolean control) {
    Node owner = scene.getFocusOwner();
    owner.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, control, false, false));
  }

  @Test
  void aMessageNeverTakesTheKeyboardButF6LeadsToItAndBack() {
    Fx.run(
        () -> {
          var overlay = new Overlay(ui, Texts.in(Locale.ENGLISH));
          var scene = new Scene(overlay, 400, 300);
          var button = new Button("Work");
          overlay.setScreen(new StackPane(button));
          button.requestFocus();
          press(scene, KeyCode.F6, false);
          assertThat(scene.getFocusOwner()).isEqualTo(button);

          overlay.toasts().offer("Zoë was moved", "Undo", () -> done.add("undone"));
          assertThat(scene.getFocusOwner()).isEqualTo(button);
          press(scene, KeyCode.F6, false);
          assertThat(scene.getFocusOwner().getId()).isEqualTo("message-action");
          ui.pass(MessageLine.OFFER);
          assertThat(scene.getFocusOwner().getId())
              .as("kept while the keyboard is there")
              .isEqualTo("message-action");
          press(scene, KeyCode.F6, false);
          assertThat(scene.getFocusOwner()).isEqualTo(button);

          press(scene, KeyCode.F6, false);
          ((Button) scene.getFocusOwner()).fire();
          assertThat(done).containsExactly("undone");
          assertThat(scene.getFocusOwner()).isEqualTo(button);
        });
  }

  @Test
  void controlZTakesAnOfferUpExceptWhereOneWrites() {
    Fx.run(
        () -> {
          var overlay = new Overlay(ui, Texts.in(Locale.ENGLISH));
          var scene = new Scene(overlay, 400, 300);
          var text = new TextField();
          var button = new Button("Work");
          overlay.setScreen(new VBox(text, button));
          overlay.toasts().offer("Zoë was moved", "Undo", () -> done.add("undone"));
          text.requestFocus();
          press(scene, KeyCode.Z, true);
          assertThat(done).isEmpty();
          button.requestFocus();
          press(scene, KeyCode.Z, true);
          press(scene, KeyCode.Z, true);
          assertThat(done).containsExactly("undone");
        });
  }

  @Test
  void aScreenMayHaveAPlaceForMessagesAndTheNextOneNeedsNone() {
    Fx.run(
        () -> {
          var overlay = new Overlay(ui, Texts.in(Locale.ENGLISH));
          var place = new StackPane();
          overlay.showMessagesIn(place);
          overlay.setScreen(new VBox(place));
          assertThat(overlay.toasts().getParent()).isEqualTo(place);
          overlay.setScreen(new VBox());
          assertThat(overlay.toasts().getParent()).isEqualTo(overlay);
        });
  }

  @Test
  void aRepeatedMessageIsCountedInOneStripThatIsReadOut() {
    Fx.run(
        () -> {
          var overlay = new Overlay(ui, Texts.in(Locale.ENGLISH));
          overlay.toasts().show(Toasts.Kind.ERROR, "No microphone.");
          overlay.toasts().show(Toasts.Kind.ERROR, "No microphone.");
          assertThat(overlay.toasts().getChildren()).hasSize(1);
          assertThat(overlay.toasts().lookup(".toast-text"))
              .isInstanceOfSatisfying(
                  Label.class,
                  label -> assertThat(label.getText()).isEqualTo("No microphone. (2 times)"));
          assertThat(overlay.toasts().getAccessibleText())
              .isEqualTo("Message: No microphone. (2 times)");
        });
  }
}
