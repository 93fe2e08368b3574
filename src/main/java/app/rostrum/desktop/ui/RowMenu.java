package app.rostrum.desktop.ui;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/** The menu of a list's rows: of the one that is pointed at, or by key of the selected one. */
public final class RowMenu<T> {
  /** The distance of a menu from its row's edge, in pixels, where the text begins. */
  private static final double INSET = 48;

  private final ListView<T> list;
  private final Function<ListCell<?>, List<MenuItem>> items;
  private final ContextMenu menu = new ContextMenu();

  private RowMenu(ListView<T> list, Function<ListCell<?>, List<MenuItem>> items) {
    this.list = list;
    this.items = items;
  }

  /**
   * Gives a list its menu.
   *
   * @param items makes the items of a row, none if nothing can be done with it
   */
  public static <T> void on(
      ListView<T> list, Function<ListCell<?>, List<MenuItem>> items, Pins pins) {
    var rows = new RowMenu<>(list, items);
    list.addEventHandler(KeyEvent.KEY_PRESSED, rows::pressed);
    list.setOnContextMenuRequested(rows::requested);
    pins.add(rows.menu::hide);
  }

  private void pressed(KeyEvent e) {
    // Enter belongs to a row's button that has the keyboard.
    if (Shortcut.MENU.matches(e) && e.getTarget() == list) {
      e.consume();
      showOfSelected();
    }
  }

  private void requested(ContextMenuEvent e) {
    e.consume();
    if (!e.isKeyboardTrigger()) {
      cellAt(e.getPickResult().getIntersectedNode())
          .filter(this::fill)
          .ifPresent(cell -> menu.show(list, e.getScreenX(), e.getScreenY()));
    } else if (!menu.isShowing()) {
      showOfSelected();
    }
  }

  private void showOfSelected() {
    int index = list.getSelectionModel().getSelectedIndex();
    list.lookupAll(".list-cell").stream()
        .filter(ListCell.class::isInstance)
        .map(node -> (ListCell<?>) node)
        .filter(cell -> cell.getIndex() == index && !cell.isEmpty() && cell.isVisible())
        .findFirst()
        .filter(this::fill)
        .ifPresent(cell -> Menus.show(menu, cell, Side.BOTTOM, INSET, 0));
  }

  private boolean fill(ListCell<?> cell) {
    menu.hide();
    menu.getItems().setAll(items.apply(cell));
    return !menu.getItems().isEmpty();
  }

  private static Optional<ListCell<?>> cellAt(@Nullable Node picked) {
    for (Node node = picked; node != null; node = node.getParent()) {
      if (node instanceof ListCell<?> cell) {
        return Optional.of(cell);
      }
    }
    return Optional.empty();
  }
}
