package app.rostrum.desktop.settings;

import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.globalkeys.GlobalKey;
import app.rostrum.globalkeys.GlobalKeys;
import app.rostrum.globalkeys.GlobalKeys.Way;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/**
 * The choice of a talk key that works in front of other programs: whether there is one here, and
 * what there is to say about it. One for each visit. UI thread only.
 */
public final class GlobalKeyViewModel {
  private final Settings settings;
  private final Texts texts;
  private final ObjectProperty<Optional<Way>> way = new SimpleObjectProperty<>(Optional.empty());

  /** Looks for a way at once. */
  public GlobalKeyViewModel(Settings settings, GlobalKeys keys, UiThread ui, Texts texts) {
    this.settings = settings;
    this.texts = texts;
    keys.way().thenAccept(found -> ui.run(() -> way.set(Optional.of(found))));
  }

  /** True if the choice can be made here; false while that is not known. */
  public ObservableValue<Boolean> offeredProperty() {
    return way.map(found -> found.filter(Way::open).isPresent());
  }

  /** True if it would have an effect: with push to talk, by a key that types nothing. */
  public ObservableValue<Boolean> usableProperty() {
    return Bindings.createBooleanBinding(
        () -> settings.pushToTalkProperty().get() && !types(),
        settings.pushToTalkProperty(),
        settings.talkKeyCodeProperty());
  }

  private boolean types() {
    return GlobalKey.named(settings.talkKeyCodeProperty().get().name()).isEmpty();
  }

  /** The terms on which the key is heard, or why it is not; empty while that is not known. */
  public ObservableValue<String> noteProperty() {
    return Bindings.createStringBinding(
        () -> way.get().map(this::note).orElse(""), way, settings.talkKeyCodeProperty());
  }

  private String note(Way found) {
    return texts.get(
        found.open() && types() ? "settings.talk.global.types" : "settings.talk.global." + found);
  }

  Settings settings() {
    return settings;
  }
}
