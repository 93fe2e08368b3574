package app.rostrum.desktop.settings;

import app.rostrum.desktop.services.MicrophonePreferences;
import app.rostrum.desktop.services.Preference;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.globalkeys.GlobalKey;
import app.rostrum.media.Processing;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCode;

/**
 * The person's settings, except for those of {@link app.rostrum.desktop.ui.Appearance}, as
 * properties that are kept at each change. One for each window. UI thread only.
 */
public final class Settings {
  private static final Preference<Language> LANGUAGE =
      Preference.choice("language", Language.SYSTEM);
  private static final Preference<Boolean> PUSH_TO_TALK = Preference.flag("push-to-talk", false);
  private static final Preference<KeyCode> TALK_KEY = Preference.choice("talk-key", KeyCode.F8);
  private static final Preference<Boolean> TALK_KEY_TOGGLES =
      Preference.flag("talk-key-toggles", false);
  private static final Preference<Boolean> TALK_KEY_GLOBAL =
      Preference.flag("talk-key-global", false);

  private static final MicrophonePreferences MICROPHONE =
      new MicrophonePreferences(Processing.VOICE);

  private final ObjectProperty<Language> language;
  private final ObjectProperty<Boolean> echoCancellation;
  private final ObjectProperty<Boolean> noiseSuppression;
  private final ObjectProperty<Boolean> gainControl;
  private final ObjectProperty<Boolean> pushToTalk;
  private final ObjectProperty<KeyCode> talkKeyCode;
  private final ObjectProperty<Boolean> talkKeyToggles;
  private final ObjectProperty<Boolean> talkKeyGlobal;
  private final BooleanProperty choosingTalkKey = new SimpleBooleanProperty();
  private final ObservableValue<TalkKey> talkKey;
  private final ObservableValue<Optional<GlobalKey>> globalTalkKey;

  /**
   * @param processing runs after a change of echo cancellation, noise suppression or gain control
   *     has been kept
   */
  public Settings(PreferenceStore store, Runnable processing) {
    language = kept(store, LANGUAGE);
    echoCancellation = kept(store, MICROPHONE.echoCancellation());
    noiseSuppression = kept(store, MICROPHONE.noiseSuppression());
    gainControl = kept(store, MICROPHONE.gainControl());
    for (var part : List.of(echoCancellation, noiseSuppression, gainControl)) {
      part.addListener((o, was, is) -> processing.run());
    }
    pushToTalk = kept(store, PUSH_TO_TALK);
    talkKeyCode = kept(store, TALK_KEY);
    if (!TalkKey.usable(talkKeyCode.get())) {
      talkKeyCode.set(TALK_KEY.standard());
    }
    talkKeyToggles = kept(store, TALK_KEY_TOGGLES);
    talkKeyGlobal = kept(store, TALK_KEY_GLOBAL);
    talkKey = Bindings.createObjectBinding(this::now, pushToTalk, talkKeyCode, talkKeyToggles);
    globalTalkKey =
        Bindings.createObjectBinding(this::globalNow, pushToTalk, talkKeyCode, talkKeyGlobal);
  }

  private static <T> ObjectProperty<T> kept(PreferenceStore store, Preference<T> preference) {
    var property = new SimpleObjectProperty<>(store.get(preference));
    property.subscribe((was, is) -> store.put(preference, is));
    return property;
  }

  private TalkKey now() {
    return pushToTalk.get()
        ? new TalkKey(
            talkKeyCode.get(), talkKeyToggles.get() ? TalkKey.Mode.TOGGLE : TalkKey.Mode.HOLD)
        : TalkKey.SPACE;
  }

  private Optional<GlobalKey> globalNow() {
    return pushToTalk.get() && talkKeyGlobal.get()
        ? GlobalKey.named(talkKeyCode.get().name())
        : Optional.empty();
  }

  public ObjectProperty<Language> languageProperty() {
    return language;
  }

  /** True if the sound of the loudspeaker is taken out of the microphone's. */
  public ObjectProperty<Boolean> echoCancellationProperty() {
    return echoCancellation;
  }

  public ObjectProperty<Boolean> noiseSuppressionProperty() {
    return noiseSuppression;
  }

  /** True if the loudness of the microphone is evened out. */
  public ObjectProperty<Boolean> gainControlProperty() {
    return gainControl;
  }

  /** True if a key of the person's choice opens the microphone, and Space does not. */
  public ObjectProperty<Boolean> pushToTalkProperty() {
    return pushToTalk;
  }

  /** The chosen key; one for which {@link TalkKey#usable} holds. */
  public ObjectProperty<KeyCode> talkKeyCodeProperty() {
    return talkKeyCode;
  }

  /** True while the person presses another key to choose it, which is not to talk. Not kept. */
  public BooleanProperty choosingTalkKeyProperty() {
    return choosingTalkKey;
  }

  /** True if the chosen key switches the microphone instead of opening it while it is held. */
  public ObjectProperty<Boolean> talkKeyTogglesProperty() {
    return talkKeyToggles;
  }

  /** True if the chosen key is wanted in front of other programs, too, if it types nothing. */
  public ObjectProperty<Boolean> talkKeyGlobalProperty() {
    return talkKeyGlobal;
  }

  /** The key to be heard in front of other programs; empty if that is not wanted. */
  public ObservableValue<Optional<GlobalKey>> globalTalkKeyProperty() {
    return globalTalkKey;
  }

  /** The key of the microphone that holds now. */
  public ObservableValue<TalkKey> talkKeyProperty() {
    return talkKey;
  }
}
