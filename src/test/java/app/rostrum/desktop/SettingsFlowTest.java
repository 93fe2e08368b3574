package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.FakeServices.Begun;
import app.rostrum.desktop.services.MicrophonePreferences;
import app.rostrum.desktop.settings.Language;
import app.rostrum.desktop.settings.SettingsView.Section;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.media.Processing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Opens the settings above the screens and changes them. */
@Timeout(120)
class SettingsFlowTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();

  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  @BeforeEach
  void openTheWindow() {
    fakes.preferences.put("welcome-seen", "true");
    fakes.backend.lists(
        List.of(
            new StreamSummary("Coffee", "RM1", "Grace Hopper", 2, 5, ui.clock().instant(), true)));
    Fx.run(
        () -> {
          var appearance = new Appearance(fakes.preferences);
          var navigation =
              new Navigation(
                  fakes.services(Runnable::run, ui.clock()),
                  ui,
                  Texts.in(Locale.ENGLISH),
                  appearance,
                  address -> {});
          stage = new Stage();
          stage.setScene(new Scene(navigation.root(), 940, 640));
          appearance.follow(stage.getScene());
          stage.show();
          navigation.begin();
        });
  }

  @AfterEach
  void closeTheWindow() {
    Fx.run(stage::close);
  }

  private Optional<Node> find(String id) {
    stage.getScene().getRoot().applyCss();
    stage.getScene().getRoot().layout();
    return stage.getScene().getRoot().lookupAll("#" + id).stream().findFirst();
  }

  private Node node(String id) {
    return find(id).orElseThrow(() -> new AssertionError("no node " + id));
  }

  private void key(Node target, KeyCode code, boolean shortcut) {
    target.fireEvent(
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, shortcut, false, false));
  }

  private void openSettings(Section section) {
    key(stage.getScene().getRoot(), KeyCode.COMMA, true);
    ((ListView<?>) node("settings-sections")).getSelectionModel().select(section.ordinal());
  }

  private Begun listen() {
    ((TextField) node("name")).setText("Ada");
    ((TextField) node("passcode")).setText(FakeServices.PASSCODE);
    ((ButtonBase) node("continue")).fire();
    ((ButtonBase) node("join-listen-Coffee")).fire();
    Begun session = fakes.begun.getLast();
    session.onState().accept(States.listener("Ada").speakers(2).state());
    ui.pulse();
    return session;
  }

  @SuppressWarnings("unchecked")
  private void choose(Language language) {
    ((ComboBox<Language>) node("language")).setValue(language);
  }

  @Test
  void theLanguageChangesInTheMiddleOfAStream() {
    Fx.run(
        () -> {
          Begun session = listen();
          ((ButtonBase) node("people")).fire();
          openSettings(Section.LANGUAGE);
          choose(Language.GERMAN);
          assertThat(((Button) node("hand")).getText()).isEqualTo("Hand heben");
          assertThat(((Button) node("close-settings")).getText()).isEqualTo("Fertig");
          assertThat(stage.getScene().getFocusOwner().getId()).isEqualTo("language");
          assertThat(find("people-panel")).isPresent();
          choose(Language.ENGLISH);
          assertThat(((Button) node("hand")).getText()).isEqualTo("Raise hand");
          assertThat(session.controls().asked()).noneMatch(asked -> asked.startsWith("leave"));
          session.onState().accept(States.listener("Ada").speakers(3).state());
          ui.pulse();
          assertThat(find("tile-Grace_20Hopper")).isPresent();
        });
    assertThat(fakes.preferences.get("language")).contains("english");
  }

  @Test
  void escapeClosesTheSettingsAndTheStreamGoesOn() {
    Fx.run(
        () -> {
          Begun session = listen();
          openSettings(Section.SOUND);
          assertThat(find("sound-check")).isPresent();
          key(node("settings-sections"), KeyCode.ESCAPE, false);
          assertThat(find("settings-dialog")).isEmpty();
          assertThat(find("hand")).isPresent();
          assertThat(session.controls().asked()).noneMatch(asked -> asked.startsWith("leave"));
        });
  }

  @Test
  void anOpenDialogIsNotLostToTheShortcut() {
    Fx.run(
        () -> {
          ((TextField) node("name")).setText("Ada");
          ((TextField) node("passcode")).setText(FakeServices.PASSCODE);
          ((ButtonBase) node("continue")).fire();
          ((ButtonBase) node("create-stream")).fire();
          ((TextField) node("stream-name")).setText("Tea");
          key(node("stream-name"), KeyCode.COMMA, true);
          assertThat(find("settings-dialog")).isEmpty();
          assertThat(((TextField) node("stream-name")).getText()).isEqualTo("Tea");
        });
  }

  @Test
  void textsGrowAtOnce() {
    Fx.run(
        () -> {
          var title = (Label) node("host-note");
          double before = title.getFont().getSize();
          openSettings(Section.APPEARANCE);
          ((Slider) node("text-size")).setValue(200);
          stage.getScene().getRoot().applyCss();
          assertThat(title.getFont().getSize()).isCloseTo(2 * before, within(0.5));
        });
    assertThat(fakes.preferences.get("text-size")).contains("200");
  }

  @Test
  void theTalkKeyIsTheNextOneThatIsPressed() {
    Fx.run(
        () -> {
          openSettings(Section.TALKING);
          ((ButtonBase) node("push-to-talk")).fire();
          var key = (Button) node("talk-key");
          key(key, KeyCode.V, false);
          assertThat(fakes.preferences.get("talk-key")).isEmpty();
          key.requestFocus();
          key.fire();
          key(key, KeyCode.SHIFT, false);
          key(key, KeyCode.V, false);
          assertThat(key.getText()).startsWith("V");
        });
    assertThat(fakes.preferences.get("talk-key")).contains("v");
    assertThat(fakes.preferences.get("push-to-talk")).contains("true");
  }

  @Test
  void aNameOfTheProfileStandsInTheEntryAtOnce() {
    Fx.run(
        () -> {
          openSettings(Section.PROFILE);
          var name = (TextField) node("profile-name");
          name.setText("Grace");
          name.fireEvent(new ActionEvent());
          assertThat(((TextField) node("name")).getText()).isEqualTo("Grace");
        });
  }

  @Test
  void theProcessingOfTheMicrophoneIsKeptAndAppliedAtOnce() {
    var microphone = new MicrophonePreferences(Processing.VOICE);
    var applied = new ArrayList<Processing>();
    fakes.ownSound.onProcessing(() -> applied.add(microphone.in(fakes.preferences)));
    Fx.run(
        () -> {
          openSettings(Section.SOUND);
          ((ButtonBase) node("noise-suppression")).fire();
        });
    assertThat(applied).containsExactly(new Processing(true, false, true));
  }

  @Test
  void theChosenKeyOpensTheMicrophoneOnStageAndSpaceDoesNot() {
    fakes.preferences.put("push-to-talk", "true");
    closeTheWindow();
    openTheWindow();
    Fx.run(
        () -> {
          ((TextField) node("name")).setText("Ada");
          ((TextField) node("passcode")).setText(FakeServices.PASSCODE);
          ((ButtonBase) node("continue")).fire();
          ((ButtonBase) node("join-speak-Coffee")).fire();
          ((ButtonBase) node("go-on-stage")).fire();
          Begun session = fakes.begun.getLast();
          session.onState().accept(States.speaker("Ada").muted().state());
          ui.pulse();
          key(node("live-screen"), KeyCode.SPACE, false);
          assertThat(session.controls().asked()).noneMatch(asked -> asked.contains("microphone"));
          key(node("live-screen"), KeyCode.F8, false);
          assertThat(session.controls().asked()).contains("microphone true");
          var microphone = (Button) node("mic");
          assertThat(microphone.getTooltip().getText()).contains("Hold F8");
        });
  }
}
