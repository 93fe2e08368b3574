package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.rostrum.desktop.Fx;
import app.rostrum.desktop.emoji.EmojiPicture;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

class EmojiInputTest {
  private static <T extends Node> List<T> drawn(Scene scene, Class<T> type, String style) {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    return scene.getRoot().lookupAll(style).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static Scene scene(TextInputControl input, Pins pins) {
    var scene = new Scene(new EmojiInput(input, pins), 200, 120);
    Appearance.dress(scene, false);
    return scene;
  }

  @Test
  void wordsAndPicturesStandWhereTheInputHasThem() {
    Fx.run(
        () -> {
          try (var pins = new Pins()) {
            var area = new TextArea("Tea 🍵 for the\nwhole 👨‍👩‍👧‍👦 of us");
            area.setWrapText(true);
            Scene scene = scene(area, pins);
            List<Text> words = drawn(scene, Text.class, ".drawn-text");
            assertThat(words)
                .extracting(Text::getText)
                .containsExactly("Tea ", " for the", "whole ", " of us");
            assertThat(words.get(2).getY()).isGreaterThan(words.getFirst().getY());
            assertThat(words.get(2).getX()).isEqualTo(words.getFirst().getX());
            List<EmojiPicture> pictures = drawn(scene, EmojiPicture.class, ".emoji");
            assertThat(pictures)
                .extracting(Node::getAccessibleText)
                .containsExactly("🍵", "👨‍👩‍👧‍👦");
            assertThat(pictures.getFirst().getX())
                .isBetween(words.getFirst().getX(), words.get(1).getX());
            var own =
                (Text)
                    area.lookupAll(".text").stream()
                        .filter(node -> node instanceof Text t && t.getText().startsWith("Tea"))
                        .findFirst()
                        .orElseThrow();
            assertThat(own.localToScene(own.getLayoutBounds()).getMinX())
                .isCloseTo(
                    words.getFirst().localToScene(words.getFirst().getLayoutBounds()).getMinX(),
                    within(0.01));
            assertThat(own.getFill().isOpaque()).isFalse();
          }
        });
  }

  @Test
  void withoutEmojiAndFromRightToLeftTheInputDrawsItself() {
    Fx.run(
        () -> {
          try (var pins = new Pins()) {
            var area = new TextArea("Tea 🍵");
            Scene scene = scene(area, pins);
            assertThat(drawn(scene, Text.class, ".drawn-text")).hasSize(1);
            for (String text : List.of("Tea", "\u05d0\u05d1 🍵", "")) {
              area.setText(text);
              scene.getRoot().applyCss();
              assertThat(area.getStyleClass()).doesNotContain("drawn-above");
              assertThat(drawn(scene, Text.class, ".drawn-text"))
                  .allMatch(node -> !node.getParent().isVisible());
            }
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
}
