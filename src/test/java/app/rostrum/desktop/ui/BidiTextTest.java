package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.Fx;
import java.text.Bidi;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

class BidiTextTest {
  private static final String ARABIC =
      "شكراً جزيلاً على هذا الحديث الرائع، وأتمنى أن نلتقي جميعاً في العام القادم أيضاً";

  @Test
  void onlyRightToLeftTextIsWrappedHere() {
    assertThat(BidiText.in("שלום")).isTrue();
    assertThat(BidiText.in("mostly latin, and " + ARABIC)).isTrue();
    assertThat(BidiText.in("hello 👍 Zoë Łukasz 你好")).isFalse();
  }

  @Test
  void aNameChangesNoOrderAroundIt() {
    String shown = "by " + BidiText.isolated("\u05d0\u05d1\u05d2") + " (3), 12 min";
    var bidi = new Bidi(shown, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    for (int i = 0; i < shown.length(); i++) {
      boolean ofName = shown.charAt(i) >= '\u05d0' && shown.charAt(i) <= '\u05d2';
      assertThat(bidi.getLevelAt(i)).as("level at " + i).isEqualTo(ofName ? 1 : 0);
    }
    assertThat(BidiText.plain(shown)).isEqualTo("by \u05d0\u05d1\u05d2 (3), 12 min");
  }

  @Test
  void aNameThatBringsItsOwnControlsLosesThem() {
    assertThat(BidiText.isolated("\u202ea\u2068b\nc")).isEqualTo("abc");
    assertThat(BidiText.isolated("Zo\u00eb \ud83d\udc4d")).isEqualTo("Zo\u00eb \ud83d\udc4d");
  }

  /** JavaFX draws most marks of direction as boxes. */
  @Test
  void theMarksOfAnIsolatedNameAreNotDrawn() {
    Fx.run(
        () -> {
          for (String family : List.of("Inter", "System")) {
            Font font = Font.font(family, 14);
            assertThat(width("a" + BidiText.isolated("\u05d0") + "b", font))
                .as(family)
                .isEqualTo(width("a\u05d0b", font));
          }
        });
  }

  private static double width(String text, Font font) {
    var node = new Text(text);
    node.setFont(font);
    return node.getLayoutBounds().getWidth();
  }

  @Test
  void linesBreakBetweenWordsAndLongWordsAnywhere() {
    assertThat(BidiText.broken("שלום עולם abcdefghijkl", line -> line.length() <= 6).lines())
        .containsExactly("שלום", "עולם", "abcdef", "ghijkl");
    assertThat(BidiText.broken("a\n\nשל", line -> true)).isEqualTo("a\n\nשל");
    assertThat(BidiText.broken("👍👍👍", line -> line.length() <= 3).lines())
        .allSatisfy(line -> assertThat(Character.isLowSurrogate(line.charAt(0))).isFalse());
  }

  @Test
  void noLineIsWiderThanAllowed() {
    EmojiLabel label =
        Fx.call(
            () -> {
              EmojiLabel wrapped = BidiText.wrapped(ARABIC, 200);
              var box = new HBox(wrapped);
              Appearance.dress(new Scene(box, 600, 300), false);
              box.applyCss();
              box.layout();
              return wrapped;
            });
    assertThat(label.getText().lines().count()).isGreaterThan(2);
    assertThat(label.getWidth()).isBetween(100.0, 201.0);
  }

  /** JavaFX itself throws here on Linux. */
  @Test
  void aLabelOfALongArabicNameIsLaidOut() {
    double height =
        Fx.call(
            () -> {
              var label = new Label(ARABIC + " " + ARABIC);
              BidiText.wrap(label, 200);
              var box = new VBox(label);
              var scene = new Scene(box, 220, 300);
              Appearance.dress(scene, false);
              box.applyCss();
              box.layout();
              return label.getHeight();
            });
    assertThat(height).isGreaterThan(60);
  }
}
