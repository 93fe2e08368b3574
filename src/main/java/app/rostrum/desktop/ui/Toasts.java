package app.rostrum.desktop.ui;

import java.time.Duration;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The strip of short messages, one at a time, which go away by themselves. It never takes the
 * keyboard: F6 goes to the action of a message and back, Ctrl+Z takes it up. It lies at the bottom
 * of the window unless a screen has a place for it.
 */
public final class Toasts extends StackPane implements Messages {
  /** The kinds of message, with their look and duration. */
  public enum Kind {
    INFO("toast-info", Material2RoundAL.INFO, Duration.ofSeconds(5)),
    SUCCESS("toast-success", Material2RoundAL.CHECK_CIRCLE, Duration.ofSeconds(4)),
    HAND("toast-info", Material2RoundMZ.PAN_TOOL, Duration.ofSeconds(5)),
    ERROR("toast-error", Material2RoundAL.ERROR, Duration.ofSeconds(9)),
    /** Something that has just been done, with an offer to undo it. */
    UNDO("toast-success", Material2RoundAL.CHECK_CIRCLE, MessageLine.OFFER);

    private final String styleClass;
    private final Ikon icon;
    private final Duration stay;

    Kind(String styleClass, Ikon icon, Duration stay) {
      this.styleClass = styleClass;
      this.icon = icon;
      this.stay = stay;
    }

    Duration stay() {
      return stay;
    }
  }

  private static final double WIDEST = 460;

  private final Texts texts;
  private final MessageLine line;
  private @Nullable Button action;
  private @Nullable Node focusedBefore;

  Toasts(UiThread ui, Texts texts) {
    this.texts = texts;
    this.line = new MessageLine(ui, this::present);
    setId("toasts");
    getStyleClass().add("toasts");
    setAlignment(Pos.BOTTOM_CENTER);
    setPickOnBounds(false);
    setAccessibleRole(AccessibleRole.TEXT);
  }

  @Override
  public void show(Kind kind, String message) {
    line.show(kind, message);
  }

  @Override
  public void show(Kind kind, String topic, String message) {
    line.show(kind, topic, message);
  }

  @Override
  public Pin offer(String message, String label, Runnable action) {
    return line.offer(message, label, action);
  }

  /** Removes all messages, before another screen comes. */
  public void clear() {
    line.clear();
  }

  /** Handles the keys that lead to a message, wherever the keyboard is. */
  void pressed(KeyEvent e) {
    Button button = action;
    if (button == null) {
      return;
    }
    if (Shortcut.MESSAGE.matches(e)) {
      if (hasKeyboard(button)) {
        giveKeyboardBack();
      } else {
        focusedBefore = getScene().getFocusOwner();
        button.requestFocus();
      }
      e.consume();
    } else if (Shortcut.TAKE_UP.matches(e) && !(e.getTarget() instanceof TextInputControl)) {
      line.press();
      e.consume();
    }
  }

  /** Notes where the keyboard is. A message is kept while it is there. */
  void focusMoved(@Nullable Node owner) {
    line.hold(owner != null && owner == action);
  }

  private void present(Optional<MessageLine.Shown> message) {
    Button before = action;
    action = null;
    if (before != null && hasKeyboard(before)) {
      giveKeyboardBack();
    }
    if (message.isEmpty()) {
      focusedBefore = null; // It may belong to a screen that is being left.
      getChildren().clear();
      setAccessibleText("");
      return;
    }
    MessageLine.Shown shown = message.get();
    String text =
        shown.count() == 1 ? shown.text() : texts.plain("toast.times", shown.text(), shown.count());
    getChildren().setAll(strip(shown, text));
    setAccessibleText(texts.plain("toast.accessible", BidiText.plain(text)));
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }

  private Node strip(MessageLine.Shown message, String text) {
    var label = new EmojiLabel(text);
    BidiText.wrap(label, WIDEST - 90);
    label.getStyleClass().add("toast-text");
    var strip = new HBox(Icons.of(message.kind().icon, "toast-icon"), label);
    strip.getStyleClass().addAll("toast", message.kind().styleClass);
    strip.setAlignment(Pos.CENTER_LEFT);
    strip.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    message
        .action()
        .ifPresent(
            words -> {
              var button = new Button(words);
              button.setId("message-action");
              button.getStyleClass().addAll("flat", "accent", "toast-action");
              button.setMinWidth(USE_PREF_SIZE);
              button.setAccessibleHelp(text);
              button.setOnAction(e -> line.press());
              strip.getChildren().add(button);
              action = button;
            });
    strip.setOnMouseEntered(e -> line.hold(true));
    strip.setOnMouseExited(e -> line.hold(false));
    return strip;
  }

  private static boolean hasKeyboard(Node node) {
    return node.getScene() != null && node.getScene().getFocusOwner() == node;
  }

  private void giveKeyboardBack() {
    Node before = focusedBefore;
    focusedBefore = null;
    if (before != null && before.getScene() == getScene()) {
      before.requestFocus();
    }
  }
}
