package app.rostrum.desktop.people;

import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.RowMenu;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import atlantafx.base.controls.CustomTextField;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The list of everyone in the stream, beside the grid. */
public final class PeoplePanel extends VBox {
  /**
   * The height of all rows, in pixels. One height makes ten thousand rows cost no more than ten.
   */
  private static final double ROW_HEIGHT = 52;

  private final ListView<PersonRow> list;

  /**
   * @param overlay shows the dialogs of the host's desk
   * @param close hides the panel
   * @param pins of the screen
   */
  public PeoplePanel(
      PeopleViewModel model, Texts texts, Overlay overlay, Runnable close, Pins pins) {
    setId("people-panel");
    getStyleClass().add("people-panel");
    var title = new Label(texts.get("people.title"));
    title.getStyleClass().add("panel-title");
    var spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    var hide = new Button("", Icons.of(Material2RoundAL.CLOSE));
    hide.setId("close-people");
    hide.setAccessibleText(texts.get("people.close"));
    hide.getStyleClass().addAll("flat", "button-icon");
    hide.setOnAction(e -> close.run());
    var desk = new DeskMenu(model.desk(), model, overlay, texts, pins);
    var bar = new HBox(title, spacer, desk, hide);
    bar.getStyleClass().add("panel-bar");
    bar.setAlignment(Pos.CENTER_LEFT);

    var search = new CustomTextField();
    search.setId("search-people");
    search.setLeft(Icons.of(Material2RoundMZ.SEARCH));
    search.setPromptText(texts.get("people.search"));
    search.setAccessibleText(texts.get("people.search"));
    pins.bindBoth(search.textProperty(), model.searchProperty());
    var searchBox = new VBox(search);
    searchBox.getStyleClass().add("panel-search");

    list = new ListView<>(model.rows());
    list.setId("people-list");
    list.setAccessibleText(texts.get("people.title"));
    list.setFixedCellSize(ROW_HEIGHT);
    list.setCellFactory(view -> new PersonCell(model, overlay, texts));
    list.getStyleClass().addAll("people-list", "edge-to-edge");
    var nobody = new Label(texts.get("people.nobody"));
    nobody.getStyleClass().add("muted-text");
    list.setPlaceholder(nobody);
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(bar, searchBox, list);
    RowMenu.on(
        list, cell -> cell instanceof PersonCell person ? person.menuItems() : List.of(), pins);
    // Before the list, which takes Escape as the end of editing rows.
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (Shortcut.CLOSE.matches(e)) {
            e.consume();
            close.run();
          }
        });
  }

  /** Gives the keyboard to the list. */
  public void takeKeyboard() {
    list.requestFocus();
    if (list.getSelectionModel().isEmpty()) {
      list.getSelectionModel().select(1); // Below the first title.
    }
  }

  /** Returns whether the keyboard is in the panel. */
  public boolean hasKeyboard() {
    return isFocusWithin();
  }
}
