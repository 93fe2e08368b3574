package app.rostrum.desktop.grid;

import app.rostrum.desktop.ui.Texts;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** The quality of a connection as five bars of rising height. */
public final class SignalBars extends HBox {
  private static final int BARS = 5;
  private static final PseudoClass FILLED = PseudoClass.getPseudoClass("filled");

  private final Texts texts;

  public SignalBars(Texts texts) {
    this.texts = texts;
    getStyleClass().add("signal-bars");
    setAlignment(Pos.BOTTOM_CENTER);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    for (int i = 0; i < BARS; i++) {
      var bar = new Region();
      bar.getStyleClass().add("signal-bar");
      double height = 4 + 2.5 * i;
      bar.setMinSize(3, height);
      bar.setMaxSize(3, height);
      getChildren().add(bar);
    }
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setQuality(0);
  }

  /**
   * @param quality 1 to 5; 0 hides the bars
   */
  public void setQuality(int quality) {
    setVisible(quality > 0);
    for (int i = 0; i < BARS; i++) {
      getChildren().get(i).pseudoClassStateChanged(FILLED, i < quality);
    }
    pseudoClassStateChanged(PseudoClass.getPseudoClass("poor"), quality <= 2);
    setAccessibleText(texts.get("quality." + Math.clamp(quality, 0, BARS)));
  }
}
