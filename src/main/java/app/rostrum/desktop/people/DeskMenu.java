package app.rostrum.desktop.people;

import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.EmojiInput;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.names.LineRule;
import app.rostrum.stream.StreamDesk;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The menu of the host's desk, for what concerns the whole stream. */
final class DeskMenu extends MenuButton {
  private static final int NEXT = 3;

  private final DeskViewModel desk;
  private final PeopleViewModel people;
  private final Overlay overlay;
  private final Texts texts;

  DeskMenu(DeskViewModel desk, PeopleViewModel people, Overlay overlay, Texts texts, Pins pins) {
    super(texts.get("desk.menu"), Icons.of(Material2RoundMZ.TUNE));
    this.desk = desk;
    this.people = people;
    this.overlay = overlay;
    this.texts = texts;
    setId("desk-menu");
    getStyleClass().addAll("flat", "small");
    setMinWidth(USE_PREF_SIZE);
    setAccessibleText(texts.get("desk.menu-what"));
    pins.follow(desk.usableProperty(), usable -> Visibility.show(this, usable));
    pins.follow(desk.deskProperty(), now -> now.ifPresent(this::fill));
  }

  private void fill(StreamDesk now) {
    getItems()
        .setAll(
            check("desk-invitation", !now.stageOpen(), wanted -> desk.setStageOpen(!wanted)),
            check("desk-lock", now.locked(), desk::setLocked),
            check("desk-close-queue", !now.queueOpen(), this::closeQueue),
            check("desk-recorded", now.recording().isPresent(), desk::setRecorded),
            new SeparatorMenuItem(),
            item("desk-invite-next", texts.get("desk.invite-next", NEXT), this::inviteNext),
            item("desk-lower-all", texts.get("desk.lower-all"), desk::lowerAllHands),
            item("desk-mute-all", texts.get("people.mute-all"), people::muteAll),
            new SeparatorMenuItem(),
            item("desk-topic", texts.get("desk.topic"), this::askTopic),
            item("desk-pin", texts.get("desk.pin"), this::askPinned),
            removed(now.keptOut()));
  }

  private void inviteNext() {
    desk.inviteNext(NEXT);
  }

  private MenuItem removed(List<String> keptOut) {
    MenuItem item =
        item("desk-removed", texts.get("desk.removed", keptOut.size()), () -> showRemoved(keptOut));
    item.setDisable(keptOut.isEmpty());
    return item;
  }

  private CheckMenuItem check(String id, boolean selected, Consumer<Boolean> change) {
    var item = new CheckMenuItem(texts.get(id.replaceFirst("-", ".")));
    item.setId(id);
    item.setSelected(selected);
    item.setOnAction(
        e -> {
          boolean wanted = item.isSelected();
          // It shows what the server says, not what was asked for.
          item.setSelected(selected);
          change.accept(wanted);
        });
    return item;
  }

  private static MenuItem item(String id, String text, Runnable action) {
    var item = new MenuItem(text);
    item.setId(id);
    item.setOnAction(e -> action.run());
    return item;
  }

  private void closeQueue(boolean wanted) {
    if (!wanted) {
      desk.setQueueOpen(true, "");
      return;
    }
    ask(
        "close-queue",
        desk.askedReason(),
        LineRule.SHORT,
        reason -> desk.setQueueOpen(false, reason));
  }

  private void askTopic() {
    ask("topic", desk.askedTopic(), LineRule.SHORT, desk::setTopic);
  }

  private void askPinned() {
    ask("pin", desk.askedPinned(), LineRule.LONG, desk::pin);
  }

  /** Asks for a line of text. */
  private void ask(String what, AskedText asked, int longest, Consumer<String> take) {
    var field = new TextField(asked.draft());
    field.setId("desk-line");
    field.setAccessibleText(texts.get("desk.ask." + what));
    field.setPromptText(texts.get("desk.prompt." + what));
    field.setTextFormatter(
        new TextFormatter<>(
            change -> LineRule.length(change.getControlNewText()) <= longest ? change : null));
    var dialog = new Dialog(what + "-dialog", texts.get("desk.ask." + what));
    dialog
        .body(new EmojiInput(field, dialog.pins()))
        .focus(field)
        .cancelButton("cancel-" + what, texts.get("cancel"));
    if (asked.hasFailed()) {
      dialog.text(texts.get("desk.not-sent"));
    }
    dialog.defaultButton(
        "confirm-" + what,
        texts.get("desk.confirm." + what),
        () -> {
          dialog.close();
          take.accept(LineRule.clean(field.getText()));
        });
    overlay.show(dialog);
  }

  private void showRemoved(List<String> keptOut) {
    var dialog = new Dialog("removed-dialog", texts.get("desk.removed-title"));
    var list = new VBox();
    list.setSpacing(8);
    for (String identity : keptOut) {
      var name = new Label(identity);
      name.getStyleClass().add("person-name");
      name.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(name, Priority.ALWAYS);
      var readmit = new Button(texts.get("desk.readmit"));
      readmit.getStyleClass().add("small");
      readmit.setMinWidth(USE_PREF_SIZE);
      readmit.setAccessibleText(texts.plain("desk.readmit-who", identity));
      readmit.setOnAction(
          e -> {
            desk.readmit(identity);
            readmit.setDisable(true);
          });
      var row = new HBox(name, readmit);
      row.setSpacing(12);
      row.setAlignment(Pos.CENTER_LEFT);
      row.setMaxWidth(420);
      list.getChildren().add(row);
    }
    dialog.body(list);
    dialog.defaultButton("close-removed", texts.get("done"), dialog::close);
    overlay.show(dialog);
  }
}
