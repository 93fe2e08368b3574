package app.rostrum.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.services.PreferenceStore;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private final PreferenceStore store = PreferenceStore.inMemory();

  @Test
  void spaceIsTheTalkKeyUntilAnotherIsChosen() {
    var settings = new Settings(store, () -> {});
    assertThat(settings.talkKeyProperty().getValue()).isEqualTo(TalkKey.SPACE);
    settings.talkKeyCodeProperty().set(KeyCode.V);
    settings.pushToTalkProperty().set(true);
    assertThat(settings.talkKeyProperty().getValue())
        .isEqualTo(new TalkKey(KeyCode.V, TalkKey.Mode.HOLD));
    settings.talkKeyTogglesProperty().set(true);
    assertThat(new Settings(store, () -> {}).talkKeyProperty().getValue())
        .isEqualTo(new TalkKey(KeyCode.V, TalkKey.Mode.TOGGLE));
  }

  @Test
  void aKeyThatCannotBeUsedCountsAsNotChosen() {
    store.put("talk-key", "escape");
    store.put("push-to-talk", "true");
    assertThat(new Settings(store, () -> {}).talkKeyProperty().getValue().code())
        .isEqualTo(KeyCode.F8);
  }

  @Test
  void aChosenLanguageKeepsTheSystemsCountry() {
    assertThat(Language.GERMAN.locale(Locale.of("de", "AT"))).isEqualTo(Locale.of("de", "AT"));
    assertThat(Language.GERMAN.locale(Locale.UK)).isEqualTo(Locale.GERMAN);
    assertThat(Language.SYSTEM.locale(Locale.JAPAN)).isEqualTo(Locale.JAPAN);
  }
}
