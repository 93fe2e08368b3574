package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeMessages;
import app.rostrum.desktop.FakeServices;
import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.Fx;
import app.rostrum.desktop.States;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;

class DockTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeServices fakes = new FakeServices();
  private final FakeSession session = new FakeSession();

  private LiveViewModel model(Role role) {
    var model =
        new LiveViewModel(
            Entry.join("Coffee", role, true),
            ui,
            ui.clock(),
            Texts.in(Locale.ENGLISH),
            new FakeMessages(),
            departure -> {});
    model.begin(session);
    return model;
  }

  private void show(LiveViewModel model, States states) {
    model.bridge().accept(states.state());
    ui.pulse();
  }

  private Dock dock(LiveViewModel model) {
    return new Dock(model, Texts.in(Locale.ENGLISH), fakes.preferences, () -> {}, new Pins());
  }

  private static List<String> rows(Dock dock) {
    return dock.getChildren().stream().filter(Node::isVisible).map(Node::getId).toList();
  }

  @Test
  void oneThingIsAskedAtATimeAndAnInterruptionComesFirst() {
    Fx.run(
        () -> {
          fakes.preferences.put("welcome-seen", "true");
          LiveViewModel model = model(Role.VIEWER);
          show(model, States.listener("Ada"));
          Dock dock = dock(model);
          assertThat(rows(dock)).isEmpty();
          show(model, States.listener("Ada").hand("Ada", ui.clock().instant()));
          assertThat(rows(dock)).containsExactly("queue");
          show(model, States.listener("Ada").hand("Ada", ui.clock().instant()).invited());
          assertThat(rows(dock)).containsExactly("invitation");
          show(model, States.listener("Ada").invited().reconnecting());
          ui.pass(Duration.ofSeconds(13));
          assertThat(rows(dock)).containsExactly("interruption");
          assertThat(((Labeled) dock.lookup("#interrupted-for")).getText())
              .isEqualTo("For 0:13 min");
          show(model, States.listener("Ada").invited());
          assertThat(rows(dock)).containsExactly("invitation");
          ((Button) dock.lookup("#accept-invitation-muted")).fire();
          assertThat(session.asked()).contains("accept false");
        });
  }

  @Test
  void anInvitationSaysThatTheStreamIsRecorded() {
    Fx.run(
        () -> {
          LiveViewModel model = model(Role.VIEWER);
          show(model, States.listener("Ada").invited());
          Dock dock = dock(model);
          var text = (Labeled) dock.lookup("#invitation-text");
          assertThat(text.getText()).doesNotContain("recorded");
          show(model, States.listener("Ada").invited().recordedBy("Zoë", Instant.EPOCH));
          assertThat(text.getText()).endsWith("This stream is being recorded.");
        });
  }

  @Test
  void anInvitationEndsTheWelcomeForGood() {
    Fx.run(
        () -> {
          LiveViewModel model = model(Role.VIEWER);
          show(model, States.listener("Ada"));
          Dock dock = dock(model);
          assertThat(rows(dock)).containsExactly("welcome");
          show(model, States.listener("Ada").invited());
          assertThat(rows(dock)).containsExactly("invitation");
          show(model, States.listener("Ada"));
          assertThat(rows(dock)).isEmpty();
          assertThat(rows(dock(model))).as("in the next stream").isEmpty();
        });
  }

  @Test
  void whoIsOnTheWayToTheStageIsNoLongerInTheQueue() {
    Fx.run(
        () -> {
          fakes.preferences.put("welcome-seen", "true");
          LiveViewModel model = model(Role.VIEWER);
          States states = States.listener("Ada").hand("Ada", ui.clock().instant());
          show(model, states);
          Dock dock = dock(model);
          show(model, states.phase(new Phase.Changing(Role.VIEWER, Role.SPEAKER)));
          assertThat(rows(dock)).isEmpty();
        });
  }

  @Test
  void tryingCanBeStopped() {
    Fx.run(
        () -> {
          LiveViewModel model = model(Role.SPEAKER);
          show(model, States.speaker("Ada").reconnecting());
          Dock dock = dock(model);
          assertThat(rows(dock)).isEmpty();
          ui.pass(Duration.ofSeconds(2));
          ((Button) dock.lookup("#give-up")).fire();
          assertThat(session.asked()).contains("close");
        });
  }

  @Test
  void aPanelBesideANarrowStageEndsAboveTheDockOnlyWhileTheDockShowsSomething() {
    Fx.run(
        () -> {
          fakes.preferences.put("welcome-seen", "true");
          LiveViewModel model = model(Role.VIEWER);
          show(model, States.listener("Ada"));
          Dock dock = dock(model);
          dock.setMinHeight(60);
          var panel = new Pane();
          var split = new SplitArea(new Pane(), fakes.preferences, Texts.in(Locale.ENGLISH));
          split.setDock(Optional.of(dock));
          split.setPanel(Optional.of(panel));
          split.resize(760, 400);
          split.layout();
          assertThat(panel.getHeight()).isEqualTo(400);
          assertThat(dock.getWidth()).isEqualTo(430);
          show(model, States.listener("Ada").invited());
          split.layout();
          assertThat(panel.getHeight()).isEqualTo(400 - dock.getHeight());
          assertThat(dock.getWidth()).isEqualTo(760);
          split.resize(1280, 400);
          split.layout();
          assertThat(panel.getHeight()).isEqualTo(400);
          assertThat(dock.getWidth()).isEqualTo(950);
        });
  }
}
