package app.rostrum.desktop.grid;

import app.rostrum.desktop.reactions.ReactionPicture;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Identicon;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.util.ArrayList;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The tile of one speaker: avatar, a ring that follows the voice, name and marks. */
final class SpeakerTile extends Pane implements Pin {
  private static final PseudoClass DOMINANT = PseudoClass.getPseudoClass("dominant");
  private static final PseudoClass RECONNECTING = PseudoClass.getPseudoClass("reconnecting");
  private static final double TINT = 0.13;
  private static final int WORTH_SHOWING = 3;

  /** The smallest change of the ring's radius that is drawn, in pixels. */
  private static final double SMALLEST_STEP = 0.5;

  private static final double EDGE = 10;
  private static final double CHIP = 26;

  /** The width of a tile from which on the host's mark is a word, in pixels. */
  private static final double WORDS_FROM = 230;

  private final SpeakerItem item;
  private final Texts texts;

  /** The size of the picture of a reaction, in pixels. */
  private static final double REACTION = 30;

  private final StackPane reaction = new StackPane();
  private final Circle ring = new Circle();
  private final Avatar avatar;
  private final EmojiLabel name;
  private final Label you;
  private final Label hostMark;
  private final StackPane mutedMark =
      new StackPane(Icons.of(Material2RoundMZ.MIC_OFF, "muted-mark"));
  private final HBox caption;
  private final Label status = new Label();
  private final FontIcon speakingMark = Icons.of(Material2RoundAL.GRAPHIC_EQ);
  private final StackPane speakingChip = new StackPane(speakingMark);
  private final SignalBars bars;
  private final Pins pins = new Pins();
  private double radius;
  private double scale;

  SpeakerTile(SpeakerItem item, SilencedSpeakers silenced, Texts texts) {
    this.item = item;
    this.texts = texts;
    setId(NodeIds.of("tile", item.identity()));
    getStyleClass().add("tile");
    avatar = new Avatar(item.identity(), 64);
    // A picture of it, because it is drawn again whenever the ring around it moves.
    avatar.setCache(true);
    ring.getStyleClass().add("voice-ring");
    ring.setManaged(false);
    name = new EmojiLabel(item.identity());
    name.getStyleClass().add("tile-name");
    name.setMinWidth(0);
    you = new Label(texts.get("grid.you-mark"));
    you.getStyleClass().add("tile-you");
    you.setMinWidth(USE_PREF_SIZE);
    Visibility.show(you, item.self());
    hostMark = new Label(texts.get("grid.host"), Icons.of(Material2RoundMZ.STAR));
    hostMark.getStyleClass().add("host-mark");
    hostMark.setMinWidth(USE_PREF_SIZE);
    mutedMark.getStyleClass().add("muted-badge");
    // The name alone gives way: in a narrow tile it ends in dots before the marks.
    caption = new HBox(name, you, hostMark);
    caption.getStyleClass().add("tile-caption");
    caption.setAlignment(Pos.CENTER);
    setStyle("-tint: " + tint(Identicon.of(item.identity()).color()) + ";");
    status.getStyleClass().add("tile-status");
    status.setAlignment(Pos.CENTER);
    speakingChip.getStyleClass().add("speaking-chip");
    bars = new SignalBars(texts);
    getChildren().addAll(ring, avatar, mutedMark, caption, status, speakingChip, bars, reaction);

    pins.follow(item.levelProperty(), level -> follow(level.doubleValue()));
    pins.follow(item.hostProperty(), host -> Visibility.show(hostMark, host));
    pins.follow(item.mutedProperty(), mutedMark::setVisible);
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
        });
    pins.follow(this::showStatus, item.reconnectingProperty(), item.silencedProperty());
    pins.follow(item.qualityProperty(), quality -> showQuality(quality.intValue()));
    pins.follow(
        item.reactionProperty(),
        shown -> {
          reaction.getChildren().clear();
          shown.ifPresent(r -> reaction.getChildren().add(ReactionPicture.of(r, REACTION)));
          reaction.setVisible(shown.isPresent());
        });
    pins.follow(
        this::describe,
        item.reactionProperty(),
        item.mutedProperty(),
        item.silencedProperty(),
        item.dominantProperty(),
        item.reconnectingProperty(),
        item.hostProperty());
    if (!item.self()) {
      offerSilence(silenced);
    }
  }

  private void showStatus() {
    boolean reconnecting = item.reconnectingProperty().get();
    boolean silenced = item.silencedProperty().get();
    status.setVisible(reconnecting || silenced);
    status.setText(texts.get(reconnecting ? "grid.reconnecting" : "grid.silenced"));
    status.setGraphic(reconnecting ? null : Icons.of(Material2RoundMZ.VOLUME_OFF));
  }

  /** Offers by a click of the other button what the list of people offers by keyboard, too. */
  private void offerSilence(SilencedSpeakers silenced) {
    var choice = new MenuItem();
    choice.setId("tile-silence");
    choice.setOnAction(e -> silenced.toggle(item.identity()));
    var menu = new ContextMenu(choice);
    setOnContextMenuRequested(
        e -> {
          if (silenced.possible()) {
            choice.setText(
                texts.get(item.silencedProperty().get() ? "people.hear" : "people.silence"));
            menu.show(this, e.getScreenX(), e.getScreenY());
            e.consume();
          }
        });
    pins.add(menu::hide);
  }

  /** Stops following the speaker. */
  @Override
  public void close() {
    pins.close();
  }

  private static String tint(Color color) {
    return String.format(
        Locale.ROOT,
        "rgba(%d, %d, %d, %s)",
        Math.round(color.getRed() * 255),
        Math.round(color.getGreen() * 255),
        Math.round(color.getBlue() * 255),
        TINT);
  }

  /** Shows the bars only when they say something: a good connection is what everybody expects. */
  private void showQuality(int quality) {
    bars.setQuality(quality <= WORTH_SHOWING ? quality : 0);
  }

  private void describe() {
    var words = new ArrayList<String>();
    words.add(item.self() ? texts.plain("grid.you", item.identity()) : item.identity());
    if (item.hostProperty().get()) {
      words.add(texts.get("grid.host"));
    }
    if (item.mutedProperty().get()) {
      words.add(texts.get("grid.muted"));
    }
    if (item.silencedProperty().get()) {
      words.add(texts.get("grid.silenced"));
    }
    if (item.dominantProperty().get()) {
      words.add(texts.get("grid.speaking"));
    }
    if (item.reconnectingProperty().get()) {
      words.add(texts.get("grid.reconnecting"));
    }
    item.reactionProperty().get().ifPresent(r -> words.add(ReactionPicture.name(r, texts)));
    setAccessibleText(String.join(", ", words));
  }

  private void follow(double level) {
    if (level <= 0.01) {
      ring.setVisible(false);
      return;
    }
    ring.setVisible(true);
    // Loudness is perceived logarithmically; the square root is close enough, and steady.
    double loud = Appearance.reducedMotion() ? 0.6 : Math.sqrt(level);
    // Steps that nobody sees would only have the tile drawn again.
    double step = SMALLEST_STEP / Math.max(1, 0.12 * radius);
    loud = Math.round(loud / step) * step;
    double width = Math.max(2.5, radius * 0.12) * (0.45 + 0.55 * loud);
    ring.setStrokeWidth(width);
    ring.setRadius(radius + 3 + width / 2 + radius * 0.12 * loud);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    double diameter = Math.round(Math.clamp(Math.min(height * 0.42, width * 0.5), 32, 180));
    if (diameter / 2 != radius) {
      radius = diameter / 2;
      avatar.setDiameter(diameter);
      follow(item.levelProperty().get());
    }
    // In steps, because each change has the text styled anew.
    double em = Math.round(Math.clamp(height / 260, 0.93, 1.3) * 20) / 20.0;
    if (em != scale) {
      scale = em;
      caption.setStyle("-fx-font-size: " + em + "em;");
    }
    hostMark.setContentDisplay(
        width < WORDS_FROM ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.TEXT_ONLY);
    double line = caption.prefHeight(width - 2 * EDGE);
    double gap = Math.max(10, radius * 0.34);
    double top = Math.round(Math.max(radius * 0.3 + 3, (height - diameter - gap - line) / 2));
    ring.setCenterX(width / 2);
    ring.setCenterY(top + radius);
    avatar.resizeRelocate(Math.round(width / 2 - radius), top, diameter, diameter);
    double badge = Math.clamp(diameter * 0.28, 22, 36);
    // On the rim, at half past four.
    mutedMark.resizeRelocate(
        Math.round(width / 2 + radius * 0.71 - badge / 2),
        Math.round(top + radius * 1.71 - badge / 2),
        badge,
        badge);
    // On the rim, at half past one.
    reaction.resizeRelocate(
        Math.round(width / 2 + radius * 0.71 - REACTION / 2),
        Math.round(top + radius * 0.29 - REACTION / 2),
        REACTION,
        REACTION);
    caption.resizeRelocate(EDGE, top + diameter + gap, width - 2 * EDGE, line);
    status.resizeRelocate(
        EDGE, top + diameter + gap + line, width - 2 * EDGE, status.prefHeight(width - 2 * EDGE));
    // With large texts its sign is larger, too.
    double chip = Math.max(CHIP, Math.ceil(speakingMark.prefWidth(-1)) + EDGE);
    speakingChip.resizeRelocate(width - chip - EDGE, EDGE, chip, chip);
    bars.autosize();
    bars.relocate(EDGE + 2, EDGE + 2);
  }
}
