package app.rostrum.desktop.chat;

import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.Clipboards;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.RowMenu;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.names.LineRule;
import app.rostrum.stream.Chat.Delivery;
import app.rostrum.stream.Chat.Message;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.event.EventHandler;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The chat beside the grid: the messages above, the input below. */
public final class ChatPanel extends VBox {
  /**
   * The services that the panel uses besides its ViewModel.
   *
   * @param browser opens an http or https address
   */
  public record Dependencies(
      Overlay overlay, Texts texts, PreferenceStore preferences, Consumer<URI> browser) {}

  private final ChatViewModel model;
  private final Dependencies dependencies;
  private final Texts texts;
  private final ChatHistory history;
  private final Composer composer;

  /**
   * @param close hides the panel
   * @param pins of the screen
   */
  public ChatPanel(ChatViewModel model, Dependencies dependencies, Runnable close, Pins pins) {
    this.model = model;
    this.dependencies = dependencies;
    texts = dependencies.texts();
    setId("chat-panel");
    getStyleClass().addAll("people-panel", "chat-panel");
    var title = new Label(texts.get("chat.title"));
    title.getStyleClass().add("panel-title");
    var spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    var hide = new Button("", Icons.of(Material2RoundAL.CLOSE));
    hide.setId("close-chat");
    hide.setAccessibleText(texts.get("chat.close"));
    hide.getStyleClass().addAll("flat", "button-icon");
    hide.setOnAction(e -> close.run());
    var bar = new HBox(title, spacer, hide);
    bar.getStyleClass().add("panel-bar");
    bar.setAlignment(Pos.CENTER_LEFT);

    history = new ChatHistory(model, texts, dependencies.browser(), this::takeKeyboard, pins);
    VBox.setVgrow(history, Priority.ALWAYS);
    composer = new Composer(model, texts, dependencies.preferences(), history::toNewest, pins);
    getChildren().addAll(bar, history, typingLine(pins), composer);
    EventHandler<KeyEvent> closing =
        e -> {
          if (Shortcut.CLOSE.matches(e)) {
            e.consume();
            close.run();
          }
        };
    addEventHandler(KeyEvent.KEY_PRESSED, closing);
    // The list takes Escape as the end of editing rows.
    history.list().addEventFilter(KeyEvent.KEY_PRESSED, closing);
    history.list().addEventHandler(KeyEvent.KEY_PRESSED, this::pressedInHistory);
    RowMenu.on(
        history.list(),
        cell -> model.messageAt(cell.getIndex()).map(this::items).orElse(List.of()),
        pins);
  }

  private Label typingLine(Pins pins) {
    var label = new EmojiLabel();
    label.setId("typing");
    label.getStyleClass().add("typing-line");
    label.setMinHeight(Region.USE_PREF_SIZE);
    pins.follow(model.typingProperty(), who -> label.setText(typing(who)));
    return label;
  }

  private String typing(List<String> who) {
    return switch (who.size()) {
      case 0 -> "";
      case 1 -> texts.get("chat.typing-one", LineRule.shortened(who.getFirst(), 22));
      case 2 ->
          texts.get(
              "chat.typing-two",
              LineRule.shortened(who.getFirst(), 11),
              LineRule.shortened(who.getLast(), 11));
      default -> texts.get("chat.typing-several");
    };
  }

  /** Gives the keyboard to the input. */
  public void takeKeyboard() {
    composer.input().requestFocus();
  }

  /** Returns whether the keyboard is in the chat. */
  public boolean hasKeyboard() {
    return composer.input().isFocused() || history.list().isFocused();
  }

  private Optional<Message> selected() {
    return model.messageAt(history.list().getSelectionModel().getSelectedIndex());
  }

  private void pressedInHistory(KeyEvent e) {
    Optional<Message> message = selected();
    if (message.isEmpty()) {
      return;
    }
    if (Shortcut.COPY.matches(e)) {
      e.consume();
      copy(message.get());
    } else if (Shortcut.REMOVE.matches(e)) {
      e.consume();
      if (model.changeable(message.get())) {
        askToRemove(message.get());
      }
    }
  }

  private List<MenuItem> items(Message message) {
    var items = new ArrayList<MenuItem>();
    items.add(item("copy-message", "copy", Material2RoundAL.CONTENT_COPY, () -> copy(message)));
    TextSegment.of(message.text()).stream()
        .filter(TextSegment.Link.class::isInstance)
        .map(TextSegment.Link.class::cast)
        .distinct()
        .limit(5)
        .forEach(
            link -> {
              var item = new MenuItem(texts.get("chat.open-link", shortAddress(link.text())));
              item.setMnemonicParsing(false);
              item.setGraphic(Icons.of(Material2RoundMZ.OPEN_IN_NEW));
              item.setOnAction(e -> dependencies.browser().accept(link.target()));
              items.add(item);
            });
    if (model.changeable(message)) {
      items.add(
          item(
              "edit-message",
              "chat.edit",
              Material2RoundAL.EDIT,
              () -> {
                model.edit(message);
                takeKeyboard();
              }));
      items.add(
          item(
              "remove-message",
              "chat.remove",
              Material2RoundAL.DELETE,
              () -> askToRemove(message)));
    }
    if (message.delivery() == Delivery.FAILED) {
      items.add(
          item(
              "send-message-again",
              "chat.try-again",
              Material2RoundMZ.REPLAY,
              () -> model.sendAgain(message)));
      items.add(
          item(
              "discard-message",
              "chat.discard",
              Material2RoundAL.DELETE,
              () -> model.discard(message)));
    }
    return items;
  }

  private MenuItem item(String id, String key, Ikon icon, Runnable action) {
    var item = new MenuItem(texts.get(key), Icons.of(icon));
    item.setId(id);
    item.setOnAction(e -> action.run());
    return item;
  }

  private static String shortAddress(String address) {
    return address.length() <= 48 ? address : address.substring(0, 47) + "…";
  }

  private void copy(Message message) {
    Clipboards.copy(message.text());
    dependencies.overlay().toasts().show(Toasts.Kind.SUCCESS, texts.get("copied"));
  }

  private void askToRemove(Message message) {
    dependencies
        .overlay()
        .show(
            new Dialog("remove-dialog", texts.get("chat.remove-title"))
                .text(texts.get("chat.remove-text"))
                .cancelButton("cancel-remove", texts.get("chat.keep"))
                .closingButton(
                    "confirm-remove",
                    texts.get("chat.remove"),
                    "danger",
                    () -> model.remove(message)));
  }
}
