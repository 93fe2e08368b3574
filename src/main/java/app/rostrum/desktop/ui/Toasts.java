package app.rostrum.desktop.ui;

import java.time.Duration;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * Short messages below the top bar, three at most, which go away by themselves. There they cover
 * neither the queue nor an invitation.
 */
public final class Toasts extends VBox {
  /** The kinds of message, with their look and duration. */
  public enum Kind {
    INFO("toast-info", Material2RoundAL.INFO, Duration.ofSeconds(5)),
    SUCCESS("toast-success", Material2RoundAL.CHECK_CIRCLE, Duration.ofSeconds(4)),
    HAND("toast-info", Material2RoundMZ.PAN_TOOL, Duration.ofSeconds(5)),
    ERROR("toast-error", Material2RoundAL.ERROR, Duration.ofSeconds(9));

    private final String styleClass;
    private final Ikon icon;
    private final Duration stay;

    Kind(String styleClass, Ikon icon, Duration stay) {
      this.styleClass = styleClass;
      this.icon = icon;
      this.stay = stay;
    }
  }

  private static final int MOST = 3;

  private final UiThread ui;
  private final Texts texts;

  Toasts(UiThread ui, Texts texts) {
    this.ui = ui;
    this.texts = texts;
    setId("toasts");
    getStyleClass().add("toasts");
    setAlignment(Pos.TOP_CENTER);
    setPickOnBounds(false);
    setMouseTransparent(true);
  }

  public void show(Kind kind, String message) {
    var label = new Label(message);
    BidiText.wrap(label, 500);
    label.getStyleClass().add("toast-text");
    var toast = new HBox(Icons.of(kind.icon), label);
    toast.getStyleClass().addAll("toast", kind.styleClass);
    toast.setAlignment(Pos.CENTER_LEFT);
    toast.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    toast.setAccessibleRole(AccessibleRole.TEXT);
    toast.setAccessibleText(texts.plain("toast.accessible", BidiText.plain(message)));
    if (getChildren().size() == MOST) {
      getChildren().removeFirst();
    }
    getChildren().add(toast);
    ui.after(kind.stay, () -> getChildren().remove(toast));
  }

  /** Removes all messages, before another screen comes. */
  public void clear() {
    getChildren().clear();
  }
}
