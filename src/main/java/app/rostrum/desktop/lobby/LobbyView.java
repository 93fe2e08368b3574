package app.rostrum.desktop.lobby;

import app.rostrum.desktop.sharing.SharingViewModel;
import app.rostrum.desktop.sound.SoundCheckViewModel;
import app.rostrum.desktop.ui.AppMenu;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Clipboards;
import app.rostrum.desktop.ui.DirectScrollPane;
import app.rostrum.desktop.ui.FormField;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Mark;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.ThemeMenu;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The screen of the lobby. */
public final class LobbyView extends VBox implements Pin {
  private final LobbyViewModel model;
  private final Texts texts;
  private final Overlay overlay;
  private final LobbyDialogs dialogs;
  private final Pins pins = new Pins();
  private final VBox cards = new VBox();
  private final Map<String, StreamCard> cardOf = new HashMap<>();

  /**
   * @param soundCheck a new one for each dialog
   * @param app leads to what concerns the whole app
   */
  public LobbyView(
      LobbyViewModel model,
      Texts texts,
      Overlay overlay,
      Appearance appearance,
      Supplier<SoundCheckViewModel> soundCheck,
      AppMenu app,
      SharingViewModel sharing,
      OtherHostsViewModel others,
      Runnable signOut) {
    this.model = model;
    this.texts = texts;
    this.overlay = overlay;
    dialogs = new LobbyDialogs(model, overlay, texts, soundCheck);
    setId("lobby-screen");
    getStyleClass().add("lobby");
    cards.getStyleClass().add("stream-cards");
    cards.setId("streams");

    var column = new VBox(notice(), operatorMessage(), header());
    column.getStyleClass().add("lobby-column");
    column.setMaxWidth(820);
    if (model.signedIn().hostedHere()) {
      column
          .getChildren()
          .add(new InvitationCard(model.signedIn(), sharing, texts, this::copy, pins));
    }
    column
        .getChildren()
        .addAll(problem(), listing(), new OtherHostsPart(others, texts, overlay, pins));
    var centre = new StackPane(column);
    centre.setAlignment(Pos.TOP_CENTER);
    centre.getStyleClass().add("lobby-centre");
    var scroll = new DirectScrollPane(centre);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(topBar(appearance, app, signOut), scroll);

    pins.listen(model.streams(), change -> arrange());
    pins.follow(this::arrange, model.minuteProperty());
  }

  private Node topBar(Appearance appearance, AppMenu app, Runnable signOut) {
    var title = new Label(texts.get("app.name"));
    title.getStyleClass().add("bar-title");
    var menu = new MenuButton(model.signedIn().identity());
    menu.setGraphic(new Avatar(model.signedIn().identity(), 28));
    menu.setId("account");
    menu.getStyleClass().addAll("flat", "account");
    menu.setMnemonicParsing(false);
    menu.setAccessibleText(texts.plain("lobby.account", model.signedIn().identity()));
    var leave = new MenuItem(texts.get("lobby.sign-out"), Icons.of(Material2RoundAL.EXIT_TO_APP));
    leave.setId("sign-out");
    leave.setOnAction(e -> signOut.run());
    menu.getItems().add(ThemeMenu.of(appearance, texts, pins));
    menu.getItems().addAll(app.items(texts));
    menu.getItems().addAll(new SeparatorMenuItem(), leave);
    var spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    var bar = new HBox(new Mark(26), title, spacer, menu);
    bar.getStyleClass().add("top-bar");
    bar.setMinHeight(USE_PREF_SIZE);
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  private Node header() {
    var title = new Label(texts.get("lobby.title"));
    title.getStyleClass().add("screen-title");
    var subtitle = new Label(texts.get("lobby.subtitle"));
    subtitle.getStyleClass().add("muted-text");
    subtitle.setWrapText(true);
    subtitle.setMinHeight(USE_PREF_SIZE);
    subtitle.setWrapText(true);
    var text = new VBox(title, subtitle);
    text.setSpacing(2);
    HBox.setHgrow(text, Priority.ALWAYS);
    var create = new Button(texts.get("lobby.create"), Icons.of(Material2RoundAL.ADD));
    create.setId("create-stream");
    create.getStyleClass().addAll("accent", "large-button");
    create.setMinWidth(Region.USE_PREF_SIZE);
    create.setOnAction(e -> dialogs.create());
    var header = new HBox(text, create);
    header.setAlignment(Pos.CENTER_LEFT);
    header.setSpacing(16);
    return header;
  }

  private Node notice() {
    var text = new Label();
    text.setId("lobby-notice");
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    pins.bind(text.textProperty(), model.noticeProperty());
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    var close = new Button("", Icons.of(Material2RoundAL.CLOSE));
    close.setId("dismiss-notice");
    close.setAccessibleText(texts.get("dismiss"));
    close.getStyleClass().addAll("flat", "button-icon", "small");
    close.setOnAction(e -> model.noticeProperty().set(""));
    var box = new HBox(Icons.of(Material2RoundAL.INFO), text, close);
    box.getStyleClass().add("info-box");
    box.setAlignment(Pos.CENTER_LEFT);
    pins.follow(model.noticeProperty(), t -> Visibility.show(box, !t.isEmpty()));
    return box;
  }

  private Node operatorMessage() {
    var text = new Label();
    text.setId("lobby-operator-message");
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    var box = new HBox(Icons.of(Material2RoundAL.CAMPAIGN), text);
    box.getStyleClass().add("info-box");
    box.setAlignment(Pos.CENTER_LEFT);
    pins.follow(
        model.operatorMessageProperty(),
        now -> {
          text.setText(BidiText.isolated(now));
          Visibility.show(box, !now.isEmpty());
        });
    return box;
  }

  private Node problem() {
    var text = new Label();
    text.setId("lobby-problem");
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    pins.bind(text.textProperty(), model.problemProperty());
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    var retry = new Button(texts.get("try-again"), Icons.of(Material2RoundMZ.REFRESH));
    retry.setId("retry");
    retry.setMinWidth(Region.USE_PREF_SIZE);
    retry.setOnAction(e -> model.refresh());
    var box = new HBox(Icons.of(Material2RoundMZ.WARNING), text, retry);
    box.getStyleClass().add("warning-box");
    box.setAlignment(Pos.CENTER_LEFT);
    pins.follow(model.problemProperty(), t -> Visibility.show(box, !t.isEmpty()));
    return box;
  }

  private Node listing() {
    var loading = new VBox(new ProgressIndicator(), new Label(texts.get("lobby.loading")));
    loading.getStyleClass().add("empty-state");
    Node empty = emptyState(Material2RoundMZ.MIC, "lobby.empty", "lobby.empty-hint", "empty-lobby");
    Node failed =
        emptyState(Material2RoundMZ.WIFI_OFF, "lobby.failed", "lobby.failed-hint", "failed-lobby");
    var all = List.of(cards, loading, empty, failed, typed());
    pins.follow(
        model.listingProperty(),
        state -> {
          Node wanted =
              switch (state) {
                case STREAMS -> all.get(0);
                case LOADING -> all.get(1);
                case EMPTY -> all.get(2);
                case FAILED -> all.get(3);
                case CANNOT_LIST -> all.get(4);
              };
          all.forEach(node -> Visibility.show(node, node == wanted));
        });
    var stack = new VBox();
    stack.getChildren().addAll(all);
    return stack;
  }

  private Node emptyState(Ikon icon, String title, String hint, String id) {
    var heading = new Label(texts.get(title));
    heading.getStyleClass().add("empty-title");
    var text = new Label(texts.get(hint));
    text.getStyleClass().add("muted-text");
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    text.setWrapText(true);
    var box = new VBox(Icons.of(icon, "empty-icon"), heading, text);
    box.getStyleClass().add("empty-state");
    box.setId(id);
    return box;
  }

  private Node typed() {
    var name =
        new FormField(
            "typed-stream-name",
            texts.get("lobby.typed"),
            texts.get("lobby.typed-prompt"),
            new SimpleStringProperty(texts.get("lobby.typed-hint")),
            model.typedNameErrorProperty(),
            pins);
    pins.bindBoth(name.input().textProperty(), model.typedNameProperty());
    var listen = new Button(texts.get("lobby.listen"), Icons.of(Material2RoundAL.HEADSET));
    listen.setId("join-listen");
    listen.getStyleClass().add("accent");
    listen.setOnAction(
        e -> model.usableTypedName().ifPresent(n -> model.join(n, Role.VIEWER, false)));
    name.input().setOnAction(e -> listen.fire());
    var speak = new Button(texts.get("lobby.speak"), Icons.of(Material2RoundMZ.MIC));
    speak.setId("join-speak");
    speak.setOnAction(e -> model.usableTypedName().ifPresent(dialogs::speak));
    var buttons = new HBox(listen, speak);
    buttons.setSpacing(8);
    var box = new VBox(name, buttons);
    box.getStyleClass().add("typed-card");
    return box;
  }

  private void arrange() {
    List<StreamCard> wanted =
        model.streams().stream()
            .map(
                stream -> {
                  StreamCard card =
                      cardOf.computeIfAbsent(
                          stream.streamName(), name -> new StreamCard(stream, texts, this::join));
                  card.update(stream, model.describe(stream));
                  return card;
                })
            .toList();
    if (!cards.getChildren().equals(wanted)) {
      cards.getChildren().setAll(wanted);
      cardOf.values().retainAll(wanted);
    }
  }

  private void join(String streamName, Role role) {
    if (role == Role.SPEAKER) {
      dialogs.speak(streamName);
    } else {
      model.join(streamName, role, false);
    }
  }

  private void copy(String text) {
    Clipboards.copy(text);
    overlay.toasts().show(Toasts.Kind.SUCCESS, texts.get("copied"));
  }

  @Override
  public void close() {
    pins.close();
  }
}
