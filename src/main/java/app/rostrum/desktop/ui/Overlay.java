package app.rostrum.desktop.ui;

import javafx.beans.value.ChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The root of a window: one screen, one short message at a time, and at most one dialog above both.
 * A dialog keeps the keyboard to itself, Escape closes it, and the focus returns to where it was.
 */
public final class Overlay extends StackPane {
  private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");
  private static final double TIGHT_WIDTH = 480;
  private static final double TIGHT_HEIGHT = 360;

  private final StackPane screen = new StackPane();
  private final ReaderLine reader = new ReaderLine();
  private final Toasts toasts;
  private final VBox scrim = new VBox();
  private final ChangeListener<Node> focusTrap = (o, was, is) -> focusMoved(was, is);
  private @Nullable Dialog shown;
  private @Nullable Node focusedBefore;

  public Overlay(UiThread ui, Texts texts) {
    getStyleClass().add("rostrum");
    toasts = new Toasts(ui, texts);
    scrim.getStyleClass().add("scrim");
    scrim.setAlignment(Pos.CENTER);
    scrim.setVisible(false);
    getChildren().addAll(screen, reader, toasts, scrim);
    widthProperty().subscribe(this::measure);
    heightProperty().subscribe(this::measure);
    scrim.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (Shortcut.CLOSE.matches(e) && shown != null) {
            e.consume();
            shown.close();
          }
        });
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (shown == null) {
            toasts.pressed(e);
          }
        });
    scrim.setOnMouseClicked(
        e -> {
          if (e.getTarget() == scrim && shown != null) {
            shown.close();
          }
        });
    sceneProperty()
        .subscribe(
            (was, is) -> {
              if (was != null) {
                was.focusOwnerProperty().removeListener(focusTrap);
              }
              if (is != null) {
                is.focusOwnerProperty().addListener(focusTrap);
              }
            });
  }

  /** Notes whether there is so little room that dialogs give up their own margins. */
  private void measure() {
    boolean tight = getWidth() < TIGHT_WIDTH || getHeight() < TIGHT_HEIGHT;
    pseudoClassStateChanged(TIGHT, tight);
  }

  /** Closes the dialog, if one is open. */
  public void closeDialog() {
    if (shown != null) {
      shown.close();
    }
  }

  /** Replaces the screen and closes an open dialog. */
  public void setScreen(Region node) {
    closeDialog();
    if (!within(toasts, node) && toasts.getParent() != this) {
      getChildren().add(1, toasts);
    }
    screen.getChildren().setAll(node);
  }

  /** Shows the short messages in a place of a screen's own, until another screen comes. */
  public void showMessagesIn(Pane place) {
    place.getChildren().setAll(toasts);
  }

  /** Returns what has texts read aloud. */
  public ScreenReader screenReader() {
    return reader;
  }

  public Toasts toasts() {
    return toasts;
  }

  /** Shows a dialog in place of any other. */
  public void show(Dialog dialog) {
    if (shown != null) {
      shown.close();
    } else if (getScene() != null) {
      focusedBefore = getScene().getFocusOwner();
    }
    shown = dialog;
    dialog.attach(() -> hide(dialog));
    scrim.getChildren().setAll(dialog);
    scrim.setVisible(true);
    // The body of a dialog is part of the scene only after its skin was made.
    scrim.applyCss();
    scrim.layout();
    dialog.focusFirst();
  }

  public boolean hasDialog() {
    return shown != null;
  }

  private void hide(Dialog dialog) {
    if (shown != dialog) {
      return;
    }
    shown = null;
    scrim.setVisible(false);
    scrim.getChildren().clear();
    if (focusedBefore != null && focusedBefore.getScene() == getScene()) {
      focusedBefore.requestFocus();
    }
    focusedBefore = null;
  }

  private void focusMoved(@Nullable Node before, @Nullable Node owner) {
    toasts.focusMoved(owner);
    if (shown != null && owner != null && !within(owner, shown)) {
      shown.takeFocusBack(before);
    }
  }

  private static boolean within(Node node, Node ancestor) {
    for (Node n = node; n != null; n = n.getParent()) {
      if (n == ancestor) {
        return true;
      }
    }
    return false;
  }
}
