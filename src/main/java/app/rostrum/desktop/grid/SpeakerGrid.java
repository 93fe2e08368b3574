package app.rostrum.desktop.grid;

import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;

/** The speakers as tiles of one size, as large as their number and the space allow. */
public final class SpeakerGrid extends Pane {
  private static final double PADDING = 16;
  private static final double FONT_SIZE = 14;
  private static final double MIN_WIDTH = 150;
  private static final double MIN_HEIGHT = 132;
  private static final double FACE = 28;
  private static final int FACES = 3;

  private final GridViewModel model;
  private final Texts texts;
  private final Map<SpeakerItem, SpeakerTile> tileOf = new HashMap<>();
  private final Button more = new Button();
  private final HBox faces = new HBox();
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
    more.setContentDisplay(ContentDisplay.TOP);
    more.setGraphic(faces);
    faces.setAlignment(Pos.CENTER);
    faces.setSpacing(-FACE / 4);
    nobody.setText(texts.get("grid.nobody"));
    nobody.setId("empty-stage");
    nobody.setManaged(false);
    nobody.setAlignment(Pos.CENTER);
    nobody.getStyleClass().addAll("muted-text");
    more.setOnAction(e -> showPeople.run());
    pins.listen(model.shown(), change -> arrange());
    pins.follow(this::arrange, model.hiddenProperty());
    pins.listen(model.rest(), change -> showRest());
    pins.follow(this::measure, widthProperty(), heightProperty(), nobody.fontProperty());
    pins.add(() -> tileOf.values().forEach(SpeakerTile::close));
  }

  private void measure() {
    if (getWidth() > 0 && getHeight() > 0) {
      double scale = Math.max(1, nobody.getFont().getSize() / FONT_SIZE);
      int columns = fit(getWidth(), MIN_WIDTH * scale);
      int rows = fit(getHeight(), MIN_HEIGHT * scale);
      model.setCapacity(columns * rows);
    }
  }

  private static int fit(double room, double least) {
    return Math.max(1, (int) ((room - 2 * PADDING + TileLayout.GAP) / (least + TileLayout.GAP)));
  }

  private void showRest() {
    List<SpeakerItem> rest = model.rest();
    for (int i = 0; i < FACES; i++) {
      if (i < rest.size() && i == faces.getChildren().size()) {
        faces.getChildren().add(new Avatar(rest.get(i).identity(), FACE));
      } else if (i < faces.getChildren().size()) {
        Node face = faces.getChildren().get(i);
        Visibility.show(face, i < rest.size());
        if (i < rest.size() && face instanceof Avatar avatar) {
          avatar.setIdentity(rest.get(i).identity());
        }
      }
    }
  }

  private void arrange() {
    var wanted = new ArrayList<Node>();
    for (SpeakerItem item : model.shown()) {
      wanted.add(tileOf.computeIfAbsent(item, i -> new SpeakerTile(i, model.silenced(), texts)));
    }
    tileOf
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !model.isPresent(entry.getKey());
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
    var visible = Set.copyOf(wanted);
    int hidden = model.hiddenProperty().get();
    if (hidden > 0) {
      more.setText(texts.get("grid.more", hidden));
      wanted.add(more);
    }
    if (wanted.isEmpty()) {
      wanted.add(nobody);
    }
    // A tile without room stays, unseen: to make it anew whenever a panel opens costs more.
    for (SpeakerTile tile : tileOf.values()) {
      Visibility.show(tile, visible.contains(tile));
      if (!visible.contains(tile)) {
        wanted.add(tile);
      }
    }
    // Node by node: one that is taken out and put back is styled anew.
    ListDiff.apply(getChildren(), wanted, node -> node);
  }

  @Override
  protected void layoutChildren() {
    List<Node> tiles = getManagedChildren();
    if (tiles.isEmpty()) {
      nobody.resizeRelocate(0, 0, getWidth(), getHeight());
      return;
    }
    double width = getWidth() - 2 * PADDING;
    double height = getHeight() - 2 * PADDING;
    TileLayout layout = TileLayout.of(tiles.size(), width, height);
    double used = layout.rows().size() * (layout.height() + TileLayout.GAP) - TileLayout.GAP;
    double y = PADDING + (height - used) / 2;
    int next = 0;
    for (int inRow : layout.rows()) {
      double x = PADDING + (width - inRow * (layout.width() + TileLayout.GAP) + TileLayout.GAP) / 2;
      for (int i = 0; i < inRow; i++) {
        tiles
            .get(next++)
            .resizeRelocate(Math.round(x), Math.round(y), layout.width(), layout.height());
        x += layout.width() + TileLayout.GAP;
      }
      y += layout.height() + TileLayout.GAP;
    }
  }
}
