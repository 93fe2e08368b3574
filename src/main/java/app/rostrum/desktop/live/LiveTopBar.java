package app.rostrum.desktop.live;

import app.rostrum.desktop.grid.SignalBars;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.StreamState.Playback;
import java.text.NumberFormat;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.material2.Material2RoundAL;

/** The top bar: name of the stream, number of listeners, playback and quality. */
final class LiveTopBar extends HBox {
  LiveTopBar(LiveViewModel model, Texts texts, Pins pins) {
    getStyleClass().add("top-bar");
    setAlignment(Pos.CENTER_LEFT);
    var live = new Label(texts.get("live.live"));
    live.getStyleClass().add("live-pill");
    live.setMinWidth(USE_PREF_SIZE);
    var name = new Label(model.entry().streamName());
    name.setId("stream-title");
    name.getStyleClass().add("bar-title");
    name.setMinWidth(60);
    var listeners = new Label();
    listeners.setId("listener-count");
    listeners.setGraphic(Icons.of(Material2RoundAL.HEADSET));
    listeners.getStyleClass().add("bar-fact");
    listeners.setMinWidth(USE_PREF_SIZE);
    var numbers = NumberFormat.getIntegerInstance(texts.locale());
    pins.follow(
        model.listenersProperty(),
        count -> {
          listeners.setText(numbers.format(count.intValue()));
          listeners.setAccessibleText(texts.get("live.listeners", count));
        });
    var spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    var bars = new SignalBars(texts);
    bars.setId("quality");
    pins.follow(model.qualityProperty(), quality -> bars.setQuality(quality.intValue()));
    getChildren().addAll(live, name, listeners, spacer, playback(model, texts, pins), bars);
  }

  private static Label playback(LiveViewModel model, Texts texts, Pins pins) {
    var label = new Label();
    label.setId("playback");
    label.getStyleClass().add("bar-fact");
    label.setMinWidth(USE_PREF_SIZE);
    var indicator = new ProgressIndicator();
    indicator.setMinSize(14, 14);
    indicator.setMaxSize(14, 14);
    var playing = Icons.of(Material2RoundAL.GRAPHIC_EQ, "playing");
    pins.follow(
        model.placeProperty(),
        place -> Visibility.show(label, place == LiveViewModel.Place.AUDIENCE));
    pins.follow(
        model.playbackProperty(),
        state -> {
          label.setText(texts.get("playback." + state));
          label.setGraphic(
              switch (state) {
                case NONE -> null;
                case BUFFERING -> indicator;
                case PLAYING -> playing;
              });
          label.setDisable(state == Playback.NONE);
        });
    return label;
  }
}
