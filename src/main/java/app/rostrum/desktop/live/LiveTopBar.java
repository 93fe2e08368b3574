package app.rostrum.desktop.live;

import app.rostrum.desktop.grid.SignalBars;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.EmojiTip;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.KeyNames;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.RecordingMark;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.StreamState.Playback;
import java.text.NumberFormat;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The top bar: the stream's name with its host below, time on air, numbers of speakers and
 * listeners, playback and quality. In a narrow window it keeps what matters most.
 */
final class LiveTopBar extends HBox {
  private static final PseudoClass OFFLINE = PseudoClass.getPseudoClass("offline");

  /** Below these widths in pixels, or wider with large texts, facts leave one after the other. */
  private static final double WITH_PLAYBACK_TEXT = 620;

  private static final double WITH_SPEAKERS = 520;
  private static final double WITH_TIME = 430;

  /** The usual size of the facts' texts, in pixels. */
  private static final double FACT_FONT = 13.02;

  /**
   * @param compact makes the window compact
   */
  LiveTopBar(LiveViewModel model, Texts texts, Runnable compact, Pins pins) {
    getStyleClass().add("top-bar");
    setAlignment(Pos.CENTER_LEFT);
    FactsViewModel facts = model.facts();
    var live = new Label();
    live.setId("live-mark");
    live.getStyleClass().add("live-pill");
    pins.follow(
        model.interruption().toldProperty(),
        interrupted -> {
          live.setText(texts.get(interrupted ? "live.offline" : "live.live"));
          live.pseudoClassStateChanged(OFFLINE, interrupted);
        });
    live.setMinWidth(USE_PREF_SIZE);
    RecordingMark recorded = RecordingFact.of("recording", model.people().desk(), texts, pins);
    var name = new EmojiLabel(model.entry().streamName());
    name.setId("stream-title");
    name.getStyleClass().add("bar-title");
    name.setMinWidth(40);
    name.setTooltip(EmojiTip.of(BidiText.isolated(model.entry().streamName())));
    var host = new EmojiLabel();
    host.setId("stream-host");
    host.getStyleClass().addAll("quiet", "stream-host");
    host.setMinWidth(0);
    pins.follow(
        () -> {
          String who = facts.hostProperty().get();
          String hosted =
              model.hostProperty().get()
                  ? texts.get("live.you-host")
                  : texts.get("live.hosted-by", who);
          String last = facts.floorProperty().get();
          boolean told = !last.isEmpty() && !facts.speakingProperty().get();
          host.setText(told ? hosted + "  ·  " + texts.get("live.spoke-last", last) : hosted);
          Visibility.show(host, !who.isEmpty());
        },
        facts.hostProperty(),
        facts.floorProperty(),
        facts.speakingProperty(),
        model.hostProperty());
    var titles = new VBox(name, host);
    titles.getStyleClass().add("bar-titles");
    titles.setAlignment(Pos.CENTER_LEFT);
    titles.setMinWidth(40);
    HBox.setHgrow(titles, Priority.ALWAYS);
    Label time = fact("time-on-air", Material2RoundMZ.SCHEDULE);
    pins.follow(
        facts.secondsOnAirProperty(),
        seconds -> {
          time.setText(clock(seconds.longValue()));
          time.setAccessibleText(texts.plain("live.on-air", spoken(seconds.longValue(), texts)));
        });
    Label speakers = fact("speaker-count", Material2RoundMZ.MIC);
    count(speakers, facts.speakersProperty(), "live.speakers", texts, pins);
    Label listeners = fact("listener-count", Material2RoundAL.HEADSET);
    count(listeners, facts.listenersProperty(), "live.listeners", texts, pins);
    var bars = new SignalBars(texts);
    bars.setId("quality");
    pins.follow(model.qualityProperty(), quality -> bars.setQuality(quality.intValue()));
    Label playback = playback(model, texts, pins);
    pins.follow(
        () -> {
          double width = getWidth() / Math.max(1, time.getFont().getSize() / FACT_FONT);
          Visibility.show(time, width >= WITH_TIME && facts.secondsOnAirProperty().get() >= 0);
          Visibility.show(speakers, width >= WITH_SPEAKERS);
          recorded.showWord(width >= WITH_SPEAKERS);
          Visibility.show(
              playback,
              width >= WITH_PLAYBACK_TEXT
                  && model.placeProperty().get() == LiveViewModel.Place.AUDIENCE);
        },
        widthProperty(),
        time.fontProperty(),
        facts.secondsOnAirProperty(),
        model.placeProperty());
    getChildren()
        .addAll(
            live,
            recorded,
            titles,
            time,
            speakers,
            listeners,
            playback,
            bars,
            small(texts, compact));
  }

  private static Button small(Texts texts, Runnable compact) {
    var button = new Button("", Icons.of(Material2RoundMZ.PICTURE_IN_PICTURE_ALT));
    button.setId("make-compact");
    button.getStyleClass().addAll("flat", "button-icon");
    button.setMinSize(36, 36);
    button.setAccessibleText(texts.get("compact.make"));
    button.setTooltip(
        new Tooltip(texts.get("compact.make-tip", KeyNames.of(Shortcut.COMPACT, texts))));
    button.setOnAction(e -> compact.run());
    return button;
  }

  private static Label fact(String id, Ikon icon) {
    var label = new Label("", Icons.of(icon));
    label.setId(id);
    label.getStyleClass().add("bar-fact");
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  private static void count(
      Label label, ObservableValue<Number> count, String key, Texts texts, Pins pins) {
    var numbers = NumberFormat.getIntegerInstance(texts.locale());
    pins.follow(
        count,
        now -> {
          label.setText(numbers.format(now.intValue()));
          label.setAccessibleText(texts.plain(key, now));
        });
  }

  /** Returns minutes and seconds, with hours if there are any: 1:02:03. */
  static String clock(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private static String spoken(long seconds, Texts texts) {
    return seconds < 3600
        ? texts.plain("live.minutes", Math.max(0, seconds) / 60)
        : texts.plain("live.hours", seconds / 3600, seconds / 60 % 60);
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
    var off = Icons.of(Material2RoundMZ.VOLUME_OFF);
    pins.follow(
        () -> {
          // What comes from the network is not played where nothing can be heard.
          boolean soundless = model.microphone().soundlessProperty().get();
          Playback state = soundless ? Playback.NONE : model.playbackProperty().get();
          boolean silenced =
              state == Playback.PLAYING
                  && (model.soundMutedProperty().get() || model.volumeProperty().get() == 0);
          label.setText(
              texts.get(
                  soundless
                      ? "playback.soundless"
                      : silenced ? "playback.silenced" : "playback." + state));
          label.setGraphic(
              switch (state) {
                case NONE -> null;
                case BUFFERING -> indicator;
                case PLAYING -> silenced ? off : playing;
              });
          label.setDisable(state == Playback.NONE);
        },
        model.playbackProperty(),
        model.soundMutedProperty(),
        model.volumeProperty(),
        model.microphone().soundlessProperty());
    return label;
  }
}
