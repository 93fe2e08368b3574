package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.settings.TalkKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

class MicrophoneKeysTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final AtomicBoolean on = new AtomicBoolean();
  private final MicrophoneKeys keys = new MicrophoneKeys(on::get, on::set, ui.clock());

  @Test
  void aHeldKeyOpensTheMicrophoneForAsLongAsItIsHeld() {
    keys.press();
    assertThat(on).isTrue();
    ui.pass(Duration.ofSeconds(2));
    keys.press();
    assertThat(on).isTrue();
    keys.release();
    assertThat(on).isFalse();
  }

  @Test
  void aTappedKeySwitches() {
    keys.press();
    ui.pass(Duration.ofMillis(100));
    keys.release();
    assertThat(on).isTrue();
    keys.press();
    assertThat(on).isFalse();
    ui.pass(Duration.ofSeconds(2));
    keys.release();
    assertThat(on).isFalse();
  }

  @Test
  void theShortcutToggles() {
    keys.toggle();
    assertThat(on).isTrue();
    keys.toggle();
    assertThat(on).isFalse();
  }

  @Test
  void aReleaseWithoutAPressDoesNothing() {
    on.set(true);
    keys.release();
    assertThat(on).isTrue();
  }

  @Test
  void pushToTalkIsOpenWhileTheKeyIsHeldHoweverShort() {
    keys.use(new TalkKey(KeyCode.F8, TalkKey.Mode.HOLD));
    keys.press();
    assertThat(on).isTrue();
    ui.pass(Duration.ofMillis(100));
    keys.release();
    assertThat(on).isFalse();
    on.set(true);
    keys.press();
    assertThat(on).isTrue();
    keys.release();
    assertThat(on).isFalse();
  }

  @Test
  void aTogglingKeySwitchesHoweverLong() {
    keys.use(new TalkKey(KeyCode.V, TalkKey.Mode.TOGGLE));
    keys.press();
    ui.pass(Duration.ofSeconds(2));
    keys.release();
    assertThat(on).isTrue();
    keys.press();
    keys.release();
    assertThat(on).isFalse();
  }

  @Test
  void lettersBelongToTextFieldsAndFunctionKeysDoNot() {
    assertThat(keys.means(KeyCode.SPACE, false)).isTrue();
    assertThat(keys.means(KeyCode.SPACE, true)).isFalse();
    keys.use(new TalkKey(KeyCode.F8, TalkKey.Mode.HOLD));
    assertThat(keys.means(KeyCode.SPACE, false)).isFalse();
    assertThat(keys.means(KeyCode.F8, true)).isTrue();
    keys.use(new TalkKey(KeyCode.V, TalkKey.Mode.HOLD));
    assertThat(keys.means(KeyCode.V, true)).isFalse();
  }

  @Test
  void aHeldKeyIsReleasedWhenAnotherIsChosen() {
    keys.press();
    ui.pass(Duration.ofSeconds(1));
    keys.use(new TalkKey(KeyCode.F8, TalkKey.Mode.HOLD));
    assertThat(on).isFalse();
  }
}
