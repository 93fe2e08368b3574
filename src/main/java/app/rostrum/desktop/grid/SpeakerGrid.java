package app.rostrum.desktop.grid;

import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;

/** The speakers as tiles of one size, as large as their number and the space allow. */
public final class SpeakerGrid extends Pane {
  private static final double GAP = 12;
  private static final double PADDING = 20;
  private static final double MIN_WIDTH = 150;
  private static final double MIN_HEIGHT = 132;
  private static final double MAX_WIDTH = 380;
  private static final double MAX_HEIGHT = 330;
  private static final double RATIO = 1.2;

  private final GridViewModel model;
  private final Texts texts;
  private final Map<SpeakerItem, SpeakerTile> tileOf = new HashMap<>();
  private final Button more = new Button();
  private final Label nobody = new Label();

  /**
   * @param showPeople opens the list of everybody
   * @param pins of the screen
   */
  public SpeakerGrid(GridViewModel model, Texts texts, Runnable showPeople, Pins pins) {
    this.model = model;
    this.texts = texts;
    setId("speakers");
    getStyleClass().add("speaker-grid");
    more.setId("more-speakers");
    more.getStyleClass().add("more-tile");
    more.setWrapText(true);
    nobody.setText(texts.get("grid.nobody"));
    nobody.setId("empty-stage");
    nobody.setManaged(false);
    nobody.setAlignment(Pos.CENTER);
    nobody.getStyleClass().addAll("muted-text");
    more.setOnAction(e -> showPeople.run());
    pins.listen(model.shown(), change -> arrange());
    pins.follow(this::arrange, model.hiddenProperty());
    pins.follow(this::measure, widthProperty(), heightProperty());
    pins.add(() -> tileOf.values().forEach(SpeakerTile::close));
  }

  private void measure() {
    if (getWidth() > 0 && getHeight() > 0) {
      int columns = fit(getWidth(), MIN_WIDTH);
      int rows = fit(getHeight(), MIN_HEIGHT);
      model.setCapacity(columns * rows);
    }
  }

  private static int fit(double room, double least) {
    return Math.max(1, (int) ((room - 2 * PADDING + GAP) / (least + GAP)));
  }

  private void arrange() {
    var wanted = new ArrayList<Node>();
    for (SpeakerItem item : model.shown()) {
      wanted.add(tileOf.computeIfAbsent(item, i -> new SpeakerTile(i, texts)));
    }
    tileOf
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !wanted.contains(entry.getValue());
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
    int hidden = model.hiddenProperty().get();
    if (hidden > 0) {
      more.setText(texts.get("grid.more", hidden));
      wanted.add(more);
    }
    if (wanted.isEmpty()) {
      wanted.add(nobody);
    }
    if (!getChildren().equals(wanted)) {
      getChildren().setAll(wanted);
    }
  }

  @Override
  protected void layoutChildren() {
    List<Node> tiles = getManagedChildren();
    int count = tiles.size();
    if (count == 0) {
      nobody.resizeRelocate(0, 0, getWidth(), getHeight());
      return;
    }
    double width = getWidth() - 2 * PADDING;
    double height = getHeight() - 2 * PADDING;
    int columns = columns(count, width, height);
    int rows = (count + columns - 1) / columns;
    double tileWidth = Math.min(MAX_WIDTH, (width - (columns - 1) * GAP) / columns);
    double tileHeight = Math.min(MAX_HEIGHT, (height - (rows - 1) * GAP) / rows);
    tileHeight = Math.min(tileHeight, tileWidth / 0.95);
    tileWidth = Math.floor(Math.min(tileWidth, tileHeight * 1.5));
    tileHeight = Math.floor(tileHeight);
    double top = PADDING + (height - rows * tileHeight - (rows - 1) * GAP) / 2;
    for (int i = 0; i < count; i++) {
      int row = i / columns;
      int inRow = Math.min(columns, count - row * columns);
      double left = PADDING + (width - inRow * tileWidth - (inRow - 1) * GAP) / 2;
      tiles
          .get(i)
          .resizeRelocate(
              Math.round(left + (i % columns) * (tileWidth + GAP)),
              Math.round(top + row * (tileHeight + GAP)),
              tileWidth,
              tileHeight);
    }
  }

  /** Returns the number of columns that makes the tiles largest, at a pleasant ratio. */
  static int columns(int count, double width, double height) {
    int best = 1;
    double bestSize = -1;
    for (int columns = 1; columns <= count; columns++) {
      int rows = (count + columns - 1) / columns;
      double tileWidth = (width - (columns - 1) * GAP) / columns;
      double tileHeight = (height - (rows - 1) * GAP) / rows;
      double size = Math.min(tileWidth / RATIO, tileHeight);
      if (size > bestSize + 0.5) {
        bestSize = size;
        best = columns;
      }
    }
    return best;
  }
}
