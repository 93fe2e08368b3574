package app.rostrum.desktop.people;

import app.rostrum.desktop.grid.SilencedSpeakers;
import app.rostrum.desktop.people.PersonRow.Hearing;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** The menu of what is seldom done to one person, most of it by a host or co-host. */
final class PersonMenu {
  private static final List<Integer> MINUTES = List.of(1, 2, 5);

  private final DeskViewModel desk;
  private final SilencedSpeakers silenced;
  private final Overlay overlay;
  private final Texts texts;
  private String identity = "";
  private boolean onStage;
  private boolean isHost;
  private boolean self;
  private Hearing hearing = Hearing.NO_CHOICE;

  PersonMenu(DeskViewModel desk, SilencedSpeakers silenced, Overlay overlay, Texts texts) {
    this.desk = desk;
    this.silenced = silenced;
    this.overlay = overlay;
    this.texts = texts;
  }

  /** Turns to a person. */
  void of(String identity, boolean onStage, boolean isHost, boolean self, Hearing hearing) {
    this.identity = identity;
    this.onStage = onStage;
    this.isHost = isHost;
    this.self = self;
    this.hearing = hearing;
  }

  /** Returns whether there is anything to do; cheap, unlike the items. */
  boolean offersAnything() {
    return hearing != Hearing.NO_CHOICE || timed() || mayActOn();
  }

  private boolean timed() {
    return desk.usableProperty().get() && onStage;
  }

  private boolean mayActOn() {
    return !self && desk.mayActOn(identity, isHost);
  }

  /** Returns the items anew, for a menu of the person. */
  List<MenuItem> items() {
    return items(identity);
  }

  private List<MenuItem> items(String identity) {
    var items = new ArrayList<MenuItem>();
    if (hearing != Hearing.NO_CHOICE) {
      items.add(
          item(
              "silence",
              texts.get(hearing == Hearing.SILENCED ? "people.hear" : "people.silence"),
              () -> silenced.toggle(identity)));
    }
    boolean others = mayActOn();
    if (timed()) {
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
