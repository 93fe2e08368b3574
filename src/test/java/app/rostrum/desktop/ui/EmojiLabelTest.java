package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.Fx;
import app.rostrum.desktop.emoji.EmojiPicture;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.transform.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiLabelTest {
  private static final String FAMILY = "👨‍👩‍👧";

  /** Lays a label out in a width and looks at it. */
  private static <T> T laidOut(String text, double width, Function<EmojiLabel, T> look) {
    return Fx.call(
        () -> {
          var label = new EmojiLabel(text);
          label.getStyleClass().add("bar-title");
          var box = new HBox(label);
          Appearance.dress(new Scene(box, width, 60), false);
          box.applyCss();
          box.layout();
          return look.apply(label);
        });
  }

  /** Returns what is drawn, from left to right, emoji as asterisks. */
  private static String drawn(EmojiLabel label) {
    return nodes(label).stream()
        .map(node -> node instanceof Text text ? text.getText() : "*")
        .collect(Collectors.joining("|"));
  }

  private static String drawnOf(String text) {
    return laidOut(text, 400, EmojiLabelTest::drawn);
  }

  private static List<Node> nodes(EmojiLabel label) {
    return label.getGraphic() instanceof Region region
        ? region.getChildrenUnmodifiable().stream()
            .sorted(Comparator.comparing(Node::getLayoutX))
            .toList()
        : List.of();
  }

  @Test
  void emojiArePicturesBetweenWords() {
    assertThat(drawnOf("Zoë " + FAMILY + " & 🇩🇪👍🏽")).isEqualTo("Zoë |*| & |*|*");
    assertThat(EmojiLabelTest.<String>laidOut("Zoë 👍", 400, EmojiLabel::getText))
        .isEqualTo("Zoë 👍");
  }

  @Test
  void textInLatinScriptStaysAPlainLabel() {
    assertThat(drawnOf("Łukasz Ωμέγα Жук — “ok”")).isEmpty();
  }

  @Test
  void aTitleKeepsItsWeightInAnyScript() {
    for (String name : List.of("שלום", "مرحبا بكم", "你好")) {
      List<String> fonts =
          laidOut(
              "Live " + name,
              400,
              label ->
                  nodes(label).stream().map(node -> ((Text) node).getFont().getStyle()).toList());
      assertThat(fonts).as(name).hasSize(2).last().asString().containsIgnoringCase("bold");
    }
  }

  @Test
  void rightToLeftWordsKeepTheirOrderAndThoseAroundThemTheirs() {
    assertThat(drawnOf("by \u200eאב גד\u200e (you) 3")).isEqualTo("by \u200e|אב גד|\u200e (you) 3");
    assertThat(drawnOf("by \u200eאב 👍 גד\u200e!")).isEqualTo("by \u200e| גד|*|אב |\u200e!");
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 30, 60, 90, 140, 200})
  void whatDoesNotFitEndsWithAnEllipsis(double width) {
    String name = "Alexandra " + FAMILY.repeat(3) + " von und zu Hohenberg";
    laidOut(
        name,
        width,
        label -> {
          String drawn = drawn(label);
          assertThat(drawn).endsWith("…");
          assertThat(drawn.chars().filter(c -> c == '*').count())
              .isEqualTo(nodes(label).stream().filter(EmojiPicture.class::isInstance).count());
          double end =
              nodes(label).stream()
                  .mapToDouble(n -> n.getBoundsInParent().getMaxX())
                  .max()
                  .orElse(0);
          assertThat(end).isLessThanOrEqualTo(Math.max(width, label.minWidth(-1)) + 1);
          return true;
        });
  }

  @Test
  void nothingIsCutWhereThereIsRoom() {
    assertThat(drawnOf("Ada 👍")).isEqualTo("Ada |*");
    double free = laidOut("Ada 👍", 400, label -> label.getWidth() - label.prefWidth(-1));
    assertThat(free).isZero();
  }

  /** For people to look at. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void picturesOfNames(boolean dark) {
    Fx.run(
        () -> {
          var box = new VBox(6);
          box.setStyle("-fx-padding: 12; -fx-background-color: -color-bg-default;");
          for (String style : List.of("bar-title", "tile-name", "dialog-title", "muted-text")) {
            for (String name : NAMES) {
              var label = new EmojiLabel(name);
              label.getStyleClass().add(style);
              var row = new HBox(10, new Avatar(name, 30), label);
              box.getChildren().add(row);
            }
          }
          var narrow = new EmojiLabel(NAMES.getFirst() + NAMES.get(1));
          narrow.setMaxWidth(150);
          box.getChildren().add(narrow);
          box.getTransforms().add(new Scale(2, 2));
          var scene = new Scene(new javafx.scene.Group(box), 1000, 2100);
          Appearance.dress(scene, dark);
          Pictures.save(
              scene, Path.of("target/screens/names-" + (dark ? "dark" : "light") + ".png"));
          assertThat(box.lookupAll(".emoji")).hasSizeGreaterThan(20);
        });
  }

  private static final List<String> NAMES =
      List.of(
          "Ada 👨‍👩‍👧‍👦 Lovelace 👍🏽🇩🇪 (you)",
          "👏🎉❤️ Q&A 1️⃣ ☀︎ 🫩 end",
          "مرحبا بكم جميعاً 👋 Live",
          "by \u200eשלום עולם (א)\u200e (you), 12 min",
          "日本語の部屋 🗾 Tokyo 한국",
          "🧑🏿‍🚀🏴󠁧󠁢󠁳󠁣󠁴󠁿🇽🇽");
}
