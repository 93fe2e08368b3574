package app.rostrum.desktop.people;

import app.rostrum.desktop.grid.SilencedSpeakers;
import app.rostrum.desktop.people.PersonRow.Hearing;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The menu of what is seldom done to one person, most of it by a host or co-host. */
final class PersonMenu extends MenuButton {
  private static final List<Integer> MINUTES = List.of(1, 2, 5);

  private final DeskViewModel desk;
  private final SilencedSpeakers silenced;
  private final Overlay overlay;
  private final Texts texts;
  private Supplier<List<MenuItem>> ofPerson = List::of;

  PersonMenu(DeskViewModel desk, SilencedSpeakers silenced, Overlay overlay, Texts texts) {
    super("", Icons.of(Material2RoundMZ.MORE_VERT));
    this.desk = desk;
    this.silenced = silenced;
    this.overlay = overlay;
    this.texts = texts;
    setUserData("more");
    getStyleClass().addAll("flat", "button-icon", "no-arrow");
  }

  /**
   * Fills the menu for a person.
   *
   * @return whether there is anything to do
   */
  boolean show(String identity, boolean onStage, boolean isHost, boolean self, Hearing hearing) {
    setAccessibleText(texts.plain("people.more-who", identity));
    ofPerson = () -> items(identity, onStage, isHost, self, hearing);
    getItems().setAll(copy());
    return !getItems().isEmpty();
  }

  /** Returns the items anew, for another menu of the same person. */
  List<MenuItem> copy() {
    return ofPerson.get();
  }

  private List<MenuItem> items(
      String identity, boolean onStage, boolean isHost, boolean self, Hearing hearing) {
    var items = new ArrayList<MenuItem>();
    if (hearing != Hearing.NO_CHOICE) {
      items.add(
          item(
              "silence",
              texts.get(hearing == Hearing.SILENCED ? "people.hear" : "people.silence"),
              () -> silenced.toggle(identity)));
    }
    boolean others = !self && desk.mayActOn(identity, isHost);
    if (desk.usableProperty().get() && onStage) {
      addTimes(identity, items);
    }
    if (others && desk.hostProperty().get()) {
      boolean coHost = desk.isCoHost(identity);
      items.add(
          item(
              "co-host",
              texts.get(coHost ? "desk.no-co-host" : "desk.co-host"),
              () -> desk.setCoHost(identity, !coHost)));
      if (onStage) {
        items.add(item("hand-over", texts.get("desk.hand-over"), () -> askToHandOver(identity)));
      }
    }
    if (others) {
      if (!items.isEmpty()) {
        items.add(new SeparatorMenuItem());
      }
      items.add(item("remove", texts.get("desk.remove"), () -> desk.remove(identity)));
    }
    return items;
  }

  private void addTimes(String identity, List<MenuItem> items) {
    if (desk.hasTime(identity)) {
      items.add(item("end-time", texts.get("desk.end-time"), desk::endTime));
      return;
    }
    for (int minutes : MINUTES) {
      items.add(
          item(
              "time-" + minutes,
              texts.get("desk.give-time", minutes),
              () -> desk.giveTime(identity, Duration.ofMinutes(minutes))));
    }
  }

  private static MenuItem item(String id, String text, Runnable action) {
    var item = new MenuItem(text);
    item.setId("person-" + id);
    item.setOnAction(e -> action.run());
    return item;
  }

  /** Asks first, because only the new host could give the stream back. */
  private void askToHandOver(String identity) {
    overlay.show(
        new Dialog("hand-over-dialog", texts.get("desk.hand-over-title", identity))
            .text(texts.get("desk.hand-over-text", identity))
            .cancelButton("cancel-hand-over", texts.get("cancel"))
            .closingButton(
                "confirm-hand-over",
                texts.get("desk.hand-over-confirm"),
                "accent",
                () -> desk.handOver(identity)));
  }
}
