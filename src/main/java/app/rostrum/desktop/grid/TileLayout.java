package app.rostrum.desktop.grid;

import java.util.ArrayList;
import java.util.List;

/**
 * An arrangement of tiles of one size in rows that are as even as they can be: 13 tiles become 4, 5
 * and 4. Of all numbers of rows it takes the one with the largest tiles.
 *
 * @param rows the number of tiles in each row, from the top
 * @param width of a tile, in pixels
 * @param height of a tile, in pixels
 */
record TileLayout(List<Integer> rows, double width, double height) {
  static final double GAP = 12;
  private static final double MAX_WIDTH = 560;
  private static final double MAX_HEIGHT = 420;
  private static final double WIDEST = 1.6;
  private static final double HIGHEST = 0.95;

  /**
   * @param count of tiles, at least 1
   * @param width of the room for all tiles, in pixels
   * @param height of the room for all tiles, in pixels
   */
  static TileLayout of(int count, double width, double height) {
    TileLayout best = in(1, count, width, height);
    for (int rows = 2; rows <= count; rows++) {
      TileLayout other = in(rows, count, width, height);
      if (other.area() > best.area() + 1) {
        best = other;
      }
    }
    return best;
  }

  private static TileLayout in(int rows, int count, double width, double height) {
    int columns = (count + rows - 1) / rows;
    double tileWidth = Math.max(1, (width - (columns - 1) * GAP) / columns);
    double tileHeight = Math.max(1, (height - (rows - 1) * GAP) / rows);
    tileWidth = Math.min(MAX_WIDTH, Math.min(tileWidth, tileHeight * WIDEST));
    tileHeight = Math.min(MAX_HEIGHT, Math.min(tileHeight, tileWidth / HIGHEST));
    tileWidth = Math.min(tileWidth, tileHeight * WIDEST);
    return new TileLayout(balanced(count, rows), Math.floor(tileWidth), Math.floor(tileHeight));
  }

  /** Returns rows that differ by one at most, the longer ones in the middle, else on top. */
  private static List<Integer> balanced(int count, int rows) {
    var sizes = new ArrayList<Integer>(rows);
    int longer = count % rows;
    int above = (rows - longer) / 2;
    for (int row = 0; row < rows; row++) {
      boolean one = row >= above && row < above + longer;
      sizes.add(count / rows + (one ? 1 : 0));
    }
    return List.copyOf(sizes);
  }

  private double area() {
    return width * height;
  }
}
