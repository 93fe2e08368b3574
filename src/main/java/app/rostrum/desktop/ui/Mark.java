package app.rostrum.desktop.ui;

import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;

/** The logo of Rostrum: five bars of a voice on a platform. It is decoration. */
public final class Mark extends Pane {
  private static final double[] BARS = {0.30, 0.62, 0.86, 0.52, 0.26};

  /**
   * @param size of the square, in pixels
   */
  public Mark(double size) {
    getStyleClass().add("mark");
    setMinSize(size, size);
    setPrefSize(size, size);
    setMaxSize(size, size);
    double width = size * 0.11;
    double step = size * 0.185;
    double left = size / 2 - 2 * step - width / 2;
    for (int i = 0; i < BARS.length; i++) {
      double height = BARS[i] * size * 0.78;
      var bar = new Rectangle(left + i * step, size * 0.76 - height, width, height);
      bar.setArcWidth(width);
      bar.setArcHeight(width);
      bar.getStyleClass().add("mark-bar");
      getChildren().add(bar);
    }
    var platform = new Rectangle(size * 0.06, size * 0.86, size * 0.88, width);
    platform.setArcWidth(width);
    platform.setArcHeight(width);
    platform.getStyleClass().add("mark-platform");
    getChildren().add(platform);
  }
}
