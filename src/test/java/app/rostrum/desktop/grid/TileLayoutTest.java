package app.rostrum.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileLayoutTest {
  private static final double WIDTH = 1240;
  private static final double HEIGHT = 600;

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 2",
    "3, 3",
    "4, 2-2",
    "5, 3-2",
    "6, 3-3",
    "7, 4-3",
    "8, 4-4",
    "9, 5-4",
    "11, 4-4-3",
    "13, 4-5-4",
    "20, 5-5-5-5"
  })
  void rowsAreBalanced(int count, String rows) {
    List<Integer> expected = IntStream.of(numbers(rows)).boxed().toList();
    assertThat(TileLayout.of(count, WIDTH, HEIGHT).rows()).isEqualTo(expected);
  }

  private static int[] numbers(String rows) {
    return IntStream.range(0, rows.length())
        .filter(i -> Character.isDigit(rows.charAt(i)))
        .map(i -> Character.digit(rows.charAt(i), 10))
        .toArray();
  }

  @Test
  void oneAndTwoTilesAreAsLargeAsTilesGet() {
    for (int count : new int[] {1, 2}) {
      TileLayout layout = TileLayout.of(count, WIDTH, HEIGHT);
      assertThat(layout.width()).isEqualTo(560);
      assertThat(layout.height()).isEqualTo(420);
    }
  }

  @Test
  void allTilesFitAndAreNeitherStripsNorTowers() {
    for (int count = 1; count <= 40; count++) {
      for (double[] room : new double[][] {{1240, 600}, {520, 330}, {300, 700}, {3800, 2000}}) {
        TileLayout layout = TileLayout.of(count, room[0], room[1]);
        int rows = layout.rows().size();
        int longest = layout.rows().stream().mapToInt(Integer::intValue).max().orElseThrow();
        int shortest = layout.rows().stream().mapToInt(Integer::intValue).min().orElseThrow();
        assertThat(layout.rows().stream().mapToInt(Integer::intValue).sum()).isEqualTo(count);
        assertThat(longest - shortest).isLessThanOrEqualTo(1);
        assertThat(longest * (layout.width() + TileLayout.GAP) - TileLayout.GAP)
            .isLessThanOrEqualTo(room[0]);
        assertThat(rows * (layout.height() + TileLayout.GAP) - TileLayout.GAP)
            .isLessThanOrEqualTo(room[1]);
        assertThat(layout.width() / layout.height()).isBetween(0.85, 1.7);
      }
    }
  }

  /** The promise for 1280x800 beside the people panel. */
  @Test
  void twentyTilesStayLegibleBesideThePeoplePanel() {
    TileLayout layout = TileLayout.of(20, 1280 - 340 - 40, 800 - 56 - 76 - 52 - 32);
    assertThat(layout.width()).isGreaterThanOrEqualTo(150);
    assertThat(layout.height()).isGreaterThanOrEqualTo(132);
  }
}
