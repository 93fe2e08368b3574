package app.rostrum.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/**
 * Ids of controls that exist once per person or stream. The toolkit's style caches keep every id
 * that a node ever had, with a few KiB each, so a control that is lent to one person after the
 * other carries its id beside the toolkit's own.
 */
public final class NodeIds {
  private static final Object KEY = new Object();

  private NodeIds() {}

  /**
   * Gives an id to a control that serves many people, one after the other.
   *
   * @param id null for a control that serves nobody now
   */
  public static void lend(Node node, @Nullable String id) {
    if (id == null) {
      node.getProperties().remove(KEY);
    } else {
      node.getProperties().put(KEY, id);
    }
  }

  /** Returns the id that a node was lent, else its own; empty if it has none. */
  public static Optional<String> of(Node node) {
    Object lent = node.hasProperties() ? node.getProperties().get(KEY) : null;
    return lent instanceof String id ? Optional.of(id) : Optional.ofNullable(node.getId());
  }

  /** Returns the nodes with an id, a node itself and all below it. */
  public static List<Node> find(Node root, String id) {
    var found = new ArrayList<Node>();
    find(root, id, found);
    return found;
  }

  private static void find(Node node, String id, List<Node> found) {
    if (of(node).filter(id::equals).isPresent()) {
      found.add(node);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> find(child, id, found));
    }
  }

  /**
   * Returns an id for a name, for example {@code invite-Ada_20Lovelace}. Letters, digits and dashes
   * stay; any other UTF-16 unit becomes an underscore and its hexadecimal value, so that the id can
   * stand in a selector.
   */
  public static String of(String prefix, String name) {
    var id = new StringBuilder(prefix).append('-');
    name.chars()
        .forEach(
            c -> {
              if (c == '-' || (c < 128 && Character.isLetterOrDigit(c))) {
                id.append((char) c);
              } else {
                id.append('_').append(Integer.toHexString(c));
              }
            });
    return id.toString();
  }
}
