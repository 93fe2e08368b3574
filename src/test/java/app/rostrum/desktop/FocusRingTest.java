package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goes through screens by Tab and compares pictures of each stop with and without the keyboard. */
@Timeout(120)
class FocusRingTest {
  private static final int MOST_STOPS = 60;
  private static final int LEAST_PIXELS = 20;
  private static final double AROUND = 4;

  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final Set<String> stops = new LinkedHashSet<>();
  private final List<String> unseen = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private Overlay overlay;

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private Scene scene;

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private Stage stage;

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private LiveViewModel model;

  private void look(Role role, States states, boolean dark, String... pressed) {
    Fx.run(() -> open(role, states, dark, pressed));
    try {
      walk();
    } finally {
      Fx.run(
          () -> {
            stage.close();
            model.close();
          });
    }
  }

  private void open(Role role, States states, boolean dark, String... pressed) {
    Texts texts = Texts.in(Locale.ENGLISH);
    overlay = new Overlay(ui, texts);
    scene = new Scene(overlay, 900, 600);
    Appearance.dress(scene, dark);
    stage = new Stage();
    stage.setScene(scene);
    stage.show();
    model =
        new Screens(fakes, ui, ui.clock(), overlay, texts)
            .live(Entry.join("Coffee", role, true), new FakeSession(), address -> {});
    model.bridge().accept(states.state());
    ui.pulse();
    layOut();
    for (String id : pressed) {
      ((Button) overlay.lookup("#" + id)).fire();
      layOut();
    }
  }

  private void layOut() {
    overlay.applyCss();
    overlay.layout();
  }

  /** Goes from stop to stop until it comes round, each step for itself. */
  private void walk() {
    WritableImage without = Fx.call(() -> scene.snapshot(null));
    for (int i = 0; i < MOST_STOPS; i++) {
      WritableImage before = without;
      WritableImage with =
          Fx.call(
              () -> {
                scene.getFocusOwner().requestFocusTraversal(TraversalDirection.NEXT);
                layOut();
                return scene.snapshot(null);
              });
      // The picture of the stop before shows this one without the keyboard.
      Fx.run(() -> check(scene.getFocusOwner(), before, with));
      if (!stops.add(Fx.call(() -> name(scene.getFocusOwner())))) {
        return;
      }
      without = with;
    }
  }

  private void check(Node stop, WritableImage without, WritableImage with) {
    if (stop.getId() != null && stop.getId().equals("live-screen")) {
      return; // the whole screen, where Space means the microphone
    }
    Bounds area = stop.localToScene(stop.getLayoutBounds());
    int changed = 0;
    for (int y = (int) Math.max(0, area.getMinY() - AROUND);
        y < Math.min(with.getHeight(), area.getMaxY() + AROUND);
        y++) {
      for (int x = (int) Math.max(0, area.getMinX() - AROUND);
          x < Math.min(with.getWidth(), area.getMaxX() + AROUND);
          x++) {
        if (without.getPixelReader().getArgb(x, y) != with.getPixelReader().getArgb(x, y)) {
          changed++;
        }
      }
    }
    if (changed < LEAST_PIXELS) {
      unseen.add(name(stop) + ": " + changed);
    }
  }

  private static String name(Node node) {
    return NodeIds.of(node).orElse(node.getClass().getSimpleName());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachStopOfAListenerWhoIsInvited(boolean dark) {
    look(Role.VIEWER, States.listener("Ada").speakers(3).listeners(30).invited(), dark);
    assertThat(unseen).isEmpty();
    assertThat(stops)
        .contains("decline-invitation", "accept-invitation", "volume", "volume-mute", "hand")
        .contains("audience-strip", "make-compact", "leave");
  }

  @Test
  void eachStopBesideThePeoplePanel() {
    look(Role.HOST, States.host("Ada").speakers(3).listeners(3), false, "people");
    assertThat(unseen).isEmpty();
    assertThat(stops).contains("search-people", "close-people", "panel-divider");
  }
}
