package app.rostrum.desktop.live;

import app.rostrum.desktop.live.LiveViewModel.Place;
import app.rostrum.desktop.ui.Messages;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.globalkeys.GlobalKey;
import app.rostrum.globalkeys.GlobalKeys;
import app.rostrum.globalkeys.GlobalKeys.End;
import app.rostrum.globalkeys.GlobalKeys.Listening;
import app.rostrum.globalkeys.GlobalKeys.Way;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.value.ObservableValue;

/**
 * Listens to the talk key in front of other programs while the person is on stage and wants that.
 * Why it is not heard is said once; it is tried again when the person comes on stage or changes the
 * key. UI thread only.
 */
final class GlobalTalkKey {
  private static final String TOPIC = "global-talk-key";

  private final GlobalKeys global;
  private final UiThread ui;
  private final Texts texts;
  private final Messages say;
  private final MicrophoneKeys keys;
  private final ObservableValue<Boolean> ignored;
  private Optional<GlobalKey> heard = Optional.empty();
  private Pin listening = Pin.NONE;

  private GlobalTalkKey(
      GlobalKeys global,
      UiThread ui,
      Texts texts,
      Messages say,
      MicrophoneKeys keys,
      ObservableValue<Boolean> ignored) {
    this.global = global;
    this.ui = ui;
    this.texts = texts;
    this.say = say;
    this.keys = keys;
    this.ignored = ignored;
  }

  /**
   * Follows the person's wish until the pin is closed.
   *
   * @param keys told of the key
   * @param wanted the key; empty if none is wanted
   * @param ignored true while the key is pressed for something else; one that is held is let go
   */
  static Pin follow(
      GlobalKeys global,
      UiThread ui,
      Texts texts,
      Messages say,
      MicrophoneKeys keys,
      ObservableValue<Optional<GlobalKey>> wanted,
      ObservableValue<Boolean> ignored,
      ObservableValue<Place> place) {
    var key = new GlobalTalkKey(global, ui, texts, say, keys, ignored);
    var pins = new Pins();
    pins.add(() -> key.hear(Optional.empty()));
    pins.follow(
        () -> key.hear(wanted.getValue().filter(any -> place.getValue() == Place.STAGE)),
        wanted,
        place);
    pins.follow(ignored, now -> keys.releaseElsewhere());
    return pins;
  }

  private void hear(Optional<GlobalKey> wanted) {
    if (wanted.equals(heard)) {
      return;
    }
    listening.close();
    listening = Pin.NONE;
    stopped();
    heard = wanted;
    wanted.ifPresent(this::listen);
  }

  private void listen(GlobalKey key) {
    var current = new AtomicBoolean(true);
    Listening begun =
        global.listen(key, texts.get("settings.talk.purpose"), new Told(key, current));
    listening =
        () -> {
          current.set(false);
          begun.close();
        };
  }

  /** Goes on with the window's own key; who held the other one is muted. */
  private void stopped() {
    keys.releaseElsewhere();
    keys.setDeaf(false);
  }

  /** Brings what is told of one key to the UI thread, as long as it is the one that is wanted. */
  private final class Told implements GlobalKeys.Listener {
    private final GlobalKey key;
    private final AtomicBoolean current;

    Told(GlobalKey key, AtomicBoolean current) {
      this.key = key;
      this.current = current;
    }

    private void then(Runnable action) {
      ui.run(
          () -> {
            if (current.get()) {
              action.run();
            }
          });
    }

    @Override
    public void heard(Way way, Optional<String> trigger) {
      then(
          () -> {
            keys.setDeaf(way.isShared());
            trigger
                .filter(named -> !named.equalsIgnoreCase(key.name()))
                .map(named -> texts.get("talk.global.trigger", named))
                .ifPresent(text -> say.show(Toasts.Kind.INFO, TOPIC, text));
          });
    }

    @Override
    public void pressed() {
      then(
          () -> {
            if (!ignored.getValue()) {
              keys.pressElsewhere();
            }
          });
    }

    @Override
    public void released() {
      then(keys::releaseElsewhere);
    }

    @Override
    public void ended(End reason) {
      then(
          () -> {
            stopped();
            // The settings say where there is no way at all.
            if (reason != End.NO_WAY) {
              say.show(Toasts.Kind.ERROR, TOPIC, texts.get("talk.global." + reason));
            }
          });
    }
  }
}
