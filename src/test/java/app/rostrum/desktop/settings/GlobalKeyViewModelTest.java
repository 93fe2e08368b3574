package app.rostrum.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeGlobalKeys;
import app.rostrum.desktop.FakeServices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.globalkeys.GlobalKey;
import app.rostrum.globalkeys.GlobalKeys.Way;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GlobalKeyViewModelTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeGlobalKeys keys = new FakeGlobalKeys();
  private final Settings settings = new Settings(new FakeServices().preferences, () -> {});

  private GlobalKeyViewModel model() {
    return new GlobalKeyViewModel(settings, keys, ui, Texts.in(Locale.ENGLISH));
  }

  @Test
  void theChoiceIsOfferedOnceThereIsKnownToBeAWay() {
    keys.way = new CompletableFuture<>();
    GlobalKeyViewModel model = model();
    assertThat(model.offeredProperty().getValue()).isFalse();
    assertThat(model.noteProperty().getValue()).isEmpty();
    keys.way.complete(Way.PORTAL);
    assertThat(model.offeredProperty().getValue()).isTrue();
    assertThat(model.noteProperty().getValue()).contains("Your desktop may ask you");
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"WAYLAND", "UNKNOWN_SYSTEM"})
  void withoutAWayTheReasonIsSaid(Way none) {
    keys.way = CompletableFuture.completedFuture(none);
    GlobalKeyViewModel model = model();
    assertThat(model.offeredProperty().getValue()).isFalse();
    assertThat(model.noteProperty().getValue())
        .startsWith("The key works while the window of Rostrum has the keyboard.");
  }

  @Test
  void aKeyThatTypesIsOfTheWindowOnly() {
    GlobalKeyViewModel model = model();
    assertThat(model.usableProperty().getValue()).isFalse();
    settings.pushToTalkProperty().set(true);
    settings.talkKeyGlobalProperty().set(true);
    assertThat(model.usableProperty().getValue()).isTrue();
    assertThat(settings.globalTalkKeyProperty().getValue()).contains(GlobalKey.F8);
    settings.talkKeyCodeProperty().set(KeyCode.V);
    assertThat(model.usableProperty().getValue()).isFalse();
    assertThat(model.noteProperty().getValue()).contains("a key that types nothing");
    assertThat(settings.globalTalkKeyProperty().getValue()).isEmpty();
    settings.talkKeyCodeProperty().set(KeyCode.PAUSE);
    assertThat(settings.globalTalkKeyProperty().getValue()).contains(GlobalKey.PAUSE);
    settings.pushToTalkProperty().set(false);
    assertThat(settings.globalTalkKeyProperty().getValue()).isEmpty();
  }

  @Test
  void eachKeyThatTypesNothingCanBeGlobalAndNoOther() {
    assertThat(KeyCode.values())
        .filteredOn(TalkKey::usable)
        .filteredOn(code -> GlobalKey.named(code.name()).isPresent())
        .isNotEmpty()
        .containsExactlyElementsOf(
            Stream.of(KeyCode.values())
                .filter(TalkKey::usable)
                .filter(code -> !new TalkKey(code, TalkKey.Mode.HOLD).types())
                .toList());
  }
}
