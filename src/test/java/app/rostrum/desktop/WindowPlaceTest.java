package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowPlaceTest {
  private static final Rectangle2D LEFT = new Rectangle2D(0, 0, 1920, 1040);
  private static final Rectangle2D RIGHT = new Rectangle2D(1920, -200, 3840, 2160);

  private static WindowPlace at(double x, double y, double width, double height) {
    return new WindowPlace(x, y, width, height, false);
  }

  @Test
  void whatIsWrittenIsRead() {
    for (boolean maximized : new boolean[] {true, false}) {
      var place = new WindowPlace(-1200, 40, 1120, 740, maximized);
      assertThat(WindowPlace.read(place.written())).contains(place);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2 3",
        "a b c d",
        "1 2 3 4 huge",
        "NaN 0 800 600",
        "1 2 -3 4",
        "99999999999 0 800 600"
      })
  void anythingElseIsNot(String text) {
    assertThat(WindowPlace.read(text)).isEmpty();
  }

  @Test
  void aPlaceOnAnyScreenIsKept() {
    for (WindowPlace place :
        List.of(at(100, 100, 1120, 740), at(2500, -100, 1120, 740), at(-900, 50, 1120, 740))) {
      assertThat(place.on(List.of(LEFT, RIGHT))).isEqualTo(place);
    }
  }

  @Test
  void aPlaceOnAScreenThatIsGoneBecomesTheMiddleOfThePrimaryOne() {
    assertThat(at(2500, -100, 1120, 740).on(List.of(LEFT))).isEqualTo(at(400, 150, 1120, 740));
  }

  @Test
  void aTitleBarThatCannotBeGraspedCountsAsGone() {
    for (WindowPlace place :
        List.of(
            at(100, -20, 1120, 740),
            at(100, 1030, 1120, 740),
            at(1900, 1500, 320, 200),
            at(-1100, 50, 1120, 740))) {
      assertThat(place.on(List.of(LEFT))).isNotEqualTo(place);
      assertThat(place.on(List.of(LEFT)).y()).isBetween(0.0, 900.0);
    }
  }

  @Test
  void aWindowIsNoLargerThanItsScreen() {
    assertThat(at(2000, 0, 3000, 2000).on(List.of(LEFT))).isEqualTo(at(0, 0, 1920, 1040));
    assertThat(at(10, 10, 3000, 2000).on(List.of(LEFT, RIGHT)).width()).isEqualTo(1920);
  }
}
