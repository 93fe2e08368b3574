package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScaledStyleTest {
  @Test
  void fontsIconsAndLinesGrowAndGapsDoNot() {
    assertThat(
            ScaledStyle.scaled(
                ".a { -fx-font-size: 12.5px; -fx-icon-size: 16px; -fx-min-height: 42; -fx-padding:"
                    + " 4 8 4 8; -fx-spacing: 12; }",
                200))
        .isEqualTo(
            ".a { -fx-font-size: 25.0px; -fx-icon-size: 32.0px; -fx-min-height: 84.0; -fx-padding:"
                + " 4 8 4 8; -fx-spacing: 12; }");
  }

  @Test
  void thinLinesStayThin() {
    String rule = ".rule { -fx-min-height: 1; -fx-pref-height: 1 }";
    assertThat(ScaledStyle.scaled(rule, 200)).isEqualTo(rule);
  }
}
