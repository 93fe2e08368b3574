package app.rostrum.desktop.people;

import app.rostrum.desktop.people.PersonRow.Asked;
import app.rostrum.desktop.people.PersonRow.Hand;
import app.rostrum.desktop.people.PersonRow.Hearing;
import app.rostrum.desktop.people.PersonRow.Listening;
import app.rostrum.desktop.people.PersonRow.Speaking;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiTip;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Menus;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The buttons of one row for the person in it. Each is made when the row first has a person who
 * needs it, because most rows never have one who needs the most of them. None is ever disabled nor
 * replaced, so that the keyboard stays on it; pressing it twice is harmless.
 */
final class PersonActs extends HBox {
  static final PseudoClass UNAVAILABLE = PseudoClass.getPseudoClass("unavailable");

  /** A button, in the order of the row. */
  private enum Act {
    INVITE("people.invite"),
    LOWER("people.lower"),
    MUTE("people.mute"),
    MOVE("people.move"),
    INVITE_LISTENER("people.invite"),
    MORE("");

    /** The key of its words in a menu. */
    final String words;

    Act(String words) {
      this.words = words;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final PeopleViewModel model;
  private final Texts texts;
  private final PersonMenu menu;
  private final ContextMenu more = new ContextMenu();
  private final Map<Act, Button> made = new EnumMap<>(Act.class);
  private final Set<Act> shown = EnumSet.noneOf(Act.class);
  private String identity = "";

  PersonActs(PeopleViewModel model, Overlay overlay, Texts texts) {
    this.model = model;
    this.texts = texts;
    menu = new PersonMenu(model.desk(), model.silenced(), overlay, texts);
    setAlignment(Pos.CENTER_RIGHT);
    setSpacing(4);
    setMinWidth(USE_PREF_SIZE);
  }

  /** Shows no button, for a row without a person. */
  void none() {
    show("", EnumSet.noneOf(Act.class));
  }

  void show(Hand hand) {
    var wanted = EnumSet.noneOf(Act.class);
    if (model.host()) {
      wanted.add(Act.INVITE);
      wanted.add(Act.LOWER);
      menu.of(hand.identity(), false, false, hand.self(), Hearing.NO_CHOICE);
      addMore(wanted);
    }
    show(hand.identity(), wanted);
    if (model.host()) {
      boolean asked = hand.asked() == Asked.INVITING || hand.asked() == Asked.INVITED;
      Button invite = button(Act.INVITE);
      invite.setText(texts.get(asked ? asked(hand.asked()) : "people.invite"));
      style(invite, asked ? "flat" : "accent", asked ? "accent" : "flat");
      describe(Act.INVITE, "people.invite-who");
      describe(Act.LOWER, "people.lower-who");
    }
  }

  void show(Speaking speaker) {
    var wanted = EnumSet.noneOf(Act.class);
    boolean movable =
        model.host()
            && !speaker.host()
            && !speaker.self()
            && (!speaker.coHost() || model.desk().hostProperty().get());
    boolean mutable = model.host() && !speaker.self();
    if (movable) {
      wanted.add(Act.MOVE);
    }
    if (mutable) {
      wanted.add(Act.MUTE);
    }
    menu.of(speaker.identity(), true, speaker.host(), speaker.self(), speaker.hearing());
    addMore(wanted);
    show(speaker.identity(), wanted);
    if (movable) {
      describe(Act.MOVE, "people.move-who");
    }
    if (mutable) {
      available(
          button(Act.MUTE),
          !speaker.muted(),
          texts.get("people.mute-who", identity),
          texts.get("people.muted-already", identity));
    }
  }

  void show(Listening listener) {
    var wanted = EnumSet.noneOf(Act.class);
    boolean invitable = model.host() && !listener.self();
    if (invitable) {
      wanted.add(Act.INVITE_LISTENER);
    }
    menu.of(listener.identity(), false, false, listener.self(), Hearing.NO_CHOICE);
    addMore(wanted);
    show(listener.identity(), wanted);
    if (invitable) {
      describe(Act.INVITE_LISTENER, "people.invite-who");
    }
  }

  private void addMore(Set<Act> wanted) {
    if (menu.offersAnything()) {
      wanted.add(Act.MORE);
    }
  }

  /** Returns the key of the words for a command whose outcome is not known. */
  static String asked(Asked asked) {
    return "people.asked." + asked.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Shows buttons for a person and hides the others. A hidden button has no id, so that each id
   * exists once.
   */
  private void show(String person, Set<Act> wanted) {
    identity = person;
    wanted.forEach(this::button);
    made.forEach(
        (act, button) -> {
          boolean now = wanted.contains(act);
          Visibility.show(button, now);
          NodeIds.lend(button, now ? NodeIds.of(act.id(), person) : null);
        });
    shown.clear();
    shown.addAll(wanted);
    if (wanted.contains(Act.MORE)) {
      describe(Act.MORE, "people.more-who");
    }
  }

  private void describe(Act act, String key) {
    button(act).setAccessibleText(texts.plain(key, identity));
  }

  private static void style(Button button, String with, String without) {
    List<String> classes = button.getStyleClass();
    if (!classes.contains(with)) { // Each change of the list has the button styled anew.
      classes.remove(without);
      classes.add(with);
    }
  }

  /**
   * Shows whether a button would do something, and the reason if not. It is not disabled, because a
   * disabled button can tell nothing and loses the keyboard.
   */
  static void available(Button button, boolean available, String what, String whyNot) {
    button.pseudoClassStateChanged(UNAVAILABLE, !available);
    button.setAccessibleText(BidiText.plain(available ? what : whyNot));
    EmojiTip.show(button, available ? what : whyNot);
  }

  private Button button(Act act) {
    Button there = made.get(act);
    return there == null ? make(act) : there;
  }

  private Button make(Act act) {
    Button button =
        switch (act) {
          case INVITE -> new Button();
          case LOWER -> icon(act, Material2RoundAL.CLOSE);
          case MUTE -> icon(act, Material2RoundMZ.MIC_OFF);
          case MOVE -> icon(act, Material2RoundAL.EVENT_SEAT);
          case INVITE_LISTENER -> icon(act, Material2RoundMZ.PERSON_ADD_ALT_1);
          case MORE -> icon(act, Material2RoundMZ.MORE_VERT);
        };
    if (act == Act.MORE) {
      button.setAccessibleRole(AccessibleRole.MENU_BUTTON);
    } else {
      button.getStyleClass().add("small");
    }
    button.setOnAction(e -> perform(act, identity));
    long before = made.keySet().stream().filter(other -> other.compareTo(act) < 0).count();
    made.put(act, button);
    getChildren().add((int) before, button);
    return button;
  }

  private Button icon(Act act, Ikon icon) {
    var button = new Button("", Icons.of(icon));
    button.getStyleClass().addAll("flat", "button-icon");
    if (!act.words.isEmpty()) {
      EmojiTip.show(button, texts.get(act.words));
    }
    return button;
  }

  private void perform(Act act, String person) {
    switch (act) {
      case INVITE, INVITE_LISTENER -> model.invite(person);
      case LOWER -> model.lowerHand(person);
      case MUTE -> model.mute(person);
      case MOVE -> model.moveToAudience(person);
      case MORE -> {
        more.getItems().setAll(menu.items());
        Menus.show(more, button(Act.MORE), Side.BOTTOM, 0, 0);
      }
    }
  }

  /** Returns what can be done with the person of the row, as items of a menu. */
  List<MenuItem> menuItems() {
    var items = new ArrayList<MenuItem>();
    String person = identity;
    for (Act act : shown) {
      if (act == Act.MORE) {
        if (!items.isEmpty()) {
          items.add(new SeparatorMenuItem());
        }
        items.addAll(menu.items());
      } else {
        var item = new MenuItem(texts.get(act.words));
        item.setId("menu-" + act.id());
        item.setDisable(button(act).getPseudoClassStates().contains(UNAVAILABLE));
        item.setOnAction(e -> perform(act, person));
        items.add(item);
      }
    }
    return items;
  }
}
