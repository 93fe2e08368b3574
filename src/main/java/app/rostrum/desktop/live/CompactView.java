package app.rostrum.desktop.live;

import app.rostrum.desktop.settings.TalkKey;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.CompactMode;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.RecordingMark;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The screen of a stream in a window of about 320x200: who speaks or spoke last, microphone or
 * hand, leave, and what the server's operator tells everybody. An invitation to speak takes the
 * place of these buttons.
 */
final class CompactView extends BorderPane {
  private static final PseudoClass RAISED = PseudoClass.getPseudoClass("raised");
  private static final PseudoClass ON = PseudoClass.getPseudoClass("on");
  private static final double AVATAR = 52;
  private static final double RING = 10;

  private final LiveViewModel model;
  private final ObservableValue<TalkKey> talkKey;
  private final Texts texts;
  private final Pins pins;

  /**
   * @param full shows the whole screen again
   * @param pins end when the view is left
   */
  CompactView(
      LiveViewModel model,
      CompactMode mode,
      Property<Boolean> sounds,
      ObservableValue<TalkKey> talkKey,
      Texts texts,
      Runnable full,
      Runnable leave,
      Pins pins) {
    this.model = model;
    this.talkKey = talkKey;
    this.texts = texts;
    this.pins = pins;
    setId("compact");
    getStyleClass().add("compact");
    Label message = DeskBoard.operatorMessage(model.people().desk(), "compact-message", pins);
    message.getStyleClass().add("compact-message");
    setTop(new VBox(top(mode, sounds, full), message));
    setCenter(floor());
    HBox buttons = buttons(leave);
    HBox invitation = invitation();
    setBottom(new StackPane(buttons, invitation));
    pins.follow(
        model.invitedProperty(),
        invited -> {
          Visibility.show(buttons, !invited);
          Visibility.show(invitation, invited);
        });
  }

  private HBox top(CompactMode mode, Property<Boolean> sounds, Runnable full) {
    var name = new EmojiLabel(model.entry().streamName());
    name.getStyleClass().add("bar-title");
    name.setMinWidth(0);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    Button bell = icon("compact-sounds", Material2RoundMZ.NOTIFICATIONS);
    bell.setOnAction(e -> sounds.setValue(!sounds.getValue()));
    pins.follow(
        sounds,
        on -> {
          bell.setGraphic(
              Icons.of(on ? Material2RoundMZ.NOTIFICATIONS : Material2RoundMZ.NOTIFICATIONS_OFF));
          name(bell, on ? "compact.no-sounds" : "compact.sounds");
        });
    Button pin = icon("compact-on-top", Material2RoundMZ.PUSH_PIN);
    pin.setOnAction(e -> mode.onTopProperty().set(!mode.onTopProperty().get()));
    pins.follow(
        mode.onTopProperty(),
        on -> {
          pin.pseudoClassStateChanged(ON, on);
          name(pin, on ? "compact.not-on-top" : "compact.on-top");
        });
    Button expand = icon("compact-expand", Material2RoundMZ.OPEN_IN_FULL);
    name(expand, "compact.expand");
    expand.setOnAction(e -> full.run());
    RecordingMark recorded =
        RecordingFact.of("compact-recording", model.people().desk(), texts, pins);
    recorded.showWord(false);
    HBox.setMargin(recorded, new Insets(0, 8, 0, 0));
    var bar = new HBox(recorded, name, bell, pin, expand);
    bar.getStyleClass().add("compact-top");
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  private HBox floor() {
    FactsViewModel facts = model.facts();
    var avatar = new Avatar("", AVATAR);
    var ring = new Circle();
    ring.getStyleClass().add("voice-ring");
    var face = new StackPane(ring, avatar);
    face.setMinSize(AVATAR + 2 * RING, AVATAR + 2 * RING);
    face.setMaxSize(AVATAR + 2 * RING, AVATAR + 2 * RING);
    var who = new EmojiLabel();
    who.setId("compact-speaker");
    who.getStyleClass().add("tile-name");
    who.setMinWidth(0);
    var what = new Label();
    what.setId("compact-state");
    what.getStyleClass().add("quiet");
    what.setWrapText(true);
    var words = new VBox(who, what);
    words.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(words, Priority.ALWAYS);
    pins.follow(
        facts.floorProperty(),
        identity -> {
          Visibility.show(face, !identity.isEmpty());
          Visibility.show(who, !identity.isEmpty());
          avatar.setIdentity(identity);
          who.setText(identity);
        });
    pins.follow(
        () -> what.setText(state()),
        facts.floorProperty(),
        facts.speakingProperty(),
        model.reconnectingProperty(),
        model.interruption().reasonProperty(),
        model.invitedProperty());
    boolean still = Appearance.reducedMotion();
    pins.follow(
        facts.floorLevelProperty(),
        level -> {
          double loud = still ? 0.6 : Math.sqrt(level.doubleValue());
          ring.setVisible(level.doubleValue() > 0.01);
          ring.setStrokeWidth(2 + 3 * loud);
          ring.setRadius(AVATAR / 2 + 3 + 3 * loud);
        });
    var middle = new HBox(face, words);
    middle.getStyleClass().add("compact-floor");
    middle.setAlignment(Pos.CENTER_LEFT);
    return middle;
  }

  private String state() {
    if (model.reconnectingProperty().get()) {
      return model.interruption().reasonProperty().get();
    }
    if (model.invitedProperty().get()) {
      return texts.get("invitation.title");
    }
    if (model.facts().floorProperty().get().isEmpty()) {
      return texts.get("compact.silence");
    }
    return texts.get(
        model.facts().speakingProperty().get() ? "compact.speaks" : "compact.spoke-last");
  }

  private HBox buttons(Runnable leave) {
    Button end = wide("compact-leave", Material2RoundAL.CALL_END);
    end.getStyleClass().add("leave-button");
    end.setOnAction(e -> leave.run());
    pins.follow(
        model.hostProperty(), host -> end.setText(texts.get(host ? "bar.end" : "bar.leave")));
    var row = new HBox(own(), end);
    row.getStyleClass().add("compact-buttons");
    return row;
  }

  /** The button for one's own voice: the microphone on stage, the hand in the audience. */
  private Button own() {
    boolean stage = model.placeProperty().get() == LiveViewModel.Place.STAGE;
    return stage ? microphone() : hand();
  }

  private Button microphone() {
    Button button = MicrophoneButton.of(model, talkKey, texts, pins);
    button.setId("compact-mute");
    button.getStyleClass().add("compact-button");
    button.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(button, Priority.ALWAYS);
    return button;
  }

  private Button hand() {
    Button button = wide("compact-hand", Material2RoundMZ.PAN_TOOL);
    button.getStyleClass().add("hand-button");
    button.setOnAction(e -> model.toggleHand());
    pins.follow(
        () -> {
          boolean raised = model.hand().raisedProperty().get();
          button.pseudoClassStateChanged(RAISED, raised);
          button.setText(texts.get(raised ? "hand.lower" : "hand.raise"));
          button.setDisable(model.hand().pendingProperty().get() || model.changingProperty().get());
        },
        model.hand().raisedProperty(),
        model.hand().pendingProperty(),
        model.changingProperty());
    return button;
  }

  private HBox invitation() {
    Button join = wide("compact-accept", Material2RoundMZ.MIC);
    join.setText(texts.get("invitation.join"));
    join.getStyleClass().add("hand-button");
    join.pseudoClassStateChanged(RAISED, true);
    join.setOnAction(e -> model.acceptInvitation(true));
    Button notNow = wide("compact-decline", Material2RoundAL.CLOSE);
    notNow.setText(texts.get("invitation.not-now"));
    notNow.setOnAction(e -> model.declineInvitation());
    var row = new HBox(notNow, join);
    row.getStyleClass().add("compact-buttons");
    return row;
  }

  private void name(Button button, String key) {
    String text = texts.get(key);
    button.setAccessibleText(BidiText.plain(text));
    button.setTooltip(new Tooltip(text));
  }

  private static Button icon(String id, Ikon icon) {
    var button = new Button("", Icons.of(icon));
    button.setId(id);
    button.getStyleClass().addAll("flat", "button-icon");
    button.setMinSize(36, 36);
    return button;
  }

  private static Button wide(String id, Ikon icon) {
    var button = new Button("", Icons.of(icon));
    button.setId(id);
    button.getStyleClass().addAll("bar-button", "compact-button");
    button.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(button, Priority.ALWAYS);
    return button;
  }
}
