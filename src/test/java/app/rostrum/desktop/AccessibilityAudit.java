package app.rostrum.desktop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Toggle;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Looks through a screen for controls without a name or a role, for controls that the keyboard does
 * not reach, and for texts and icons without contrast (WCAG 2.2, 1.4.3 and 1.4.11), measured over
 * the colours that were drawn. UI thread only.
 */
final class AccessibilityAudit {
  private static final double TEXT_CONTRAST = 4.5;
  private static final double LARGE_CONTRAST = 3;

  /** Fill and background are rounded to eight bits a channel. */
  private static final double ROUNDING = 0.05;

  /** The distance between colours, of 3, up to which they are the same. */
  private static final double NEAR = 0.05;

  /** The width of the strip around a text, in pixels, from which its background is known. */
  private static final int MARGIN = 2;

  private final Scene scene;
  private final int[] drawn;
  private final int width;
  private final List<String> flaws = new ArrayList<>();

  /** The controls that Tab has to reach. */
  private final List<Control> stops = new ArrayList<>();

  private AccessibilityAudit(Scene scene, int[] drawn) {
    this.scene = scene;
    this.drawn = drawn;
    this.width = (int) scene.getWidth();
  }

  /**
   * Returns what is wrong with the screen that a scene shows.
   *
   * @param drawn the pixels of its picture
   */
  static List<String> of(Scene scene, int[] drawn) {
    var audit = new AccessibilityAudit(scene, drawn);
    Node dialog = scene.getRoot().lookup(".scrim .dialog");
    audit.look(dialog != null ? dialog : scene.getRoot());
    audit.reachedByKeyboard(); // Last, because it scrolls.
    return audit.flaws;
  }

  /** Presses Tab until the keyboard comes back to where it was. */
  private void reachedByKeyboard() {
    Node at = scene.getFocusOwner();
    if (at == null) {
      scene.getRoot().requestFocusTraversal(TraversalDirection.NEXT);
      at = scene.getFocusOwner();
    }
    Set<Node> reached = new HashSet<>();
    for (int i = 0; at != null && i < 2000 && reached.add(at); i++) {
      Event.fireEvent(
          at, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, false, false, false, false));
      at = scene.getFocusOwner();
    }
    stops.stream()
        .filter(control -> !reached.contains(control))
        .forEach(control -> flaws.add("the keyboard does not reach " + control));
  }

  private void look(Node node) {
    if (!node.isVisible() || node.getOpacity() == 0) {
      return;
    }
    if (node instanceof Control control && isActedUpon(control)) {
      named(control);
      if (!control.isDisabled() && !byOtherKeys(control)) {
        stops.add(control);
      }
    }
    if (node instanceof Text text && !text.getText().isBlank() && !text.isDisabled()) {
      contrast(text);
    }
    if (node instanceof Parent parent && !(node instanceof ScrollBar)) {
      parent.getChildrenUnmodifiable().forEach(this::look);
    }
  }

  private static boolean isActedUpon(Control control) {
    if (control.getParent() instanceof ComboBoxBase) {
      return false; // A part of it.
    }
    return control instanceof ButtonBase
        || control instanceof TextInputControl
        || control instanceof ChoiceBox
        || control instanceof ComboBoxBase
        || control instanceof Slider
        || control instanceof ListView;
  }

  private void named(Control control) {
    if (control.getAccessibleRole() == null || control.getAccessibleRole() == AccessibleRole.NODE) {
      flaws.add("no role: " + control);
    }
    Object text = control.queryAccessibleAttribute(AccessibleAttribute.TEXT);
    boolean ownName =
        control.getAccessibleText() != null && !control.getAccessibleText().isBlank()
            || control instanceof Labeled labeled
                && labeled.getText() != null
                && !labeled.getText().isBlank()
            || control instanceof Button && text instanceof String name && !name.isBlank();
    boolean label =
        control.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) instanceof Node;
    if (!ownName && !label) {
      flaws.add("no name: " + control);
    }
  }

  /** Returns whether arrow keys reach a control: in a row of a list, or in a group. */
  private static boolean byOtherKeys(Control control) {
    if (control instanceof Toggle toggle
        && toggle.getToggleGroup() != null
        && !toggle.isSelected()) {
      return true;
    }
    for (Node at = control; at != null; at = at.getParent()) {
      if (at instanceof ListCell<?> || at instanceof ComboBoxBase && at != control) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a node is to be seen where it is, and not scrolled away. */
  private static boolean inSight(Node node) {
    Bounds bounds = node.localToScene(node.getBoundsInLocal());
    for (Node at = node.getParent(); at != null; at = at.getParent()) {
      if ((at.getClip() != null || at instanceof ScrollPane || at instanceof ListView<?>)
          && !at.localToScene(at.getLayoutBounds()).contains(bounds)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a short message, which passes, lies above a text. */
  private boolean underMessage(Text text, Bounds bounds) {
    for (Node message : scene.getRoot().lookupAll(".toast, .prompt")) {
      boolean own = false;
      for (Node at = text; at != null; at = at.getParent()) {
        own |= at == message;
      }
      if (!own && message.localToScene(message.getBoundsInLocal()).intersects(bounds)) {
        return true;
      }
    }
    return false;
  }

  private void contrast(Text text) {
    Bounds bounds = text.localToScene(text.getBoundsInLocal());
    if (bounds.getMinX() < 0
        || bounds.getMinY() < 0
        || bounds.getMaxX() > scene.getWidth()
        || bounds.getMaxY() > scene.getHeight()
        || !inSight(text)
        || !(text.getFill() instanceof Color fill)) {
      return;
    }
    Color background = ground(bounds, fill);
    if (underMessage(text, bounds) || !seen(fill, bounds, background)) {
      return; // Something else has been drawn above it.
    }
    double opacity = fill.getOpacity();
    for (Node at = text; at != null; at = at.getParent()) {
      opacity *= at.getOpacity();
    }
    Color seen =
        background.interpolate(
            Color.color(fill.getRed(), fill.getGreen(), fill.getBlue()), opacity);
    double ratio = ratio(seen, background);
    double size = text.getFont().getSize();
    boolean bold = text.getFont().getStyle().contains("Bold");
    boolean large = text instanceof FontIcon || size >= 24 || bold && size >= 18.66;
    if (ratio < (large ? LARGE_CONTRAST : TEXT_CONTRAST) - ROUNDING) {
      flaws.add(
          "contrast %.2f of “%s” %s on %s, in %s"
              .formatted(ratio, text.getText(), seen, background, text.getParent()));
    }
  }

  /** Returns whether any pixel comes near the colour of the text: it could be covered. */
  private boolean seen(Color fill, Bounds bounds, Color background) {
    double whole = distance(fill, background);
    if (whole < 0.02) {
      return true;
    }
    for (int y = (int) bounds.getMinY(); y < bounds.getMaxY(); y++) {
      for (int x = (int) bounds.getMinX(); x < bounds.getMaxX(); x++) {
        if (distance(argb(drawn[y * width + x]), fill) < whole / 2) {
          return true;
        }
      }
    }
    return false;
  }

  private static double distance(Color a, Color b) {
    return Math.abs(a.getRed() - b.getRed())
        + Math.abs(a.getGreen() - b.getGreen())
        + Math.abs(a.getBlue() - b.getBlue());
  }

  /**
   * Returns the most frequent colour in and around a text that is not its own, because a bold
   * letter may fill more than its ground; its own, if there is no other.
   */
  private Color ground(Bounds bounds, Color fill) {
    var count = new HashMap<Integer, Integer>();
    int right = (int) Math.min(scene.getWidth() - 1, bounds.getMaxX() + MARGIN);
    int bottom = (int) Math.min(scene.getHeight() - 1, bounds.getMaxY() + MARGIN);
    for (int y = (int) Math.max(0, bounds.getMinY() - MARGIN); y <= bottom; y++) {
      for (int x = (int) Math.max(0, bounds.getMinX() - MARGIN); x <= right; x++) {
        count.merge(drawn[y * width + x], 1, Integer::sum);
      }
    }
    return count.entrySet().stream()
        .filter(each -> distance(argb(each.getKey()), fill) > NEAR)
        .max(Map.Entry.comparingByValue())
        .map(each -> argb(each.getKey()))
        .orElse(fill);
  }

  private static Color argb(int argb) {
    return Color.rgb(argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF);
  }

  /** Returns the contrast ratio of WCAG 2.2: 1 to 21. */
  static double ratio(Color a, Color b) {
    double lighter = Math.max(luminance(a), luminance(b));
    double darker = Math.min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
  }

  private static double luminance(Color colour) {
    return 0.2126 * linear(colour.getRed())
        + 0.7152 * linear(colour.getGreen())
        + 0.0722 * linear(colour.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }
}
