package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeGlobalKeys;
import app.rostrum.desktop.FakeGlobalKeys.Ear;
import app.rostrum.desktop.FakeMessages;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.live.LiveViewModel.Place;
import app.rostrum.desktop.settings.TalkKey;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.globalkeys.GlobalKey;
import app.rostrum.globalkeys.GlobalKeys.End;
import app.rostrum.globalkeys.GlobalKeys.Way;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GlobalTalkKeyTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeGlobalKeys global = new FakeGlobalKeys();
  private final FakeMessages messages = new FakeMessages();
  private final AtomicBoolean on = new AtomicBoolean();
  private final MicrophoneKeys keys = new MicrophoneKeys(on::get, on::set, ui.clock());
  private final ObjectProperty<Optional<GlobalKey>> wanted =
      new SimpleObjectProperty<>(Optional.of(GlobalKey.F8));
  private final BooleanProperty choosing = new SimpleBooleanProperty();
  private final ObjectProperty<Place> place = new SimpleObjectProperty<>(Place.STAGE);
  private Pin following = Pin.NONE;

  @BeforeEach
  void follow() {
    keys.use(new TalkKey(KeyCode.F8, TalkKey.Mode.HOLD));
    following =
        GlobalTalkKey.follow(
            global, ui, Texts.in(Locale.ENGLISH), messages, keys, wanted, choosing, place);
  }

  private Ear ear() {
    assertThat(global.ears).hasSize(1);
    return global.ears.getFirst();
  }

  private void heardBy(Way way) {
    ear().listener().heard(way, Optional.empty());
  }

  private void press() {
    ear().listener().pressed();
  }

  private void release() {
    ear().listener().released();
  }

  @Test
  void theHeldKeyOpensTheMicrophoneAlsoWhenTheWindowLosesTheKeyboard() {
    assertThat(ear().key()).isEqualTo(GlobalKey.F8);
    assertThat(ear().purpose()).isEqualTo("Talk in Rostrum");
    heardBy(Way.PORTAL);
    press();
    assertThat(on).isTrue();
    keys.release();
    assertThat(on).isTrue();
    release();
    assertThat(on).isFalse();
  }

  @Test
  void aTogglingKeySwitches() {
    keys.use(new TalkKey(KeyCode.F8, TalkKey.Mode.TOGGLE));
    heardBy(Way.PORTAL);
    press();
    release();
    assertThat(on).isTrue();
    press();
    release();
    assertThat(on).isFalse();
  }

  /** X server and Windows tell of a press in the window, too, before or after the window does. */
  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"X11", "WINDOWS"})
  void aPressThatDesktopAndWindowTellCountsOnce(Way shared) {
    keys.use(new TalkKey(KeyCode.F8, TalkKey.Mode.TOGGLE));
    heardBy(shared);
    press();
    release();
    keys.press();
    keys.release();
    assertThat(on).isTrue();
    place.set(Place.AUDIENCE);
    keys.press();
    assertThat(on).isFalse();
  }

  @Test
  void theKeyIsHeardOnStageOnlyAndOnlyWhileItIsWanted() {
    place.set(Place.AUDIENCE);
    assertThat(global.ears).isEmpty();
    place.set(Place.STAGE);
    assertThat(ear().key()).isEqualTo(GlobalKey.F8);
    wanted.set(Optional.of(GlobalKey.PAUSE));
    assertThat(ear().key()).isEqualTo(GlobalKey.PAUSE);
    wanted.set(Optional.empty());
    assertThat(global.ears).isEmpty();
    wanted.set(Optional.of(GlobalKey.F8));
    assertThat(global.ears).hasSize(1);
    following.close();
    assertThat(global.ears).isEmpty();
  }

  @Test
  void aHeldKeyIsReleasedWhenItIsGivenBackOrLost() {
    press();
    Ear before = ear();
    wanted.set(Optional.of(GlobalKey.PAUSE));
    assertThat(on).isFalse();
    before.listener().pressed();
    assertThat(on).isFalse();
    press();
    assertThat(on).isTrue();
    ear().listener().ended(End.LOST);
    assertThat(on).isFalse();
    assertThat(messages.said())
        .containsExactly(
            "The talk key does not work outside of Rostrum now. It works in this window.");
  }

  @Test
  void theKeyDoesNotTalkWhileAnotherIsChosen() {
    press();
    assertThat(on).isTrue();
    choosing.set(true);
    assertThat(on).isFalse();
    release();
    press();
    assertThat(on).isFalse();
    release();
    choosing.set(false);
    press();
    assertThat(on).isTrue();
  }

  @Test
  void aRefusalIsSaidAndTheWindowsKeyWorks() {
    ear().listener().ended(End.REFUSED);
    assertThat(messages.said())
        .containsExactly(
            "Your desktop did not allow the talk key outside of Rostrum. It works in this window.");
    keys.press();
    assertThat(on).isTrue();
  }

  @Test
  void onlyTheSettingsSayThatThereIsNoWay() {
    ear().listener().ended(End.NO_WAY);
    assertThat(messages.said()).isEmpty();
  }

  @Test
  void otherKeysThatTheDesktopHasChosenAreSaid() {
    ear().listener().heard(Way.PORTAL, Optional.of("f8"));
    assertThat(messages.said()).isEmpty();
    ear().listener().heard(Way.PORTAL, Optional.of("Meta+F8"));
    assertThat(messages.said()).singleElement().asString().contains("Meta+F8");
  }
}
