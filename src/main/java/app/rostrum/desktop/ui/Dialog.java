package app.rostrum.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A card above the screen: title, text, body and buttons. Shown by an {@link Overlay}. */
public final class Dialog extends VBox {
  private final VBox body = new VBox();
  private final ScrollPane scroll = new DirectScrollPane();
  private final HBox buttons = new HBox();
  private final Pins pins = new Pins();
  private Runnable hide = () -> {};
  private @Nullable Node first;

  public Dialog(String id, String title) {
    setId(id);
    getStyleClass().add("dialog");
    setAccessibleRole(AccessibleRole.DIALOG);
    setAccessibleText(BidiText.plain(title));
    setMaxWidth(USE_PREF_SIZE);
    var heading = new EmojiLabel(title);
    heading.getStyleClass().add("dialog-title");
    BidiText.wrap(heading, 300);
    buttons.getStyleClass().add("dialog-buttons");
    buttons.setAlignment(Pos.CENTER_RIGHT);
    body.getStyleClass().add("dialog-body");
    scroll.setContent(body);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("edge-to-edge");
    scroll.setFocusTraversable(false);
    // As high as its content, or less in a small window.
    pins.bind(scroll.prefViewportHeightProperty(), body.heightProperty().asObject());
    VBox.setVgrow(scroll, Priority.SOMETIMES);
    heading.setMinHeight(USE_PREF_SIZE);
    buttons.setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(heading, scroll, buttons);
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (e.getCode() == KeyCode.ENTER && !e.isConsumed()) {
            buttons.getChildren().stream()
                .filter(n -> n instanceof Button b && b.isDefaultButton() && !b.isDisabled())
                .findFirst()
                .ifPresent(
                    b -> {
                      e.consume();
                      ((Button) b).fire();
                    });
          }
        });
  }

  /** Adds a paragraph. */
  public Dialog text(String paragraph) {
    var label = new EmojiLabel(paragraph);
    BidiText.wrap(label, 400);
    label.getStyleClass().add("dialog-text");
    return body(label);
  }

  /** Scrolls to something in the body. */
  public void scrollTo(Node node) {
    Bounds place = body.sceneToLocal(node.localToScene(node.getBoundsInLocal()));
    double hidden = body.getHeight() - scroll.getViewportBounds().getHeight();
    if (hidden > 0) {
      scroll.setVvalue(
          Math.clamp((place.getMaxY() - scroll.getViewportBounds().getHeight()) / hidden, 0, 1));
    }
  }

  /** Adds something to the body. */
  public Dialog body(Node node) {
    body.getChildren().add(node);
    return this;
  }

  /** Puts something that scrolls by itself in place of the body, as high as the window allows. */
  public Dialog fill(Region content) {
    VBox.setVgrow(content, Priority.ALWAYS);
    getChildren().set(1, content);
    return this;
  }

  /**
   * Chooses the node that gets the keyboard when the dialog opens; otherwise it is the last button.
   */
  public Dialog focus(Node node) {
    first = node;
    return this;
  }

  /**
   * The subscriptions of the dialog's body. They end when the dialog is closed, however that
   * happens.
   */
  public Pins pins() {
    return pins;
  }

  /** Adds a button that closes the dialog. */
  public Dialog cancelButton(String id, String text) {
    addButton(id, text, this::close);
    return this;
  }

  /** Adds a button that closes the dialog and then acts. */
  public Dialog closingButton(String id, String text, String styleClass, Runnable action) {
    addButton(
            id,
            text,
            () -> {
              close();
              action.run();
            })
        .getStyleClass()
        .add(styleClass);
    return this;
  }

  /** Adds a button that leaves the dialog open; Enter presses it. */
  public Button defaultButton(String id, String text, Runnable action) {
    Button button = addButton(id, text, action);
    button.getStyleClass().add("accent");
    button.setDefaultButton(true);
    return button;
  }

  private Button addButton(String id, String text, Runnable action) {
    var button = new Button(text);
    button.setId(id);
    button.setOnAction(e -> action.run());
    buttons.getChildren().add(button);
    return button;
  }

  /** Closes the dialog. */
  public void close() {
    hide.run();
    pins.close();
  }

  void attach(Runnable hide) {
    this.hide = hide;
  }

  void focusFirst() {
    Node target = first != null ? first : buttons.getChildren().getLast();
    target.requestFocus();
  }

  /**
   * Goes on at the other end, when the keyboard has left the dialog at one.
   *
   * @param before the node that had the keyboard
   */
  void takeFocusBack(@Nullable Node before) {
    List<Node> stops = new ArrayList<>();
    collectStops(this, stops);
    if (before == null || !stops.contains(before)) {
      focusFirst();
    } else if (stops.getFirst() == before) {
      stops.getLast().requestFocus();
    } else {
      stops.getFirst().requestFocus();
    }
  }

  private static void collectStops(Parent parent, List<Node> stops) {
    for (Node child : parent.getChildrenUnmodifiable()) {
      if (!child.isVisible() || child.isDisabled()) {
        continue;
      }
      if (child.isFocusTraversable()) {
        stops.add(child);
      }
      if (child instanceof Parent inner) {
        collectStops(inner, stops);
      }
    }
  }
}
