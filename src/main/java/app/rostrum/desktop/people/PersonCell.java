package app.rostrum.desktop.people;

import app.rostrum.desktop.people.PersonRow.Asked;
import app.rostrum.desktop.people.PersonRow.Hand;
import app.rostrum.desktop.people.PersonRow.Header;
import app.rostrum.desktop.people.PersonRow.Hearing;
import app.rostrum.desktop.people.PersonRow.Listening;
import app.rostrum.desktop.people.PersonRow.MuteAll;
import app.rostrum.desktop.people.PersonRow.Says;
import app.rostrum.desktop.people.PersonRow.Speaking;
import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.EmojiTip;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** Shows a row of the panel. Its nodes are made once and filled again for each row. */
final class PersonCell extends ListCell<PersonRow> {
  private static final PseudoClass HEADER = PseudoClass.getPseudoClass("header");
  private static final PseudoClass UNAVAILABLE = PseudoClass.getPseudoClass("unavailable");

  private final PeopleViewModel model;
  private final Texts texts;
  private final Label header = new Label();
  private final Avatar avatar = new Avatar("", 34);
  private final EmojiLabel name = new EmojiLabel();
  private final Label detail = new Label();
  private final Label says = new Label();
  private final Button invite;
  private final Button lower;
  private final Button move;
  private final Button mute;
  private final Button muteAll = new Button();
  private final HBox headerLine;
  private final Button inviteListener;
  private final PersonMenu more;
  private final HBox person;
  private final List<Act> acts = new ArrayList<>();

  /**
   * A button of the row, and its words and effect in a menu.
   *
   * @param text the key of the words
   */
  private record Act(Button button, String text, Consumer<String> action) {}

  PersonCell(PeopleViewModel model, Overlay overlay, Texts texts) {
    this.model = model;
    this.texts = texts;
    getStyleClass().add("person-cell");
    header.getStyleClass().add("section-title");
    name.getStyleClass().add("person-name");
    detail.getStyleClass().add("person-detail");
    says.getStyleClass().add("person-says");
    says.setWrapText(true);
    says.setMaxHeight(Double.MAX_VALUE);
    says.setAlignment(Pos.TOP_LEFT);
    var text = new VBox(name, detail);
    text.setAlignment(Pos.CENTER_LEFT);
    text.setMinWidth(40);
    HBox.setHgrow(text, Priority.ALWAYS);
    invite = button("invite", "people.invite", model::invite);
    invite.getStyleClass().add("accent");
    lower = iconButton("lower", Material2RoundAL.CLOSE, "people.lower", model::lowerHand);
    move = iconButton("move", Material2RoundAL.EVENT_SEAT, "people.move", model::moveToAudience);
    mute = iconButton("mute", Material2RoundMZ.MIC_OFF, "people.mute", model::mute);
    muteAll.setText(texts.get("people.mute-all"));
    muteAll.setGraphic(Icons.of(Material2RoundMZ.MIC_OFF));
    muteAll.getStyleClass().addAll("small", "flat", "mute-all");
    muteAll.setMinWidth(USE_PREF_SIZE);
    muteAll.setOnAction(e -> model.muteAll());
    header.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(header, Priority.ALWAYS);
    headerLine = new HBox(header, muteAll);
    headerLine.setAlignment(Pos.CENTER_LEFT);
    inviteListener =
        iconButton(
            "invite-listener", Material2RoundMZ.PERSON_ADD_ALT_1, "people.invite", model::invite);
    more = new PersonMenu(model.desk(), model.silenced(), overlay, texts);
    var actions = new HBox(invite, lower, mute, move, inviteListener, more);
    actions.setAlignment(Pos.CENTER_RIGHT);
    actions.setSpacing(4);
    actions.setMinWidth(USE_PREF_SIZE);
    person = new HBox(avatar, text, actions);
    person.setAlignment(Pos.CENTER_LEFT);
    person.setSpacing(10);
    // The row takes the list's width, so that a long name ends in dots and brings no scroll bar.
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable PersonRow row, boolean empty) {
    super.updateItem(row, empty);
    pseudoClassStateChanged(HEADER, row instanceof Header);
    setText(null);
    if (empty || row == null) {
      act(Optional.empty(), "");
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    switch (row) {
      case Header title -> showHeader(title);
      case Hand hand -> {
        showPerson(
            hand.identity(),
            hand.self(),
            switch (hand.asked()) {
              case NOTHING -> texts.get("people.waiting", hand.place(), hand.waited().toMinutes());
              case INVITING, INVITED -> texts.get("people.place", hand.place());
              case LOWERING, MOVING, MUTING -> outcome(hand.asked());
            });
        handActions(hand);
      }
      case Says words -> showWords(words);
      case Speaking speaker -> {
        showPerson(speaker.identity(), speaker.self(), describe(speaker));
        speakerActions(speaker);
      }
      case Listening listener -> {
        showPerson(
            listener.identity(),
            listener.self(),
            listener.coHost() && listener.asked() == Asked.NOTHING
                ? texts.get("people.co-host")
                : outcome(listener.asked()));
        listenerActions(listener);
      }
    }
  }

  /** Shows what somebody wants to say in two lines at most, and whole when pointed at. */
  private void showWords(Says words) {
    act(Optional.empty(), "");
    says.setText(BidiText.isolated(words.text()));
    EmojiTip.show(says, says.getText());
    setAccessibleText(texts.plain("people.says", words.identity(), words.text()));
    setGraphic(says);
  }

  private void showHeader(Header row) {
    act(Optional.empty(), "");
    header.setText(
        texts.get(
            "people.section." + row.section(),
            NumberFormat.getIntegerInstance(texts.locale()).format(row.count())));
    setAccessibleText(header.getText());
    muteAll.setVisible(row.muteAll() != MuteAll.ABSENT);
    muteAll.setManaged(row.muteAll() != MuteAll.ABSENT);
    muteAll.setId(row.muteAll() == MuteAll.ABSENT ? null : "mute-all");
    available(
        muteAll,
        row.muteAll() == MuteAll.POSSIBLE,
        texts.get("people.mute-all-what"),
        texts.get("people.all-muted"));
    setGraphic(headerLine);
  }

  private void showPerson(String identity, boolean self, String about) {
    avatar.setIdentity(identity);
    name.setText(self ? texts.get("grid.you", identity) : identity);
    detail.setText(about);
    detail.setVisible(!about.isEmpty());
    detail.setManaged(!about.isEmpty());
    String who = BidiText.plain(name.getText());
    setAccessibleText(about.isEmpty() ? who : who + ", " + about);
    setGraphic(person);
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
    return asked == Asked.NOTHING
        ? ""
        : texts.get("people.asked." + asked.name().toLowerCase(Locale.ROOT));
  }

  private void act(Optional<Button> wanted, String identity) {
    show(more, false, identity);
    for (Act act : acts) {
      boolean shown = wanted.filter(act.button()::equals).isPresent();
      show(act.button(), shown, identity);
    }
  }

  /**
   * Shows or hides a button for a person. A hidden button has no id, so that each id exists once.
   */
  private static void show(ButtonBase button, boolean shown, String identity) {
    button.setVisible(shown);
    button.setManaged(shown);
    NodeIds.lend(button, shown ? NodeIds.of((String) button.getUserData(), identity) : null);
  }

  /** Returns what can be done with the person of the row, as items of a menu. */
  List<MenuItem> menuItems() {
    var items = new ArrayList<MenuItem>();
    PersonRow row = getItem();
    for (Act act : acts) {
      if (act.button().isVisible()) {
        var item = new MenuItem(texts.get(act.text()));
        item.setId("menu-" + act.button().getUserData());
        item.setDisable(act.button().getPseudoClassStates().contains(UNAVAILABLE));
        item.setOnAction(e -> act(row, act.action()));
        items.add(item);
      }
    }
    if (more.isVisible()) {
      if (!items.isEmpty()) {
        items.add(new SeparatorMenuItem());
      }
      items.addAll(more.copy());
    }
    return items;
  }

  private void showMore(
      String identity, boolean onStage, boolean host, boolean self, Hearing hearing) {
    if (more.show(identity, onStage, host, self, hearing)) {
      show(more, true, identity);
    }
  }

  private void handActions(Hand hand) {
    act(Optional.empty(), hand.identity());
    if (model.host()) {
      invite.setText(
          switch (hand.asked()) {
            case INVITING, INVITED -> outcome(hand.asked());
            case NOTHING, LOWERING, MOVING, MUTING -> texts.get("people.invite");
          });
      boolean asked = hand.asked() == Asked.INVITING || hand.asked() == Asked.INVITED;
      invite.getStyleClass().removeAll("accent", "flat");
      invite.getStyleClass().add(asked ? "flat" : "accent");
      invite.setAccessibleText(texts.plain("people.invite-who", hand.identity()));
      lower.setAccessibleText(texts.plain("people.lower-who", hand.identity()));
      show(invite, true, hand.identity());
      show(lower, true, hand.identity());
      showMore(hand.identity(), false, false, hand.self(), Hearing.NO_CHOICE);
    }
  }

  private void speakerActions(Speaking speaker) {
    boolean movable =
        model.host()
            && !speaker.host()
            && !speaker.self()
            && (!speaker.coHost() || model.desk().hostProperty().get());
    move.setAccessibleText(texts.plain("people.move-who", speaker.identity()));
    act(movable ? Optional.of(move) : Optional.empty(), speaker.identity());
    if (model.host() && !speaker.self()) {
      show(mute, true, speaker.identity());
      available(
          mute,
          !speaker.muted(),
          texts.get("people.mute-who", speaker.identity()),
          texts.get("people.muted-already", speaker.identity()));
    }
    showMore(speaker.identity(), true, speaker.host(), speaker.self(), speaker.hearing());
  }

  /**
   * Shows whether a button would do something, and the reason if not. It is not disabled, because a
   * disabled button can tell nothing and loses the keyboard.
   */
  private static void available(Button button, boolean available, String what, String whyNot) {
    button.pseudoClassStateChanged(UNAVAILABLE, !available);
    button.setAccessibleText(BidiText.plain(available ? what : whyNot));
    EmojiTip.show(button, available ? what : whyNot);
  }

  private void listenerActions(Listening listener) {
    boolean invitable = model.host() && !listener.self();
    inviteListener.setAccessibleText(texts.plain("people.invite-who", listener.identity()));
    act(invitable ? Optional.of(inviteListener) : Optional.empty(), listener.identity());
    showMore(listener.identity(), false, false, listener.self(), Hearing.NO_CHOICE);
  }

  /**
   * Makes a button for the person in the cell. It is never disabled nor replaced, so that the
   * keyboard stays on it; pressing it twice is harmless.
   */
  private Button button(String idPrefix, String text, Consumer<String> action) {
    var button = new Button();
    acts.add(new Act(button, text, action));
    button.setUserData(idPrefix);
    button.getStyleClass().add("small");
    button.setOnAction(e -> act(getItem(), action));
    return button;
  }

  private static void act(@Nullable PersonRow row, Consumer<String> action) {
    switch (row) {
      case Hand hand -> action.accept(hand.identity());
      case Speaking speaker -> action.accept(speaker.identity());
      case Listening listener -> action.accept(listener.identity());
      case Says words -> {}
      case Header header -> {}
      case null -> {}
    }
  }

  private Button iconButton(String idPrefix, Ikon icon, String tip, Consumer<String> action) {
    Button button = button(idPrefix, tip, action);
    button.setGraphic(Icons.of(icon));
    button.getStyleClass().addAll("flat", "button-icon");
    button.setTooltip(new Tooltip(texts.get(tip)));
    return button;
  }
}
