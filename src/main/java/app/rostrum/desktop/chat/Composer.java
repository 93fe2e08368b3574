package app.rostrum.desktop.chat;

import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiInput;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.KeyNames;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.Chat;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The input for messages. It grows from one line to five and counts the last characters before the
 * limit.
 */
final class Composer extends VBox {
  /** The number of remaining characters from which on they are counted. */
  private static final int COUNTED = 200;

  private static final int MOST_LINES = 5;

  private final ChatViewModel model;
  private final Texts texts;
  private final PreferenceStore preferences;
  private final Runnable sent;
  private final Pins pins;
  private final TextArea input = new TextArea();
  private final Text measure = new Text();
  private final Label note = new Label();
  private final HBox editing;

  /** Made when it is first asked for, because it reads the names of all emoji. */
  private Optional<EmojiPicker> picker = Optional.empty();

  /**
   * @param preferences keeps the emoji used last
   * @param sent runs after a new message was sent
   * @param pins of the screen
   */
  Composer(
      ChatViewModel model, Texts texts, PreferenceStore preferences, Runnable sent, Pins pins) {
    this.model = model;
    this.preferences = preferences;
    this.pins = pins;
    this.texts = texts;
    this.sent = sent;
    getStyleClass().add("composer");
    input.setId("chat-input");
    input.setPromptText(texts.get("chat.prompt"));
    input.setAccessibleText(texts.get("chat.prompt"));
    input.setAccessibleHelp(
        texts.plain(
            "chat.prompt-help",
            KeyNames.of(Shortcut.SEND, texts),
            KeyNames.of(Shortcut.NEW_LINE, texts),
            KeyNames.of(Shortcut.EDIT_LAST, texts)));
    input.setWrapText(true);
    input.getStyleClass().add("chat-input");
    input.setTextFormatter(new TextFormatter<>(Composer::limit));
    pins.bindBoth(input.textProperty(), model.draft().textProperty());
    input.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    var send = new Button("", Icons.of(Material2RoundMZ.SEND));
    send.setId("chat-send");
    send.setAccessibleText(texts.get("chat.send"));
    send.setTooltip(
        new Tooltip(
            texts.get(
                "chat.send-tip",
                KeyNames.of(Shortcut.SEND, texts),
                KeyNames.of(Shortcut.NEW_LINE, texts))));
    send.getStyleClass().addAll("accent", "button-icon", "chat-send");
    pins.bind(send.disableProperty(), model.draft().sendableProperty().not());
    send.setOnAction(
        e -> {
          send();
          input.requestFocus();
        });
    var emoji = new Button("", Icons.of(Material2RoundAL.EMOJI_EMOTIONS));
    emoji.setId("chat-emoji");
    emoji.setAccessibleText(texts.get("emoji.title"));
    emoji.setTooltip(new Tooltip(texts.get("emoji.tip", KeyNames.of(Shortcut.EMOJI, texts))));
    emoji.getStyleClass().addAll("flat", "button-icon");
    emoji.setOnAction(e -> toggleEmoji());
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (Shortcut.EMOJI.matches(e)) {
            e.consume();
            toggleEmoji();
          }
        });
    var drawn = new EmojiInput(input, pins);
    HBox.setHgrow(drawn, Priority.ALWAYS);
    var line = new HBox(drawn, emoji, send);
    line.getStyleClass().add("composer-line");
    line.setAlignment(Pos.BOTTOM_CENTER);
    note.setId("chat-note");
    note.getStyleClass().add("chat-note");
    note.setWrapText(true);
    note.setMinHeight(Region.USE_PREF_SIZE);
    editing = editingBar();
    getChildren().addAll(editing, note, line, counter(pins));
    pins.follow(
        model.accessProperty(),
        access -> {
          // The draft stays while the chat is out of reach, and goes when it has ended.
          boolean over = access == Chat.Access.CLOSED;
          Visibility.show(line, !over);
          if (over) {
            closeEmoji();
          }
          String text =
              switch (access) {
                case OPEN, OFF -> "";
                case CONNECTING -> texts.get("chat.note-connecting");
                case CLOSED -> texts.get("chat.note-closed");
                case FAILED -> texts.get("chat.note-failed");
                case FULL -> texts.get("chat.note-full");
              };
          note.setText(text);
          Visibility.show(note, !text.isEmpty());
        });
    pins.follow(
        model.draft().editingProperty(),
        message -> {
          Visibility.show(editing, message.isPresent());
          input.positionCaret(input.getLength());
        });
    // Text with right-to-left runs scrolls instead, see BidiText.
    pins.follow(input.textProperty(), text -> input.setWrapText(!BidiText.in(text)));
    pins.follow(this::grow, input.textProperty(), input.widthProperty(), input.fontProperty());
  }

  private void toggleEmoji() {
    if (picker.isPresent() && picker.get().isVisible()) {
      closeEmoji();
      return;
    }
    if (picker.isEmpty()) {
      var made =
          new EmojiPicker(
              new EmojiViewModel(texts, preferences),
              texts,
              input::replaceSelection,
              this::closeEmoji,
              pins);
      getChildren().add(0, made);
      picker = Optional.of(made);
    }
    Visibility.show(picker.get(), true);
    picker.get().open();
  }

  private void closeEmoji() {
    picker
        .filter(Node::isVisible)
        .ifPresent(
            shown -> {
              Visibility.show(shown, false);
              input.requestFocus();
            });
  }

  private HBox editingBar() {
    var label = new Label(texts.get("chat.editing"), Icons.of(Material2RoundAL.EDIT));
    label.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(label, Priority.ALWAYS);
    var cancel = new Button("", Icons.of(Material2RoundAL.CLOSE));
    cancel.setId("cancel-edit");
    cancel.setAccessibleText(texts.get("chat.cancel-edit"));
    cancel.setTooltip(new Tooltip(texts.get("chat.cancel-edit")));
    cancel.getStyleClass().addAll("flat", "button-icon", "small");
    cancel.setOnAction(
        e -> {
          model.draft().cancelEdit();
          input.requestFocus();
        });
    var bar = new HBox(label, cancel);
    bar.setId("editing");
    bar.getStyleClass().add("editing-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  private Label counter(Pins pins) {
    var counter = new Label();
    counter.setId("chat-counter");
    counter.getStyleClass().add("chat-counter");
    pins.follow(
        model.draft().textProperty(),
        text -> {
          int left = Chat.MAX_LENGTH - text.length();
          counter.setText(texts.get("chat.left", Math.max(0, left)));
          Visibility.show(counter, left <= COUNTED);
        });
    return counter;
  }

  /** Cuts inserted text at the limit, never inside a character. */
  private static TextFormatter.Change limit(TextFormatter.Change change) {
    int over = change.getControlNewText().length() - Chat.MAX_LENGTH;
    if (over > 0 && change.isContentChange()) {
      String text = change.getText();
      int end = Math.max(0, text.length() - over);
      if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      change.setText(text.substring(0, end));
      int caret = change.getRangeStart() + end;
      change.selectRange(caret, caret);
    }
    return change;
  }

  private void pressed(KeyEvent e) {
    if (Shortcut.NEW_LINE.matches(e)) {
      e.consume();
      input.replaceSelection("\n");
    } else if (Shortcut.SEND.matches(e)) {
      e.consume();
      send();
    } else if (Shortcut.EDIT_LAST.matches(e)) {
      if (input.getText().isEmpty() && model.editNewest()) {
        e.consume();
      }
    } else if (Shortcut.CLOSE.matches(e)) {
      if (model.draft().editingProperty().get().isPresent()) {
        e.consume();
        model.draft().cancelEdit();
      }
    } else if (e.getCode() == KeyCode.TAB && !e.isShortcutDown() && !e.isAltDown()) {
      // Nobody writes tables here, and the keyboard needs a way out.
      e.consume();
      input.requestFocusTraversal(
          e.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
    }
  }

  private void send() {
    if (model.draft().send()) {
      sent.run();
    }
  }

  /** Makes the input as high as its text, within limits. */
  private void grow() {
    if (input.getWidth() <= 0) {
      return;
    }
    Insets padding = input.getInsets();
    measure.setFont(input.getFont());
    measure.setWrappingWidth(Math.max(20, input.getWidth() - 30));
    measure.setText("X");
    double line = measure.getLayoutBounds().getHeight();
    // A line break at the end begins a line that is not drawn.
    measure.setWrappingWidth(input.isWrapText() ? measure.getWrappingWidth() : 0);
    measure.setText(EmojiInput.blanked(input.getText()) + "\u200b");
    double text = Math.clamp(measure.getLayoutBounds().getHeight(), line, MOST_LINES * line);
    double height = Math.ceil(text + padding.getTop() + padding.getBottom() + 18);
    input.setPrefHeight(height);
    input.setMinHeight(height);
    input.setMaxHeight(height);
  }

  TextArea input() {
    return input;
  }
}
