package app.rostrum.desktop.chat;

import app.rostrum.desktop.chat.ChatRow.Day;
import app.rostrum.desktop.chat.ChatRow.Earlier;
import app.rostrum.desktop.chat.ChatRow.MessageRow;
import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.EmojiTip;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.Chat.Delivery;
import app.rostrum.stream.Chat.Message;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2RoundAL;

/** Shows a row of the history. Its nodes are made once and filled again for each row. */
final class MessageCell extends ListCell<ChatRow> {
  private static final PseudoClass OWN = PseudoClass.getPseudoClass("own");
  private static final PseudoClass FIRST = PseudoClass.getPseudoClass("first");
  private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
  private static final PseudoClass SENDING = PseudoClass.getPseudoClass("sending");
  private static final PseudoClass MESSAGE = PseudoClass.getPseudoClass("message");
  private static final double AVATAR = 30;

  private static final double EMPTY_HEIGHT = 32;

  private final ChatViewModel model;
  private final Texts texts;
  private final DateTimeFormatter time;
  private final DateTimeFormatter moment;

  private final Avatar avatar = new Avatar("", AVATAR);
  private final StackPane avatarPlace = new StackPane(avatar);
  private final EmojiLabel author = new EmojiLabel();
  private final Label at = new Label();
  private final HBox heading = new HBox(author, at);
  private final MessageText bubble;
  private final FlowPane failure;
  private final HBox message;
  private final Label day = new Label();
  private final StackPane dayLine = new StackPane(day);
  private final Button loadEarlier;
  private final ProgressIndicator loading = new ProgressIndicator();
  private final StackPane earlier;

  /**
   * @param done gives the keyboard back to the input after a button was pressed
   */
  MessageCell(ChatViewModel model, Texts texts, Consumer<URI> browser, Runnable done) {
    this.model = model;
    this.texts = texts;
    bubble = new MessageText(texts, browser);
    time =
        DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
            .withLocale(texts.locale())
            .withZone(model.zone());
    moment =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
            .withLocale(texts.locale())
            .withZone(model.zone());
    getStyleClass().add("message-cell");
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    avatarPlace.setMinWidth(AVATAR);
    avatarPlace.setAlignment(Pos.TOP_CENTER);
    author.getStyleClass().add("message-author");
    author.setMinWidth(30);
    at.getStyleClass().add("message-time");
    at.setMinWidth(Region.USE_PREF_SIZE);
    heading.getStyleClass().add("message-heading");
    heading.setAlignment(Pos.BASELINE_LEFT);
    failure = failureLine(done);
    var column = new VBox(heading, bubble, failure);
    column.getStyleClass().add("message-column");
    column.setMinWidth(0);
    HBox.setHgrow(column, Priority.ALWAYS);
    message = new HBox(avatarPlace, column);
    message.getStyleClass().add("message-row");

    day.getStyleClass().add("day");
    dayLine.getStyleClass().add("day-line");
    loadEarlier = new Button(texts.get("chat.load-earlier"), Icons.of(Material2RoundAL.HISTORY));
    loadEarlier.setId("load-earlier");
    loadEarlier.getStyleClass().addAll("flat", "small");
    loadEarlier.setOnAction(e -> model.loadEarlier());
    loading.setMaxSize(18, 18);
    loading.setMinSize(18, 18);
    earlier = new StackPane(loadEarlier, loading);
    earlier.getStyleClass().add("earlier-line");
    addEventHandler(MouseEvent.MOUSE_ENTERED, e -> tellExactTime());
    // The row takes the list's width and wraps, so that nothing makes the list wider.
    setPrefWidth(0);
  }

  private FlowPane failureLine(Runnable done) {
    var label = new Label(texts.get("chat.not-sent"), Icons.of(Material2RoundAL.ERROR));
    label.getStyleClass().add("not-sent");
    label.setMinWidth(Region.USE_PREF_SIZE);
    Button again = button("chat.try-again", m -> model.sendAgain(m), done);
    again.setUserData("send-again");
    Button discard = button("chat.discard", m -> model.discard(m), done);
    discard.setUserData("discard");
    var line = new FlowPane(label, again, discard);
    line.getStyleClass().add("failure-line");
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private Button button(String key, Consumer<Message> action, Runnable done) {
    var button = new Button(texts.get(key));
    button.getStyleClass().addAll("flat", "small", "failure-button");
    button.setOnAction(
        e -> {
          if (getItem() instanceof MessageRow content) {
            action.accept(content.message());
          }
          done.run();
        });
    return button;
  }

  @Override
  protected void updateItem(@Nullable ChatRow row, boolean empty) {
    super.updateItem(row, empty);
    setText(null);
    pseudoClassStateChanged(MESSAGE, row instanceof MessageRow);
    switch (empty ? null : row) {
      case MessageRow content -> show(content);
      case Day line -> {
        setTooltip(null);
        day.setText(dayName(line.date()));
        setAccessibleText(day.getText());
        put(dayLine);
      }
      case Earlier line -> {
        setTooltip(null);
        loading.setVisible(line.loading());
        loadEarlier.setVisible(!line.loading());
        setAccessibleText(texts.get(line.loading() ? "chat.loading-earlier" : "chat.load-earlier"));
        put(earlier);
      }
      case null -> {
        setTooltip(null);
        setAccessibleText(null);
        // It stays, unseen: one that is taken out and put back is styled anew.
        if (getGraphic() != null) {
          getGraphic().setVisible(false);
        }
      }
    }
  }

  private void put(Node body) {
    body.setVisible(true);
    setGraphic(body);
  }

  /** Shows the exact time in a tooltip, made when the pointer comes: each costs a window. */
  private void tellExactTime() {
    if (!isEmpty() && getItem() instanceof MessageRow content) {
      Message shown = content.message();
      String text = nameOf(shown) + "\n" + moment.format(shown.at());
      if (getTooltip() == null) {
        setTooltip(EmojiTip.of(text));
      } else {
        EmojiTip.show(this, text);
      }
    }
  }

  private String nameOf(Message shown) {
    return shown.own() ? texts.get("grid.you", shown.author()) : shown.author();
  }

  private void show(MessageRow content) {
    Message shown = content.message();
    boolean failed = shown.delivery() == Delivery.FAILED;
    String name = nameOf(shown);
    message.pseudoClassStateChanged(OWN, shown.own());
    message.pseudoClassStateChanged(FIRST, content.first());
    message.pseudoClassStateChanged(FAILED, failed);
    message.pseudoClassStateChanged(SENDING, shown.delivery() == Delivery.SENDING);
    if (content.first()) {
      avatar.setIdentity(shown.author());
      author.setText(name);
      at.setText(time.format(shown.at()));
    }
    avatar.setVisible(content.first());
    avatar.setManaged(content.first());
    Visibility.show(heading, content.first());
    Visibility.show(failure, failed);
    for (Node node : failure.getChildren()) {
      if (node.getUserData() instanceof String id) {
        node.setId(failed ? id + "-" + shown.id() : null);
      }
    }
    bubble.show(shown);
    if (getTooltip() != null) {
      tellExactTime();
    }
    setAccessibleText(describe(shown, name));
    put(message);
  }

  private String describe(Message shown, String name) {
    var words = new StringBuilder();
    words.append(BidiText.plain(name)).append(", ").append(time.format(shown.at())).append(", ");
    words.append(shown.text());
    if (shown.edited()) {
      words.append(", ").append(texts.get("chat.edited"));
    }
    switch (shown.delivery()) {
      case SENDING -> words.append(", ").append(texts.get("chat.sending"));
      case FAILED -> words.append(", ").append(texts.get("chat.not-sent"));
      case SENT -> {}
    }
    return words.toString();
  }

  private String dayName(LocalDate date) {
    LocalDate today = model.today();
    if (date.equals(today)) {
      return texts.get("chat.today");
    }
    if (date.equals(today.minusDays(1))) {
      return texts.get("chat.yesterday");
    }
    Instant noon = date.atTime(12, 0).atZone(model.zone()).toInstant();
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(texts.locale())
        .withZone(model.zone())
        .format(noon);
  }

  @Override
  protected double computePrefHeight(double width) {
    Node body = getGraphic();
    if (body == null || isEmpty()) {
      return EMPTY_HEIGHT;
    }
    double room = width > 0 ? width : getListView().getWidth();
    return snappedTopInset()
        + snapSizeY(body.prefHeight(room - snappedLeftInset() - snappedRightInset()))
        + snappedBottomInset();
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    Node body = getGraphic();
    if (body != null) {
      body.resizeRelocate(
          snappedLeftInset(),
          snappedTopInset(),
          getWidth() - snappedLeftInset() - snappedRightInset(),
          getHeight() - snappedTopInset() - snappedBottomInset());
    }
  }
}
