package app.rostrum.desktop.live;

import app.rostrum.desktop.settings.TalkKey;
import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.KeyNames;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Audibility;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The button of the microphone. It says whether this person is heard: filled by the level of the
 * voice, muted, without sound or not connected; tooltip and accessible text give the reason.
 */
final class MicrophoneButton {
  private static final PseudoClass MUTED = PseudoClass.getPseudoClass("muted");
  private static final PseudoClass UNHEARD = PseudoClass.getPseudoClass("unheard");
  private static final double ICON = 22;
  private static final double QUIETEST_DB = -50;

  private MicrophoneButton() {}

  static BarButton of(
      LiveViewModel model, ObservableValue<TalkKey> talkKey, Texts texts, Pins pins) {
    var button = new BarButton("mic", Material2RoundMZ.MIC, texts.get("bar.mute"));
    button.getStyleClass().add("mic-button");
    FontIcon icon = Icons.of(Material2RoundMZ.MIC);
    FontIcon filled = Icons.of(Material2RoundMZ.MIC, "mic-level");
    var fill = new Rectangle(ICON * 2, 0);
    filled.setClip(fill);
    button.setGraphic(new StackPane(icon, filled));
    var tip = new Tooltip();
    button.setTooltip(tip);
    button.setOnAction(e -> model.toggleMicrophone());
    pins.bind(button.disableProperty(), model.changingProperty());
    MicrophoneViewModel microphone = model.microphone();
    pins.follow(
        () -> {
          Audibility now = microphone.audibilityProperty().get();
          boolean on = model.microphoneOnProperty().get();
          boolean unheard = now.withoutSound() || now.notConnected();
          icon.setIconCode(
              now.notConnected()
                  ? Material2RoundAL.CLOUD_OFF
                  : on && !unheard ? Material2RoundMZ.MIC : Material2RoundMZ.MIC_OFF);
          filled.setVisible(now == Audibility.HEARD);
          button.setText(texts.get(label(now, on)));
          button.pseudoClassStateChanged(MUTED, !on && !unheard);
          button.pseudoClassStateChanged(UNHEARD, unheard);
          String action = texts.get(on ? "bar.mute-it" : "bar.unmute-it");
          button.setAccessibleText(microphone.reason() + " " + action);
          tip.setText(microphone.reason() + "\n" + tip(talkKey.getValue(), texts));
        },
        microphone.audibilityProperty(),
        model.microphoneOnProperty(),
        talkKey);
    pins.follow(
        microphone.levelProperty(),
        level -> {
          double height = Math.round(ICON * share(level.doubleValue()));
          fill.setHeight(ICON);
          // The clip of a text is placed from its baseline, which is near its lower edge.
          fill.setY(filled.getLayoutBounds().getMaxY() - height);
        });
    return button;
  }

  private static String label(Audibility now, boolean on) {
    if (now.notConnected()) {
      return "bar.not-connected";
    }
    return switch (now) {
      case NO_MICROPHONE, REFUSED -> "bar.no-microphone";
      case SILENT, STOPPED, NO_SOUND_SYSTEM -> "bar.no-sound";
      default -> on ? "bar.mute" : "bar.unmute";
    };
  }

  private static double share(double level) {
    return Math.clamp(1 - 20 * Math.log10(Math.max(level, 1e-6)) / QUIETEST_DB, 0, 1);
  }

  /** Says which keys switch the microphone. */
  private static String tip(TalkKey key, Texts texts) {
    return texts.get(
        "bar.mic-tip." + key.mode(),
        KeyNames.of(key.code(), texts),
        KeyNames.of(Shortcut.MICROPHONE, texts));
  }
}
