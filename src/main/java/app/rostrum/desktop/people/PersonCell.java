package app.rostrum.desktop.people;

import app.rostrum.desktop.people.PersonRow.Asked;
import app.rostrum.desktop.people.PersonRow.Hand;
import app.rostrum.desktop.people.PersonRow.Header;
import app.rostrum.desktop.people.PersonRow.Listening;
import app.rostrum.desktop.people.PersonRow.Speaking;
import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** Shows a row; its nodes are made once and filled again for each row that it comes to show. */
final class PersonCell extends ListCell<PersonRow> {
  private static final PseudoClass HEADER = PseudoClass.getPseudoClass("header");

  private final PeopleViewModel model;
  private final Texts texts;
  private final Label header = new Label();
  private final Avatar avatar = new Avatar("", 34);
  private final Label name = new Label();
  private final Label detail = new Label();
  private final HBox actions = new HBox();
  private final HBox person;

  PersonCell(PeopleViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    getStyleClass().add("person-cell");
    header.getStyleClass().add("section-title");
    name.getStyleClass().add("person-name");
    detail.getStyleClass().add("person-detail");
    var text = new VBox(name, detail);
    text.setAlignment(Pos.CENTER_LEFT);
    text.setMinWidth(40);
    HBox.setHgrow(text, Priority.ALWAYS);
    actions.setAlignment(Pos.CENTER_RIGHT);
    actions.setSpacing(4);
    actions.setMinWidth(USE_PREF_SIZE);
    person = new HBox(avatar, text, actions);
    person.setAlignment(Pos.CENTER_LEFT);
    person.setSpacing(10);
    // The row takes the list's width, so that long names end in dots instead of a scroll bar.
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable PersonRow row, boolean empty) {
    super.updateItem(row, empty);
    pseudoClassStateChanged(HEADER, row instanceof Header);
    setText(null);
    if (empty || row == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    switch (row) {
      case Header title -> showHeader(title);
      case Hand hand ->
          showPerson(
              hand.identity(),
              hand.self(),
              texts.get("people.waiting", hand.place(), hand.waited().toMinutes()),
              handActions(hand));
      case Speaking speaker ->
          showPerson(
              speaker.identity(), speaker.self(), describe(speaker), speakerActions(speaker));
      case Listening listener ->
          showPerson(
              listener.identity(),
              listener.self(),
              outcome(listener.asked()),
              listenerActions(listener));
    }
  }

  private void showHeader(Header row) {
    header.setText(
        texts.get(
            "people.section." + row.section(),
            java.text.NumberFormat.getIntegerInstance(texts.locale()).format(row.count())));
    setAccessibleText(header.getText());
    setGraphic(header);
  }

  private void showPerson(String identity, boolean self, String about, List<Node> buttons) {
    avatar.setIdentity(identity);
    name.setText(self ? texts.get("grid.you", identity) : identity);
    detail.setText(about);
    detail.setVisible(!about.isEmpty());
    detail.setManaged(!about.isEmpty());
    actions.getChildren().setAll(buttons);
    setAccessibleText(about.isEmpty() ? name.getText() : name.getText() + ", " + about);
    setGraphic(person);
  }

  private String describe(Speaking speaker) {
    var words = new ArrayList<String>();
    if (speaker.host()) {
      words.add(texts.get("grid.host"));
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
    return asked == Asked.NOTHING
        ? ""
        : texts.get("people.asked." + asked.name().toLowerCase(Locale.ROOT));
  }

  private List<Node> handActions(Hand hand) {
    if (!model.host()) {
      return List.of();
    }
    String identity = hand.identity();
    Button invite = inviteButton("invite", identity, hand.asked());
    Button lower =
        iconButton("lower", identity, Material2RoundAL.CLOSE, "people.lower", "people.lower-who");
    lower.setDisable(hand.asked() == Asked.LOWERING);
    lower.setOnAction(e -> model.lowerHand(identity));
    return List.of(invite, lower);
  }

  private List<Node> speakerActions(Speaking speaker) {
    if (!model.host() || speaker.host() || speaker.self()) {
      return List.of();
    }
    String identity = speaker.identity();
    Button move =
        iconButton("move", identity, Material2RoundAL.EVENT_SEAT, "people.move", "people.move-who");
    move.setDisable(speaker.asked() == Asked.MOVING);
    move.setOnAction(e -> model.moveToAudience(identity));
    return List.of(move);
  }

  private List<Node> listenerActions(Listening listener) {
    if (!model.host() || listener.self()) {
      return List.of();
    }
    String identity = listener.identity();
    Button invite =
        iconButton(
            "invite-listener",
            identity,
            Material2RoundMZ.PERSON_ADD_ALT_1,
            "people.invite",
            "people.invite-who");
    invite.setDisable(listener.asked() == Asked.INVITING);
    invite.setOnAction(e -> model.invite(identity));
    return List.of(invite);
  }

  private Button inviteButton(String id, String identity, Asked asked) {
    var button =
        new Button(
            switch (asked) {
              case INVITING, INVITED -> outcome(asked);
              case NOTHING, LOWERING, MOVING -> texts.get("people.invite");
            });
    button.setId(NodeIds.of(id, identity));
    button.setUserData(identity);
    button.getStyleClass().addAll("accent", "small");
    button.setAccessibleText(texts.get("people.invite-who", identity));
    button.setDisable(asked == Asked.INVITING);
    button.setOnAction(e -> model.invite(identity));
    return button;
  }

  private Button iconButton(String id, String identity, Ikon icon, String tip, String accessible) {
    var button = new Button("", Icons.of(icon));
    button.setId(NodeIds.of(id, identity));
    button.setUserData(identity);
    button.getStyleClass().addAll("flat", "button-icon", "small");
    button.setTooltip(new Tooltip(texts.get(tip)));
    button.setAccessibleText(texts.get(accessible, identity));
    return button;
  }
}
