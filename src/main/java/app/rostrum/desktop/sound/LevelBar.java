package app.rostrum.desktop.sound;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A row of segments that light up with the level of a microphone. */
final class LevelBar extends HBox {
  private static final int SEGMENTS = 24;
  private static final double QUIETEST_DB = -60;
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

  private int lit;

  LevelBar() {
    getStyleClass().add("level-meter");
    setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
    for (int i = 0; i < SEGMENTS; i++) {
      var segment = new Region();
      segment.getStyleClass().add("level-segment");
      HBox.setHgrow(segment, Priority.ALWAYS);
      getChildren().add(segment);
    }
  }

  /**
   * @param level 0 to 1, linear; shown in decibels, because loudness is perceived so
   */
  void setLevel(double level) {
    double decibels = 20 * Math.log10(Math.max(level, 1e-6));
    int now = (int) Math.round(SEGMENTS * Math.clamp(1 - decibels / QUIETEST_DB, 0, 1));
    for (int i = Math.min(lit, now); i < Math.max(lit, now); i++) {
      getChildren().get(i).pseudoClassStateChanged(LIT, i < now);
    }
    lit = now;
  }
}
