package app.rostrum.desktop.people;

import app.rostrum.desktop.people.PersonRow.Asked;
import app.rostrum.desktop.people.PersonRow.Hand;
import app.rostrum.desktop.people.PersonRow.Header;
import app.rostrum.desktop.people.PersonRow.Hearing;
import app.rostrum.desktop.people.PersonRow.Listening;
import app.rostrum.desktop.people.PersonRow.MuteAll;
import app.rostrum.desktop.people.PersonRow.Says;
import app.rostrum.desktop.people.PersonRow.Speaking;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiTip;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * Shows a row of the panel. Its nodes are made when a row first needs them, then stay in the cell
 * and are filled again for each row: nodes that are taken out and put back are styled anew.
 */
final class PersonCell extends ListCell<PersonRow> {
  private static final PseudoClass HEADER = PseudoClass.getPseudoClass("header");

  private final PeopleViewModel model;
  private final Overlay overlay;
  private final Texts texts;
  private final StackPane content = new StackPane();
  private @Nullable PersonLine person;
  private @Nullable HeaderLine header;
  private @Nullable Label says;

  PersonCell(PeopleViewModel model, Overlay overlay, Texts texts) {
    this.model = model;
    this.overlay = overlay;
    this.texts = texts;
    getStyleClass().add("person-cell");
    content.setAlignment(Pos.CENTER_LEFT);
    // The row takes the list's width, so that a long name ends in dots and brings no scroll bar.
    setPrefWidth(0);
    setText(null);
  }

  /** A title with the button for all below it. */
  private final class HeaderLine extends HBox {
    final Label title = new Label();
    final Button muteAll = new Button(texts.get("people.mute-all"));

    HeaderLine() {
      title.getStyleClass().add("section-title");
      title.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(title, Priority.ALWAYS);
      muteAll.setGraphic(Icons.of(Material2RoundMZ.MIC_OFF));
      muteAll.getStyleClass().addAll("small", "flat", "mute-all");
      muteAll.setMinWidth(USE_PREF_SIZE);
      muteAll.setOnAction(e -> model.muteAll());
      setAlignment(Pos.CENTER_LEFT);
      getChildren().addAll(title, muteAll);
    }
  }

  @Override
  protected void updateItem(@Nullable PersonRow row, boolean empty) {
    super.updateItem(row, empty);
    pseudoClassStateChanged(HEADER, row instanceof Header);
    if (empty || row == null) {
      if (person != null) {
        person.acts().none();
      }
      show(null);
      setAccessibleText(null);
      return;
    }
    switch (row) {
      case Header title -> showHeader(title);
      case Hand hand -> {
        PersonLine line =
            showPerson(
                hand.identity(),
                hand.self(),
                switch (hand.asked()) {
                  case NOTHING ->
                      texts.get("people.waiting", hand.place(), hand.waited().toMinutes());
                  case INVITING, INVITED -> texts.get("people.place", hand.place());
                  case LOWERING, MOVING, MUTING -> outcome(hand.asked());
                });
        line.acts().show(hand);
      }
      case Says words -> showWords(words);
      case Speaking speaker ->
          showPerson(speaker.identity(), speaker.self(), describe(speaker)).acts().show(speaker);
      case Listening listener ->
          showPerson(
                  listener.identity(),
                  listener.self(),
                  listener.coHost() && listener.asked() == Asked.NOTHING
                      ? texts.get("people.co-host")
                      : outcome(listener.asked()))
              .acts()
              .show(listener);
    }
  }

  /** Shows one of the parts, adding it if it is new, and hides the others; null hides all. */
  private void show(@Nullable Node part) {
    if (part != null && part.getParent() == null) {
      content.getChildren().add(part);
    }
    for (Node each : content.getChildren()) {
      Visibility.show(each, each == part);
    }
    if (person != null && part != person) {
      person.acts().none();
    }
    if (header != null && part != header) {
      header.muteAll.setId(null);
    }
    if (part != null) {
      setGraphic(content);
    }
  }

  /** Shows what somebody wants to say in two lines at most, and whole when pointed at. */
  private void showWords(Says words) {
    Label label = says;
    if (label == null) {
      label = new Label();
      label.getStyleClass().add("person-says");
      label.setWrapText(true);
      label.setMaxHeight(Double.MAX_VALUE);
      label.setAlignment(Pos.TOP_LEFT);
      says = label;
    }
    label.setText(BidiText.isolated(words.text()));
    EmojiTip.show(label, label.getText());
    setAccessibleText(texts.plain("people.says", words.identity(), words.text()));
    show(label);
  }

  private void showHeader(Header row) {
    HeaderLine line = header;
    if (line == null) {
      line = new HeaderLine();
      header = line;
    }
    line.title.setText(
        texts.get(
            "people.section." + row.section(),
            NumberFormat.getIntegerInstance(texts.locale()).format(row.count())));
    setAccessibleText(line.title.getText());
    Visibility.show(line.muteAll, row.muteAll() != MuteAll.ABSENT);
    line.muteAll.setId(row.muteAll() == MuteAll.ABSENT ? null : "mute-all");
    PersonActs.available(
        line.muteAll,
        row.muteAll() == MuteAll.POSSIBLE,
        texts.get("people.mute-all-what"),
        texts.get("people.all-muted"));
    show(line);
  }

  private PersonLine showPerson(String identity, boolean self, String about) {
    PersonLine line = person;
    if (line == null) {
      line = new PersonLine(new PersonActs(model, overlay, texts));
      person = line;
    }
    String name = self ? texts.get("grid.you", identity) : identity;
    line.show(identity, name, about);
    String who = BidiText.plain(name);
    setAccessibleText(about.isEmpty() ? who : who + ", " + about);
    show(line);
    return line;
  }

  private String describe(Speaking speaker) {
    var words = new ArrayList<String>();
    if (speaker.host()) {
      words.add(texts.get("grid.host"));
    } else if (speaker.coHost()) {
      words.add(texts.get("people.co-host"));
    }
    if (speaker.hearing() == Hearing.SILENCED) {
      words.add(texts.get("grid.silenced"));
    }
    if (speaker.muted()) {
      words.add(texts.get("grid.muted"));
    }
    if (speaker.asked() != Asked.NOTHING) {
      words.add(outcome(speaker.asked()));
    }
    return String.join("  ·  ", words);
  }

  private String outcome(Asked asked) {
    return asked == Asked.NOTHING ? "" : texts.get(PersonActs.asked(asked));
  }

  /** Returns what can be done with the person of the row, as items of a menu. */
  List<MenuItem> menuItems() {
    return person == null || !person.isVisible() ? List.of() : person.acts().menuItems();
  }
}
