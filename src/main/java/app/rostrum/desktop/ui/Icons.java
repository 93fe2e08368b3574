package app.rostrum.desktop.ui;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Creates icons; their colour comes from the style sheet. */
public final class Icons {
  private Icons() {}

  public static FontIcon of(Ikon ikon) {
    return new FontIcon(ikon);
  }

  public static FontIcon of(Ikon ikon, String... styleClasses) {
    var icon = new FontIcon(ikon);
    icon.getStyleClass().addAll(styleClasses);
    return icon;
  }
}
