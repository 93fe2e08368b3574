package app.rostrum.desktop.live;

import app.rostrum.desktop.chat.ChatPanel;
import app.rostrum.desktop.grid.AudienceStrip;
import app.rostrum.desktop.grid.SpeakerGrid;
import app.rostrum.desktop.live.LiveViewModel.Place;
import app.rostrum.desktop.reactions.ReactionButton;
import app.rostrum.desktop.reactions.ReactionStrip;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.services.StreamInvitation;
import app.rostrum.desktop.settings.AboutViewModel;
import app.rostrum.desktop.settings.TalkKey;
import app.rostrum.desktop.sound.SoundCheck;
import app.rostrum.desktop.sound.SoundCheckViewModel;
import app.rostrum.desktop.ui.AppMenu;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.CompactMode;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.desktop.ui.WindowSight;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/**
 * The screen of a joined stream: the grid in the middle, people or chat beside it, the bar of one's
 * role below.
 */
public final class LiveView extends BorderPane implements Pin {
  /**
   * The services that the view uses besides its ViewModel.
   *
   * @param soundCheck a new one for each dialog
   * @param talkKey the key of the microphone
   * @param app leads to what concerns the whole app
   * @param about gathers a report
   * @param invitation the present invitation to this stream
   * @param reach the part of the invitation card about who can reach this computer
   * @param compact the form of the window
   * @param sounds whether there are sounds that tell of what happens
   * @param browser opens an http or https address
   */
  public record Dependencies(
      Overlay overlay,
      Texts texts,
      Appearance appearance,
      PreferenceStore preferences,
      Clock clock,
      Supplier<SoundCheckViewModel> soundCheck,
      ObservableValue<TalkKey> talkKey,
      AppMenu app,
      Supplier<AboutViewModel> about,
      Supplier<StreamInvitation> invitation,
      Optional<ReachPart> reach,
      CompactMode compact,
      Property<Boolean> sounds,
      Consumer<URI> browser) {}

  private static final PseudoClass IN_COMPACT_FORM = PseudoClass.getPseudoClass("compact");

  /** Below this width or height in pixels the screen takes its compact form by itself. */
  private static final double COMPACT_BELOW_WIDTH = 400;

  private static final double COMPACT_BELOW_HEIGHT = 330;

  private final LiveViewModel model;
  private final Dependencies dependencies;
  private final Texts texts;
  private final MicrophoneKeys keys;
  private final Pins pins = new Pins();
  private final StackPane centre = new StackPane();
  private final StageArea area;
  private final SplitArea split;
  private final StackPane messages = new StackPane();
  private final StackPane stage = new StackPane(centre);
  private final VBox column = new VBox(messages, stage);
  private final VBox top;
  private final CaptionStrip captions;
  private Optional<Node> bottom = Optional.empty();
  private boolean compact;
  private final SidePanel side;

  /** Subscriptions of the bar and the prompts, which last as long as the role. */
  private Pins ofRole = new Pins();

  private Pins ofCard = new Pins();

  /** Subscriptions of the compact form, which last until the role or the form changes. */
  private Pins ofForm = new Pins();

  public LiveView(LiveViewModel model, Dependencies dependencies) {
    this.model = model;
    this.dependencies = dependencies;
    texts = dependencies.texts();
    keys = model.keys();
    pins.follow(dependencies.talkKey(), keys::use);
    setId("live-screen");
    getStyleClass().add("live");
    setFocusTraversable(true);
    split = new SplitArea(column, dependencies.preferences(), texts);
    side =
        new SidePanel(
            this,
            split,
            model,
            new ChatPanel.Dependencies(
                dependencies.overlay(), texts, dependencies.preferences(), dependencies.browser()),
            pins);
    area =
        new StageArea(
            new SpeakerGrid(model.grid(), texts, side::showPeople, pins),
            new AudienceStrip(model.grid().audience(), texts, side::showPeople, pins));
    pins.follow(model.facts().listenersProperty(), count -> area.setAudience(count.intValue() > 0));
    pins.follow(model.facts().aloneProperty(), this::inviteToEmptyStage);
    pins.add(() -> ofCard.close());
    top =
        new VBox(
            new LiveTopBar(model, texts, dependencies.compact()::toggle, pins),
            new DeskBoard(model.people().desk(), pins));
    captions =
        new CaptionStrip(
            model, dependencies.appearance().captionsProperty(), heightProperty(), texts, pins);
    messages.getStyleClass().add("messages");
    dependencies.overlay().showMessagesIn(messages);
    var strip = new ReactionStrip(model.reactions(), texts, pins);
    StackPane.setAlignment(strip, Pos.BOTTOM_CENTER);
    stage.getChildren().add(strip);
    VBox.setVgrow(stage, Priority.ALWAYS);
    // A person who turns out to be the host gets another bar.
    pins.follow(
        () -> show(model.placeProperty().get()), model.placeProperty(), model.hostProperty());
    pins.follow(
        this::chooseForm,
        dependencies.compact().chosenProperty(),
        widthProperty(),
        heightProperty());
    addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    addEventHandler(KeyEvent.KEY_RELEASED, this::released);
    // Later, because buttons consume their mouse events.
    addEventFilter(MouseEvent.MOUSE_RELEASED, e -> Platform.runLater(this::giveKeyboardBack));
    pins.follow(
        sceneProperty()
            .flatMap(scene -> scene.windowProperty())
            .flatMap(window -> window.focusedProperty())
            .orElse(false),
        focused -> {
          if (!focused) {
            keys.release();
          }
        });
    pins.follow(WindowSight.of(this), model::setWindowInSight);
    side.resume();
    // A notification may have asked for a panel, which the compact form has not.
    for (var open : List.of(model.chat().openProperty(), model.people().openProperty())) {
      pins.follow(
          open,
          wanted -> {
            if (wanted) {
              makeRoom();
            }
          });
    }
  }

  /** Ends the subscriptions to the ViewModel and the window. */
  @Override
  public void close() {
    ofRole.close();
    ofForm.close();
    pins.close();
    dependencies.compact().chosenProperty().set(false);
  }

  private void show(Place place) {
    ofRole.close();
    ofRole = new Pins();
    switch (place) {
      case JOINING -> {
        centre.getChildren().setAll(joining(ofRole));
        split.setDock(Optional.empty());
        bottom = Optional.empty();
      }
      case STAGE -> {
        centre.getChildren().setAll(area);
        split.setDock(Optional.of(dock()));
        bottom =
            Optional.of(
                new VBox(
                    captions,
                    StageBar.on(
                        bar(), model, dependencies.talkKey(), texts, this::devices, ofRole)));
      }
      case AUDIENCE -> {
        centre.getChildren().setAll(area);
        split.setDock(Optional.of(dock()));
        bottom = Optional.of(new VBox(captions, AudienceBar.on(bar(), model, texts, ofRole)));
      }
    }
    takeForm();
  }

  private void chooseForm() {
    boolean small =
        getWidth() > 0 && getWidth() < COMPACT_BELOW_WIDTH
            || getHeight() > 0 && getHeight() < COMPACT_BELOW_HEIGHT;
    boolean wanted = dependencies.compact().chosenProperty().get() || small;
    if (wanted != compact) {
      compact = wanted;
      pseudoClassStateChanged(IN_COMPACT_FORM, compact);
      takeForm();
    }
  }

  /** Shows the whole screen, or in a compact window the compact form of it. */
  private void takeForm() {
    ofForm.close();
    ofForm = new Pins();
    boolean joining = model.placeProperty().get() == Place.JOINING;
    if (compact && !joining) {
      if (split.panel().isPresent()) {
        side.hide();
      }
      column.getChildren().remove(messages);
      setTop(messages);
      setBottom(null);
      setCenter(
          new CompactView(
              model,
              dependencies.compact(),
              dependencies.sounds(),
              dependencies.talkKey(),
              texts,
              this::enlarge,
              this::askToLeave,
              ofForm));
    } else {
      setTop(compact ? null : top);
      column.getChildren().setAll(messages, stage);
      setCenter(split);
      setBottom(bottom.orElse(null));
    }
    if (!joining) {
      takeKeyboard();
    }
  }

  /** Returns to the whole screen; a window that is too small for it becomes larger. */
  private void enlarge() {
    CompactMode mode = dependencies.compact();
    if (!mode.chosenProperty().get()) {
      mode.chosenProperty().set(true); // so that the window has a size to return to
    }
    mode.chosenProperty().set(false);
  }

  private Dock dock() {
    return new Dock(model, texts, dependencies.preferences(), this::askToTakeOver, ofRole);
  }

  private LiveBar bar() {
    return new LiveBar(
        model,
        texts,
        dependencies.appearance(),
        new LiveBar.Actions(
            side::togglePeople,
            side::toggleChat,
            this::share,
            this::devices,
            this::details,
            dependencies.app(),
            this::askToLeave),
        ofRole);
  }

  private Node joining(Pins pins) {
    var indicator = new ProgressIndicator();
    indicator.setMaxSize(44, 44);
    var title =
        new EmojiLabel(
            texts.get(
                switch (model.entry().role()) {
                  case HOST -> "live.creating";
                  case SPEAKER -> "live.joining-stage";
                  case VIEWER -> "live.joining";
                },
                model.entry().streamName()));
    title.getStyleClass().add("empty-title");
    BidiText.wrap(title, 400);
    var obstacle = new Label();
    obstacle.setId("join-obstacle");
    obstacle.getStyleClass().add("muted-text");
    obstacle.setMinHeight(Region.USE_PREF_SIZE);
    obstacle.setMaxWidth(480);
    obstacle.setWrapText(true);
    obstacle.setAlignment(Pos.CENTER);
    obstacle.setTextAlignment(TextAlignment.CENTER);
    pins.follow(
        model.obstacleProperty(),
        text -> {
          obstacle.setText(text);
          Visibility.show(obstacle, !text.isEmpty());
        });
    var cancel = new Button(texts.get("cancel"));
    cancel.setId("cancel-join");
    cancel.setOnAction(e -> model.leave());
    var box = new VBox(indicator, title, obstacle, cancel);
    box.setId("joining");
    box.getStyleClass().add("joining");
    box.setAlignment(Pos.CENTER);
    return box;
  }

  private void askToTakeOver() {
    dependencies
        .overlay()
        .show(
            new Dialog("take-over-dialog", texts.get("take-over.title"))
                .text(texts.get("take-over.text"))
                .cancelButton("cancel-take-over", texts.get("cancel"))
                .closingButton(
                    "confirm-take-over",
                    texts.get("take-over.confirm"),
                    "accent",
                    model::takeOver));
  }

  /** Gives the keyboard to the new bar and grid, unless the person is writing. */
  private void takeKeyboard() {
    if (!side.beingWrittenIn()) {
      requestFocus();
    }
  }

  private InviteCard inviteCard(String prefix, Pins pins) {
    return new InviteCard(prefix, dependencies.invitation(), dependencies.reach(), texts, pins);
  }

  /** Tells a host who is alone how others come. */
  private void inviteToEmptyStage(boolean alone) {
    ofCard.close();
    ofCard = new Pins();
    if (alone) {
      area.showCard(inviteCard("invite", ofCard).titled(texts.get("invite.title")));
    } else {
      area.hideCard();
    }
  }

  /** Copies the invitation at once, and shows what there is to pass on besides. */
  private void share() {
    var dialog = new Dialog("share-dialog", texts.get("invite.share-title"));
    InviteCard card = inviteCard("share", dialog.pins());
    card.copyShortest();
    dialog.body(card);
    dialog.focus(dialog.defaultButton("close-share", texts.get("done"), dialog::close));
    dependencies.overlay().show(dialog);
  }

  private void details() {
    ConnectionDetails.open(model, dependencies.about().get(), dependencies.overlay(), texts);
  }

  private void devices() {
    var dialog = new Dialog("devices-dialog", texts.get("live.devices"));
    dialog.body(new SoundCheck(dependencies.soundCheck().get(), texts, dialog.pins()));
    dialog.focus(dialog.defaultButton("close-devices", texts.get("done"), dialog::close));
    dependencies.overlay().show(dialog);
  }

  /** Leaves the stream; asks a host first, because that ends the event for all. */
  void askToLeave() {
    if (!model.hostProperty().get()) {
      model.leave();
      return;
    }
    dependencies
        .overlay()
        .show(
            new Dialog("end-dialog", texts.get("end.title"))
                .text(texts.get("end.text", model.entry().streamName()))
                .cancelButton("cancel-end", texts.get("end.stay"))
                .closingButton("confirm-end", texts.get("end.end"), "danger", model::leave));
  }

  private void pressed(KeyEvent e) {
    Place place = model.placeProperty().get();
    if (place != Place.JOINING && pressedInStream(e) || place == Place.STAGE && pressedOnStage(e)) {
      e.consume();
    }
  }

  private boolean pressedInStream(KeyEvent e) {
    if (Shortcut.COMPACT.matches(e)) {
      dependencies.compact().toggle();
    } else if (Shortcut.CAPTIONS.matches(e)) {
      switchCaptions();
    } else if (Shortcut.CHAT.matches(e)) {
      makeRoom();
      side.toggleChatByKey();
    } else if (Shortcut.PEOPLE.matches(e)) {
      makeRoom();
      side.togglePeopleByKey();
    } else if (Shortcut.CLOSE.matches(e) && split.panel().isPresent()) {
      side.hide();
    } else if (Shortcut.DETAILS.matches(e)) {
      details();
    } else if (Shortcut.HAND.matches(e)) {
      model.toggleHand();
    } else {
      return ReactionButton.pressed(e, model.reactions());
    }
    return true;
  }

  private void switchCaptions() {
    Property<Boolean> shown = dependencies.appearance().captionsProperty();
    shown.setValue(!shown.getValue());
    dependencies
        .overlay()
        .toasts()
        .show(
            Toasts.Kind.INFO,
            "captions",
            texts.get(shown.getValue() ? "captions.on" : "captions.off"));
  }

  private boolean pressedOnStage(KeyEvent e) {
    if (Shortcut.MICROPHONE.matches(e)) {
      keys.toggle();
    } else if (keys.means(e.getCode(), e.getTarget() instanceof TextInputControl)
        && !e.isShortcutDown()) {
      keys.press();
    } else {
      return false;
    }
    return true;
  }

  /** Shows the whole screen, where a panel has its place. */
  private void makeRoom() {
    if (compact) {
      enlarge();
    }
  }

  private void released(KeyEvent e) {
    if (keys.means(e.getCode(), false)) {
      keys.release();
    }
  }

  /** Takes the keyboard from a clicked button, so that Space means the microphone again. */
  private void giveKeyboardBack() {
    if (getScene() != null
        && getScene().getFocusOwner() instanceof Button button
        && isParentOf(button)) {
      requestFocus();
    }
  }

  private boolean isParentOf(Node node) {
    for (Node n = node; n != null; n = n.getParent()) {
      if (n == this) {
        return true;
      }
    }
    return false;
  }
}
