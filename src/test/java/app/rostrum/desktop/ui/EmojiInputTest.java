package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.rostrum.desktop.Fx;
import app.rostrum.desktop.emoji.EmojiPicture;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

class EmojiInputTest {
  private static final String FAMILY = "👨‍👩‍👧‍👦";
  private static final String SCOTLAND = "🏴󠁧󠁢󠁳󠁣󠁴󠁿";

  private static Scene scene(TextInputControl input, Pins pins) {
    var scene = new Scene(new EmojiInput(input, pins), 200, 120);
    Appearance.dress(scene, false);
    layOut(scene);
    return scene;
  }

  private static void layOut(Scene scene) {
    for (int i = 0; i < 2; i++) {
      scene.getRoot().applyCss();
      scene.getRoot().layout();
    }
  }

  private static List<EmojiPicture> pictures(Scene scene) {
    layOut(scene);
    return scene.getRoot().lookupAll(".emoji").stream()
        .filter(node -> node.getParent().isVisible())
        .map(EmojiPicture.class::cast)
        .toList();
  }

  private static Text own(TextInputControl input) {
    return input.lookupAll(".text").stream()
        .map(Text.class::cast)
        .filter(text -> text.getText().equals(EmojiInput.blanked(input.getText())))
        .findFirst()
        .orElseThrow();
  }

  private static Bounds inScene(Node node) {
    return node.localToScene(node.getLayoutBounds());
  }

  @Test
  void anEmojiIsDrawnAsBlanksOfTheSameLength() {
    for (String emoji : List.of("🍵", "☕", FAMILY, SCOTLAND, "🇩🇪", "👍🏽", "1️⃣", "❤️")) {
      String text = "a" + emoji + "b";
      String drawn = EmojiInput.blanked(text);
      assertThat(drawn).as(emoji).hasSameSizeAs(text).startsWith("a").endsWith("b");
      assertThat(drawn.substring(1, drawn.length() - 1)).matches("[\u2001\u2007\u2060]+");
      assertThat(EmojiInput.blanked(drawn)).isEqualTo(drawn);
    }
    assertThat(EmojiInput.blanked("a 1 # b\u200d")).isEqualTo("a 1 # b\u200d");
  }

  @Test
  void aPictureTakesNoMoreRoomThanItsSizeHoweverManyCharactersItHas() {
    Fx.run(
        () -> {
          try (var pins = new Pins()) {
            for (TextInputControl input : List.of(new TextField(), new TextArea())) {
              Scene scene = scene(input, pins);
              input.setText("ab");
              layOut(scene);
              double without = own(input).getLayoutBounds().getWidth();
              for (String emoji : List.of("🍵", "☕", FAMILY, SCOTLAND, "🇩🇪", "👍🏽")) {
                input.setText("a" + emoji + "b");
                EmojiPicture picture = pictures(scene).getFirst();
                double more = own(input).getLayoutBounds().getWidth() - without;
                assertThat(more).as(emoji).isCloseTo(picture.getFitWidth(), within(2.0));
                assertThat(inScene(picture).getCenterX())
                    .isCloseTo(inScene(own(input)).getCenterX(), within(2.0));
              }
            }
          }
        });
  }

  @Test
  void picturesStandInTheirLinesAndFollowTheText() {
    Fx.run(
        () -> {
          try (var pins = new Pins()) {
            var area = new TextArea("Tea 🍵 for the\nwhole " + FAMILY + " of us");
            area.setWrapText(true);
            Scene scene = scene(area, pins);
            assertThat(pictures(scene))
                .extracting(Node::getAccessibleText)
                .containsExactly("🍵", FAMILY);
            assertThat(pictures(scene).get(1).getY())
                .isGreaterThan(pictures(scene).getFirst().getY() + 10);
            area.insertText(0, "Hot ");
            assertThat(area.getText()).startsWith("Hot Tea 🍵");
            assertThat(pictures(scene)).hasSize(2);
            area.setText("Tea");
            assertThat(pictures(scene)).isEmpty();
            assertThat(own(area).getText()).isEqualTo("Tea");
          }
        });
  }

  @Test
  void aLineOfManyPicturesIsBroken() {
    Fx.run(
        () -> {
          try (var pins = new Pins()) {
            var area = new TextArea("🎉".repeat(30));
            area.setWrapText(true);
            Scene scene = scene(area, pins);
            assertThat(pictures(scene))
                .hasSize(30)
                .allMatch(picture -> inScene(picture).getMaxX() < 200);
            assertThat(pictures(scene).stream().map(EmojiPicture::getY).distinct().count())
                .isGreaterThan(2);
          }
        });
  }

  @Test
  void caretAndSelectionAreDrawnInTheirOwnColour() {
    Fx.run(
        () -> {
          try (var pins = new Pins()) {
            var field = new TextField("Tea 🍵");
            Scene scene = scene(field, pins);
            assertThat(pictures(scene)).hasSize(1);
            assertThat(own(field).getFill().isOpaque()).isTrue();
            field.end();
            field.backward();
            assertThat(field.getCaretPosition()).isEqualTo(4);
            field.end();
            field.deletePreviousChar();
            assertThat(field.getText()).isEqualTo("Tea ");
          }
        });
  }

  @Test
  void fromRightToLeftAPictureStandsBetweenItsNeighbours() {
    Fx.run(
        () -> {
          try (var pins = new Pins()) {
            var field = new TextField("\u05d0\u05d1🍵\u05d2\u05d3\u05d4\u05d5");
            Scene scene = scene(field, pins);
            EmojiPicture picture = pictures(scene).getFirst();
            // What comes first stands on the right, and is shorter.
            assertThat(inScene(picture).getCenterX())
                .isGreaterThan(inScene(own(field)).getCenterX())
                .isLessThan(inScene(own(field)).getMaxX() - 8);
          }
        });
  }

  @Test
  void aTooltipShowsPicturesToo() {
    Fx.run(
        () -> {
          assertThat(EmojiTip.of("Tea 🍵").getGraphic()).isInstanceOf(EmojiLabel.class);
          assertThat(EmojiTip.of("Tea 🍵").getText()).isEqualTo("Tea 🍵");
          assertThat(EmojiTip.of("Tea").getGraphic()).isNull();
        });
  }

  @Test
  void aTooltipIsMadeWhenThePointerFirstComesAndFollowsTheText() {
    Fx.run(
        () -> {
          var button = new Button();
          EmojiTip.show(button, "Tea");
          EmojiTip.show(button, "Tea 🍵");
          assertThat(button.getTooltip()).isNull();
          pointAt(button);
          Tooltip tip = button.getTooltip();
          assertThat(tip.getText()).isEqualTo("Tea 🍵");
          assertThat(tip.getGraphic()).isInstanceOf(EmojiLabel.class);
          EmojiTip.show(button, "Coffee");
          pointAt(button);
          assertThat(button.getTooltip()).isSameAs(tip);
          assertThat(tip.getText()).isEqualTo("Coffee");
          assertThat(tip.getGraphic()).isNull();
        });
  }

  private static void pointAt(Button button) {
    button.fireEvent(
        new MouseEvent(
            MouseEvent.MOUSE_ENTERED,
            0,
            0,
            0,
            0,
            MouseButton.NONE,
            0,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            true,
            null));
  }
}
