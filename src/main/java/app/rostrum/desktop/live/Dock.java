package app.rostrum.desktop.live;

import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiInput;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.StreamDesk;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The strip above the bar in which the stream asks and tells, one thing at a time: an interruption,
 * an invitation to speak, the lost host's place, one's place in the queue, a welcome. Its room is
 * kept free, so that it covers nothing and moves nothing when it comes, and it never takes the
 * keyboard.
 */
final class Dock extends StackPane {
  private static final String WELCOME_SEEN = "welcome-seen";

  private final LiveViewModel model;
  private final Texts texts;
  private final PreferenceStore preferences;
  private final Pins pins;
  private final BooleanProperty welcome = new SimpleBooleanProperty();
  private final DockRow interruption;
  private final DockRow invitation;
  private final DockRow hostLost;
  private final DockRow queue;
  private final DockRow welcoming;

  /** The width up to which a row has no room for the time besides the reason, in pixels. */
  private static final double NARROW = 480;

  /** The width from which on all buttons of the invitation have words, in heights of its text. */
  private static final double WITH_WORDS = 56;

  /** The width from which on the invitation has a second line. */
  private static final double WITH_DETAIL = 34;

  /**
   * @param askToTakeOver asks before this person becomes the host
   * @param pins end with the role
   */
  Dock(
      LiveViewModel model,
      Texts texts,
      PreferenceStore preferences,
      Runnable askToTakeOver,
      Pins pins) {
    this.model = model;
    this.texts = texts;
    this.preferences = preferences;
    this.pins = pins;
    setId("dock");
    getStyleClass().add("dock");
    // What a row lacks in room must not make the window's content wider than the window.
    setMinWidth(0);
    welcome.set(preferences.get(WELCOME_SEEN).isEmpty());
    interruption = interruption();
    invitation = invitation();
    hostLost = new DockRow("host-lost", "dock-warning", Material2RoundMZ.PERSON_OUTLINE);
    hostLost.title(texts.get("take-over.host-lost"));
    accent(hostLost.button("take-over", texts.get("take-over.offer"), askToTakeOver));
    queue = queue();
    welcoming = new DockRow("welcome", "dock-info", Material2RoundMZ.PAN_TOOL);
    welcoming.title(texts.get("welcome.title"));
    welcoming.detail(texts.get("welcome.text"));
    welcoming.button("close-welcome", texts.get("welcome.close"), this::endWelcome);
    getChildren().addAll(interruption, invitation, hostLost, queue, welcoming);
    pins.follow(
        this::choose,
        model.placeProperty(),
        model.interruption().toldProperty(),
        model.invitedProperty(),
        model.mayTakeOverProperty(),
        model.changingProperty(),
        model.hand().queuePlaceProperty(),
        model.hand().queueOpenProperty(),
        welcome);
  }

  private DockRow interruption() {
    var indicator = new ProgressIndicator();
    indicator.setMinSize(18, 18);
    indicator.setMaxSize(18, 18);
    var row = new DockRow("interruption", "dock-warning", indicator);
    Label reason = row.title("");
    reason.setId("reconnecting");
    pins.follow(
        model.interruption().reasonProperty(),
        text -> {
          reason.setText(text);
          row.setAccessibleText(BidiText.plain(text));
          row.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        });
    Label elapsed = row.aside();
    elapsed.setId("interrupted-for");
    // In a narrow window the reason needs the room.
    pins.follow(
        row.widthProperty(), width -> Visibility.show(elapsed, width.doubleValue() > NARROW));
    pins.follow(
        model.interruption().secondsProperty(),
        seconds ->
            elapsed.setText(
                texts.get("interrupted.for", InterruptionViewModel.elapsed(seconds.longValue()))));
    row.button("give-up", texts.get("interrupted.give-up"), model::giveUp);
    return row;
  }

  private DockRow invitation() {
    var row = new DockRow("invitation", "dock-invitation", Material2RoundMZ.RECORD_VOICE_OVER);
    row.title(texts.get("invitation.title"));
    Label what = row.detail("");
    what.setId("invitation-text");
    pins.follow(
        model.people().desk().deskProperty(),
        desk ->
            what.setText(
                texts.get(
                    desk.flatMap(StreamDesk::recording).isPresent()
                        ? "invitation.text-recorded"
                        : "invitation.text")));
    row.setAccessibleText(texts.get("invitation.title"));
    Button notNow =
        row.button("decline-invitation", texts.get("invitation.not-now"), model::declineInvitation);
    notNow.getStyleClass().add("flat");
    Button muted =
        row.button(
            "accept-invitation-muted",
            texts.get("invitation.join-muted"),
            () -> model.acceptInvitation(false));
    muted.setGraphic(Icons.of(Material2RoundMZ.MIC_OFF));
    muted.setAccessibleText(texts.get("invitation.join-muted"));
    muted.setTooltip(new Tooltip(texts.get("invitation.join-muted")));
    Button join =
        accent(
            row.button(
                "accept-invitation",
                texts.get("invitation.join"),
                () -> model.acceptInvitation(true)));
    join.setGraphic(Icons.of(Material2RoundMZ.MIC));
    notNow.setGraphic(Icons.of(Material2RoundAL.CLOSE));
    notNow.setAccessibleText(texts.get("invitation.not-now"));
    notNow.setTooltip(new Tooltip(texts.get("invitation.not-now")));
    pins.follow(
        () -> {
          boolean words = row.getWidth() >= WITH_WORDS * what.getFont().getSize();
          muted.setContentDisplay(words ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY);
          notNow.setContentDisplay(words ? ContentDisplay.TEXT_ONLY : ContentDisplay.GRAPHIC_ONLY);
          Visibility.show(what, row.getWidth() >= WITH_DETAIL * what.getFont().getSize());
        },
        row.widthProperty(),
        what.fontProperty());
    return row;
  }

  private DockRow queue() {
    var row = new DockRow("queue", "dock-info", Material2RoundMZ.PAN_TOOL);
    Label place = row.title("");
    place.setId("queue-place");
    row.getChildren().add(new EmojiInput(new HandWords(model.hand(), texts, pins), pins));
    pins.follow(
        () -> {
          String text = HandWords.placeOf(model.hand(), texts);
          place.setText(text);
          row.setAccessibleText(BidiText.plain(text));
        },
        model.hand().queuePlaceProperty(),
        model.hand().queueOpenProperty(),
        model.hand().queueReasonProperty());
    return row;
  }

  private static Button accent(Button button) {
    button.getStyleClass().add("accent");
    return button;
  }

  /** Ends the welcome for good: this person knows now how to speak. */
  private void endWelcome() {
    preferences.put(WELCOME_SEEN, "true");
    welcome.set(false);
  }

  private void choose() {
    if (model.invitedProperty().get() && welcome.get()) {
      endWelcome();
    }
    DockRow wanted = wanted();
    for (DockRow row : new DockRow[] {interruption, invitation, hostLost, queue, welcoming}) {
      Visibility.show(row, row == wanted);
    }
  }

  boolean showsSomething() {
    return getChildren().stream().anyMatch(Node::isVisible);
  }

  private @Nullable DockRow wanted() {
    boolean audience = model.placeProperty().get() == LiveViewModel.Place.AUDIENCE;
    if (model.interruption().toldProperty().get()) {
      return interruption;
    } else if (audience && model.invitedProperty().get()) {
      return invitation;
    } else if (model.mayTakeOverProperty().get()) {
      return hostLost;
    } else if (!audience || model.changingProperty().get()) {
      return null;
    } else if (model.hand().queuePlaceProperty().get() > 0
        || !model.hand().queueOpenProperty().get()) {
      return queue;
    }
    return welcome.get() ? welcoming : null;
  }
}
