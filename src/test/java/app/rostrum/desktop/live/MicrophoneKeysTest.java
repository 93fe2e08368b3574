package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
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
}
