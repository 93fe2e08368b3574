package app.rostrum.desktop.grid;

import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.util.ArrayList;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The tile of one speaker: avatar, a ring that follows the voice, name and marks. */
final class SpeakerTile extends Pane implements Pin {
  private static final PseudoClass DOMINANT = PseudoClass.getPseudoClass("dominant");
  private static final PseudoClass RECONNECTING = PseudoClass.getPseudoClass("reconnecting");

  private final SpeakerItem item;
  private final Texts texts;
  private final Circle ring = new Circle();
  private final Avatar avatar;
  private final Label name;
  private final Label hostMark;
  private final FontIcon mutedMark = Icons.of(Material2RoundMZ.MIC_OFF, "muted-mark");
  private final HBox caption;
  private final Label status = new Label();
  private final FontIcon speakingMark = Icons.of(Material2RoundAL.GRAPHIC_EQ);
  private final StackPane speakingChip = new StackPane(speakingMark);
  private final SignalBars bars;
  private final boolean still = Appearance.reducedMotion();
  private final Pins pins = new Pins();
  private double radius;
  private int fontSize;

  SpeakerTile(SpeakerItem item, Texts texts) {
    this.item = item;
    this.texts = texts;
    setId(NodeIds.of("tile", item.identity()));
    getStyleClass().add("tile");
    avatar = new Avatar(item.identity(), 64);
    ring.getStyleClass().add("voice-ring");
    ring.setManaged(false);
    name = new Label(item.self() ? texts.get("grid.you", item.identity()) : item.identity());
    name.getStyleClass().add("tile-name");
    hostMark = new Label(texts.get("grid.host"));
    hostMark.getStyleClass().add("host-mark");
    hostMark.setMinWidth(USE_PREF_SIZE);
    caption = new HBox(mutedMark, name);
    caption.getStyleClass().add("tile-caption");
    caption.setAlignment(Pos.CENTER);
    status.getStyleClass().add("tile-status");
    status.setText(texts.get("grid.reconnecting"));
    status.setAlignment(Pos.CENTER);
    speakingChip.getStyleClass().add("speaking-chip");
    bars = new SignalBars(texts);
    getChildren().addAll(ring, avatar, hostMark, caption, status, speakingChip, bars);

    pins.follow(item.levelProperty(), level -> follow(level.doubleValue()));
    pins.follow(item.hostProperty(), hostMark::setVisible);
    pins.follow(item.mutedProperty(), muted -> Visibility.show(mutedMark, muted));
    pins.follow(
        item.dominantProperty(),
        dominant -> {
          pseudoClassStateChanged(DOMINANT, dominant);
          speakingChip.setVisible(dominant);
        });
    pins.follow(
        item.reconnectingProperty(),
        reconnecting -> {
          pseudoClassStateChanged(RECONNECTING, reconnecting);
          status.setVisible(reconnecting);
        });
    pins.follow(item.qualityProperty(), quality -> bars.setQuality(quality.intValue()));
    pins.follow(
        this::describe,
        item.mutedProperty(),
        item.dominantProperty(),
        item.reconnectingProperty(),
        item.hostProperty());
  }

  /** Stops following the speaker. */
  @Override
  public void close() {
    pins.close();
  }

  private void describe() {
    var words = new ArrayList<String>();
    words.add(BidiText.plain(name.getText()));
    if (item.hostProperty().get()) {
      words.add(texts.get("grid.host"));
    }
    if (item.mutedProperty().get()) {
      words.add(texts.get("grid.muted"));
    }
    if (item.dominantProperty().get()) {
      words.add(texts.get("grid.speaking"));
    }
    if (item.reconnectingProperty().get()) {
      words.add(texts.get("grid.reconnecting"));
    }
    setAccessibleText(String.join(", ", words));
  }

  private void follow(double level) {
    if (level <= 0.01) {
      ring.setVisible(false);
      return;
    }
    ring.setVisible(true);
    // Loudness is perceived logarithmically; the square root is close enough, and steady.
    double loud = still ? 0.6 : Math.sqrt(level);
    double width = Math.max(2.5, radius * 0.12) * (0.45 + 0.55 * loud);
    ring.setStrokeWidth(width);
    ring.setRadius(radius + 3 + width / 2 + radius * 0.12 * loud);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    double room = Math.min(width, height);
    double diameter = Math.round(Math.clamp(room * 0.5, 40, 148));
    if (diameter / 2 != radius) {
      radius = diameter / 2;
      avatar.setDiameter(diameter);
      follow(item.levelProperty().get());
    }
    int font = (int) Math.clamp(room * 0.075, 13, 18);
    if (font != fontSize) {
      fontSize = font;
      caption.setStyle("-fx-font-size: " + font + "px;");
    }
    double line = caption.prefHeight(width - 20);
    double gap = Math.max(12, radius * 0.3);
    double top = Math.max(radius * 0.2, (height - diameter - gap - line) / 2);
    ring.setCenterX(width / 2);
    ring.setCenterY(top + radius);
    avatar.resizeRelocate(Math.round(width / 2 - radius), top, diameter, diameter);
    hostMark.autosize();
    hostMark.relocate(
        Math.round((width - hostMark.getWidth()) / 2),
        Math.round(top + diameter - hostMark.getHeight() * 0.6));
    caption.resizeRelocate(10, top + diameter + gap, width - 20, line);
    status.resizeRelocate(
        10, top + diameter + gap + line, width - 20, status.prefHeight(width - 20));
    double chip = 26;
    speakingChip.resizeRelocate(width - chip - 10, 10, chip, chip);
    bars.autosize();
    bars.relocate(12, 12);
  }
}
