package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Identicon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Computes the contrast of WCAG 2.2 from the colours that the roles have in each theme. */
class ContrastTest {
  private static final double TEXT = 4.5;
  private static final double CONTROL = 3;

  private static final List<String> FLOORS = List.of("bg-default", "bg-subtle", "bg-overlay");

  /** A colour on a background, which may let the floor below shine through. */
  private record Pair(String front, String back, double least) {}

  private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)}");
  private static final Pattern FRONT =
      Pattern.compile("-fx-(text-fill|icon-color): -color-([\\w-]+)\\s*;");
  private static final Pattern BACK =
      Pattern.compile("-fx-background-color: -color-([\\w-]+)\\s*;");

  private static List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    for (String floor : FLOORS) {
      for (String text : List.of("fg-default", "fg-muted", "danger-fg", "success-fg")) {
        pairs.add(new Pair(text, floor, TEXT));
      }
      for (String mark : List.of("accent-fg", "accent-emphasis", "warning-fg")) {
        pairs.add(new Pair(mark, floor, CONTROL));
      }
    }
    for (String tinted :
        List.of("accent-subtle", "warning-subtle", "danger-subtle", "neutral-subtle", "bg-inset")) {
      pairs.add(new Pair("fg-default", tinted, TEXT));
    }
    pairs.add(new Pair("warning-fg", "warning-subtle", CONTROL));
    pairs.addAll(inTheStyleSheet());
    return pairs;
  }

  /** Finds the pairs that one rule of the style sheet sets together. */
  private static List<Pair> inTheStyleSheet() {
    var pairs = new ArrayList<Pair>();
    Matcher rules = RULE.matcher(styleSheet().replaceAll("(?s)/\\*.*?\\*/", ""));
    while (rules.find()) {
      Matcher front = FRONT.matcher(rules.group(2));
      Matcher back = BACK.matcher(rules.group(2));
      if (front.find() && back.find()) {
        double least = front.group(1).equals("text-fill") ? TEXT : CONTROL;
        pairs.add(new Pair(front.group(2), back.group(1), least));
      }
    }
    assertThat(pairs).hasSizeGreaterThan(5);
    return pairs;
  }

  private static String styleSheet() {
    try (var in = Appearance.class.getResourceAsStream("/app/rostrum/desktop/rostrum.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The roles of a theme, resolved by the toolkit. */
  private static final class Theme {
    private final Label probe = new Label("x");
    private final StackPane root = new StackPane(probe);

    Theme(boolean dark) {
      Appearance.dress(new Scene(root), dark);
    }

    Color color(String role) {
      probe.setStyle("-fx-text-fill: -color-" + role + ";");
      root.applyCss();
      return (Color) probe.getTextFill();
    }
  }

  private static Color over(Color front, Color back) {
    double a = front.getOpacity();
    return Color.color(
        front.getRed() * a + back.getRed() * (1 - a),
        front.getGreen() * a + back.getGreen() * (1 - a),
        front.getBlue() * a + back.getBlue() * (1 - a));
  }

  private static double contrast(Color one, Color other) {
    // Against white both ratios share a numerator.
    double a = 1 / Identicon.contrastWithWhite(one);
    double b = 1 / Identicon.contrastWithWhite(other);
    return Math.max(a, b) / Math.min(a, b);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachPairOfRolesIsReadable(boolean dark) {
    var faint = new ArrayList<String>();
    Fx.run(
        () -> {
          var theme = new Theme(dark);
          assertThat(theme.color("bg-default")).isNotEqualTo(theme.color("fg-default"));
          for (Pair pair : pairs()) {
            Color back = over(theme.color(pair.back()), theme.color("bg-default"));
            double contrast = contrast(over(theme.color(pair.front()), back), back);
            if (contrast < pair.least()) {
              faint.add("%s: %.2f".formatted(pair, contrast));
            }
          }
        });
    assertThat(faint).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesAreReadableOnEveryTintOfATile(boolean dark) {
    Fx.run(
        () -> {
          var theme = new Theme(dark);
          for (int i = 0; i < 500; i++) {
            Color own = Identicon.of("Person " + i).color();
            Color tint = Color.color(own.getRed(), own.getGreen(), own.getBlue(), 0.13);
            Color back = over(tint, theme.color("bg-default"));
            assertThat(contrast(theme.color("fg-default"), back)).isGreaterThanOrEqualTo(TEXT);
            assertThat(contrast(theme.color("accent-emphasis"), back))
                .as("the ring of a voice")
                .isGreaterThanOrEqualTo(CONTROL);
          }
        });
  }
}
