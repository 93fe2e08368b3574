package app.rostrum.desktop.live;

import app.rostrum.desktop.grid.AudienceStrip;
import app.rostrum.desktop.grid.SpeakerGrid;
import app.rostrum.desktop.ui.DirectScrollPane;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * The middle of the screen: the grid, the audience below it where there is room, and beside it the
 * invitation card of a host who is alone.
 */
final class StageArea extends Pane {
  private static final double MARGIN = 16;
  private static final double STRIP_FROM = 360;
  private static final double SIDE_BY_SIDE_FROM = 800;
  private static final double CARD_WIDTH = 460;
  private static final double LEAST_GRID = 200;

  private final SpeakerGrid grid;
  private final AudienceStrip strip;
  private final ScrollPane card = new DirectScrollPane();
  private boolean audience;

  StageArea(SpeakerGrid grid, AudienceStrip strip) {
    this.grid = grid;
    this.strip = strip;
    card.getStyleClass().addAll("edge-to-edge", "invite-scroll");
    card.setFitToWidth(true);
    card.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    card.setFocusTraversable(false);
    card.setVisible(false);
    strip.setVisible(false);
    getChildren().addAll(grid, strip, card);
  }

  void showCard(Region content) {
    card.setContent(content);
    card.setVisible(true);
    requestLayout();
  }

  void hideCard() {
    card.setContent(null);
    card.setVisible(false);
    requestLayout();
  }

  /** Notes whether anybody listens, who would stand in the strip. */
  void setAudience(boolean present) {
    audience = present;
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    boolean withStrip = audience && height >= STRIP_FROM;
    strip.setVisible(withStrip);
    double gridHeight = height;
    if (withStrip) {
      strip.fit(width - 2 * MARGIN);
      double line = strip.prefHeight(-1);
      double wide = Math.min(strip.prefWidth(-1), width);
      strip.resizeRelocate(Math.round((width - wide) / 2), height - line - 8, wide, line);
      gridHeight = height - line - 4;
    }
    grid.setVisible(true);
    if (!card.isVisible()) {
      grid.resizeRelocate(0, 0, width, gridHeight);
      return;
    }
    double cardWidth = Math.min(CARD_WIDTH, width - 2 * MARGIN);
    double cardHeight = Math.min(card.prefHeight(cardWidth), height - 2 * MARGIN);
    if (width >= SIDE_BY_SIDE_FROM) {
      double gridWidth = width - cardWidth - 2 * MARGIN;
      grid.resizeRelocate(0, 0, gridWidth, gridHeight);
      place(gridWidth, (height - cardHeight) / 2, cardWidth, cardHeight);
    } else if (height >= cardHeight + LEAST_GRID + 2 * MARGIN) {
      double rest = height - cardHeight - MARGIN;
      grid.resizeRelocate(0, 0, width, rest);
      place((width - cardWidth) / 2, rest, cardWidth, cardHeight);
    } else {
      grid.setVisible(false);
      place((width - cardWidth) / 2, (height - cardHeight) / 2, cardWidth, cardHeight);
    }
  }

  private void place(double x, double y, double width, double height) {
    card.resizeRelocate(Math.round(x), Math.round(y), width, Math.ceil(height));
  }
}
