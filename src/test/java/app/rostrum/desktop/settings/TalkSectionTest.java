package app.rostrum.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeGlobalKeys;
import app.rostrum.desktop.FakeServices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.Fx;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.util.Locale;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TalkSectionTest {
  private final Settings settings = new Settings(new FakeServices().preferences, () -> {});
  private final Pins pins = new Pins();

  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  @SuppressWarnings("NullAway.Init")
  private Button key;

  @BeforeEach
  void beginToChoose() {
    settings.pushToTalkProperty().set(true);
    Fx.run(
        () -> {
          Texts texts = Texts.in(Locale.ENGLISH);
          var rows = new SettingRows(texts, pins);
          var model =
              new GlobalKeyViewModel(settings, new FakeGlobalKeys(), new FakeUiThread(), texts);
          TalkSection.of(model, rows);
          stage = new Stage();
          stage.setScene(new Scene(rows, 400, 400));
          stage.show();
          key = (Button) rows.lookup("#talk-key");
          key.requestFocus();
          key.fire();
        });
    assertThat(choosing()).isTrue();
  }

  @AfterEach
  void closeTheWindow() {
    Fx.run(stage::close);
  }

  private boolean choosing() {
    return settings.choosingTalkKeyProperty().get();
  }

  private void tell(EventType<KeyEvent> what, KeyCode code) {
    key.fireEvent(new KeyEvent(what, "", "", code, false, false, false, false));
  }

  /** The desktop may tell of the same press later than the window. */
  @Test
  void theChoiceLastsUntilTheChosenKeyIsLetGo() {
    Fx.run(
        () -> {
          tell(KeyEvent.KEY_PRESSED, KeyCode.F9);
          assertThat(settings.talkKeyCodeProperty().get()).isEqualTo(KeyCode.F9);
          assertThat(choosing()).isTrue();
          tell(KeyEvent.KEY_RELEASED, KeyCode.F9);
          assertThat(choosing()).isFalse();
        });
  }

  @Test
  void theChoiceIsOverWhenTheKeyboardGoesElsewhere() {
    Fx.run(() -> stage.getScene().lookup("#push-to-talk").requestFocus());
    assertThat(choosing()).isFalse();
  }

  @Test
  void theChoiceIsOverWhenTheSettingsAreClosed() {
    Fx.run(pins::close);
    assertThat(choosing()).isFalse();
  }
}
