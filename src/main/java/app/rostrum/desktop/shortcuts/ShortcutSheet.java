package app.rostrum.desktop.shortcuts;

import app.rostrum.desktop.settings.TalkKey;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.DirectScrollPane;
import app.rostrum.desktop.ui.KeyNames;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Shortcut.Area;
import app.rostrum.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The sheet of all shortcuts, grouped by where they work, with the talk key that was chosen. */
public final class ShortcutSheet {
  private static final double GAP = 28;
  private static final double MARGIN = 4;

  /** The number of keys up to which a shortcut shows them; a third one is for those who know it. */
  private static final int MOST_KEYS = 2;

  private ShortcutSheet() {}

  /** Opens the sheet. Escape, Enter and the keys that opened it close it. */
  public static void open(Overlay overlay, Texts texts, TalkKey talkKey) {
    var dialog = new Dialog("shortcuts-dialog", texts.get("shortcuts.title"));
    dialog.getStyleClass().add("shortcuts-dialog");
    var columns = new FlowPane(GAP, GAP);
    columns.setPadding(new Insets(MARGIN));
    columns.setId("shortcuts");
    VBox left =
        column(
            group(Area.ANYWHERE, texts, talkKey),
            group(Area.LISTS, texts, talkKey),
            group(Area.WRITING, texts, talkKey));
    VBox right = column(group(Area.STREAM, texts, talkKey));
    columns.getChildren().addAll(left, right);
    for (VBox column : List.of(left, right)) {
      dialog
          .pins()
          .follow(
              () -> fit(column, columns.getWidth()),
              columns.widthProperty(),
              column.prefWidthProperty());
    }
    var scroll = new DirectScrollPane(columns);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setAccessibleText(texts.get("shortcuts.title"));
    scroll.setId("shortcuts-scroll");
    scroll.getStyleClass().addAll("shortcuts-scroll", "edge-to-edge");
    dialog.fill(scroll);
    dialog.defaultButton("close-shortcuts", texts.get("done"), dialog::close);
    dialog.focus(scroll);
    dialog.addEventHandler(
        KeyEvent.ANY,
        e -> {
          if (Shortcut.SHEET.matches(e)) {
            e.consume();
            dialog.close();
          }
        });
    overlay.show(dialog);
  }

  private static VBox column(Node... groups) {
    var column = new VBox(groups);
    column.getStyleClass().add("shortcut-column");
    return column;
  }

  /** Lets a column take the whole width where there is no room for two. */
  private static void fit(VBox column, double width) {
    double whole = Math.max(0, width - 2 * MARGIN);
    boolean two = whole >= 2 * column.getPrefWidth() + GAP;
    column.setMinWidth(two ? 0 : whole);
    column.setMaxWidth(whole);
  }

  private static Node group(Area area, Texts texts, TalkKey talkKey) {
    var title = new Label(texts.get("shortcuts." + area));
    title.getStyleClass().add("section-title");
    var group = new VBox(title);
    group.getStyleClass().add("shortcut-group");
    if (area == Area.STREAM) {
      group
          .getChildren()
          .add(
              row(
                  texts.get("shortcut.talk." + talkKey.mode()),
                  List.of(List.of(KeyNames.of(talkKey.code(), texts))),
                  "",
                  texts));
    }
    for (Shortcut shortcut : Shortcut.values()) {
      if (shortcut.area() == area) {
        group.getChildren().add(row(shortcut, texts));
      }
    }
    return group;
  }

  private static Node row(Shortcut shortcut, Texts texts) {
    List<KeyCodeCombination> keys = shortcut.keys();
    String what = texts.get("shortcut." + shortcut);
    if (shortcut == Shortcut.REACT) {
      return row(
          what,
          List.of(
              KeyNames.each(keys.getFirst(), texts),
              List.of(name(keys.getLast(), texts).getLast())),
          "–",
          texts);
    }
    var ways = new ArrayList<List<String>>();
    if (!shortcut.typed().isEmpty()) {
      ways.add(List.of(shortcut.typed()));
    }
    keys.stream().limit(MOST_KEYS).forEach(each -> ways.add(name(each, texts)));
    return row(what, ways, texts.get("shortcuts.or"), texts);
  }

  private static List<String> name(KeyCodeCombination keys, Texts texts) {
    return KeyNames.each(keys, texts);
  }

  /** Shows what keys do, and the keys as they look: each in a frame. */
  private static Node row(String what, List<List<String>> ways, String between, Texts texts) {
    var text = new Label(what);
    text.setWrapText(true);
    text.setMinHeight(VBox.USE_PREF_SIZE);
    text.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(text, Priority.ALWAYS);
    var keys = new HBox();
    keys.getStyleClass().add("shortcut-keys");
    keys.setAlignment(Pos.CENTER_RIGHT);
    keys.setMinWidth(HBox.USE_PREF_SIZE);
    var spoken = new ArrayList<String>();
    for (List<String> way : ways) {
      if (!keys.getChildren().isEmpty()) {
        var or = new Label(between);
        or.getStyleClass().add("quiet");
        keys.getChildren().add(or);
      }
      for (String name : way) {
        var key = new Label(name);
        key.getStyleClass().add("key");
        keys.getChildren().add(key);
      }
      spoken.add(String.join("+", way));
    }
    var row = new HBox(text, keys);
    row.getStyleClass().add("shortcut");
    row.setAlignment(Pos.CENTER_LEFT);
    text.setAccessibleText(
        texts.plain("shortcuts.spoken", what, String.join(" " + between + " ", spoken)));
    return row;
  }
}
