package app.rostrum.desktop.chat;

import app.rostrum.desktop.chat.EmojiViewModel.Row;
import app.rostrum.desktop.chat.EmojiViewModel.Slot;
import app.rostrum.desktop.emoji.EmojiPicture;
import app.rostrum.desktop.emoji.EmojiSegment;
import app.rostrum.desktop.emoji.EmojiSegment.Emoji;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The choice of an emoji above the input. The search keeps the keyboard: arrow keys go through the
 * pictures, Enter takes one, Escape none.
 */
final class EmojiPicker extends VBox {
  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
  private static final double PICTURE = 24;
  private static final double SLOT = 36;
  private static final int LONGEST_QUERY = 60;
  private static final String HAND = "✋";
  private static final List<String> HANDS = List.of(HAND, "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿");

  private final EmojiViewModel choice;
  private final Texts texts;
  private final Consumer<String> take;
  private final Runnable close;
  private final TextField search = new TextField();
  private final ListView<Row> list;

  /**
   * @param take takes the chosen emoji
   * @param close hides the picker
   */
  EmojiPicker(
      EmojiViewModel choice, Texts texts, Consumer<String> take, Runnable close, Pins pins) {
    this.choice = choice;
    this.texts = texts;
    this.take = take;
    this.close = close;
    setId("emoji-picker");
    getStyleClass().add("emoji-picker");
    search.setId("emoji-search");
    search.setPromptText(texts.get("emoji.search"));
    search.setAccessibleText(texts.get("emoji.search"));
    search.setTextFormatter(
        new TextFormatter<>(
            change -> change.getControlNewText().length() <= LONGEST_QUERY ? change : null));
    HBox.setHgrow(search, Priority.ALWAYS);
    pins.bindBoth(search.textProperty(), choice.queryProperty());
    var top = new HBox(search, tones(pins));
    top.getStyleClass().add("composer-line");
    list = new ListView<>(choice.rows());
    list.setId("emoji-list");
    list.setAccessibleText(texts.get("emoji.title"));
    list.setFixedCellSize(SLOT);
    list.setCellFactory(view -> new RowCell());
    list.getStyleClass().addAll("emoji-list", "edge-to-edge");
    list.setPrefHeight(6 * SLOT);
    list.setMinHeight(4.5 * SLOT);
    var nothing = new Label(texts.get("emoji.nothing"));
    nothing.getStyleClass().add("muted-text");
    list.setPlaceholder(nothing);
    var name = new Label();
    name.setId("emoji-name");
    name.getStyleClass().add("quiet");
    getChildren().addAll(top, list, name);
    pins.follow(
        choice.selectedProperty(),
        now -> {
          name.setText(choice.selected().map(Slot::name).orElse(""));
          search.setAccessibleHelp(name.getText());
          list.refresh();
        });
    pins.listen(
        choice.rows(), change -> name.setText(choice.selected().map(Slot::name).orElse("")));
    addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
  }

  /** Shows everything anew and takes the keyboard. */
  void open() {
    choice.begin();
    list.scrollTo(0);
    search.requestFocus();
  }

  private MenuButton tones(Pins pins) {
    var button = new MenuButton();
    button.setId("emoji-tone");
    button.getStyleClass().addAll("flat", "button-icon", "no-arrow");
    button.setAccessibleText(texts.get("emoji.tone"));
    button.setTooltip(new Tooltip(texts.get("emoji.tone")));
    var group = new ToggleGroup();
    for (int tone = 0; tone <= EmojiViewModel.TONES; tone++) {
      int chosen = tone;
      var item = new RadioMenuItem(texts.get("emoji.tone." + tone), picture(HANDS.get(tone)));
      item.setId("tone-" + tone);
      item.setToggleGroup(group);
      item.setOnAction(e -> choice.toneProperty().set(chosen));
      pins.follow(choice.toneProperty(), now -> item.setSelected(now.intValue() == chosen));
      button.getItems().add(item);
    }
    pins.follow(
        choice.toneProperty(), now -> button.setGraphic(picture(HANDS.get(now.intValue()))));
    return button;
  }

  private static Node picture(String emoji) {
    return EmojiSegment.of(emoji).getFirst() instanceof Emoji drawn
        ? new EmojiPicture(drawn, PICTURE)
        : new Label(emoji);
  }

  private void pressed(KeyEvent e) {
    if (Shortcut.CLOSE.matches(e)) {
      e.consume();
      close.run();
    } else if (e.getTarget() == search || e.getTarget() == list) {
      switch (e.getCode()) {
        case LEFT -> move(e, -1, 0);
        case RIGHT -> move(e, 1, 0);
        case UP -> move(e, 0, -1);
        case DOWN -> move(e, 0, 1);
        case ENTER -> {
          e.consume();
          choice.selected().ifPresent(this::choose);
        }
        default -> {}
      }
    }
  }

  private void move(KeyEvent e, int columns, int down) {
    e.consume();
    choice.move(columns, down);
    if (list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      flow.scrollTo(choice.rowOf(choice.selectedProperty().get()));
    }
  }

  private void choose(Slot slot) {
    choice.used(slot);
    close.run();
    take.accept(slot.text());
  }

  /** A row of pictures, or a title. */
  private final class RowCell extends ListCell<Row> {
    private final HBox slots = new HBox();

    RowCell() {
      getStyleClass().add("emoji-row");
      slots.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      setText(null);
      setGraphic(null);
      slots.getChildren().clear();
      switch (row) {
        case Row.Title(String text) -> setText(text);
        case Row.Slots content -> {
          for (int i = 0; i < content.slots().size(); i++) {
            slots.getChildren().add(slot(content.slots().get(i), content.first() + i));
          }
          setGraphic(slots);
        }
        case null -> {}
      }
    }

    private Node slot(Slot slot, int index) {
      var box = new StackPane(picture(slot.text()));
      box.getStyleClass().add("emoji-slot");
      box.setMinSize(SLOT, SLOT);
      box.setAccessibleText(slot.name());
      box.pseudoClassStateChanged(SELECTED, index == choice.selectedProperty().get());
      Tooltip.install(box, new Tooltip(slot.name()));
      box.setOnMouseClicked(e -> choose(slot));
      return box;
    }
  }
}
