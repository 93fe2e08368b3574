package app.rostrum.desktop.chat;

import app.rostrum.desktop.chat.ChatRow.MessageRow;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;

/**
 * The list of messages, the newest at the bottom. At the bottom it follows new messages; scrolled
 * up it keeps its place, whatever is added below or above.
 */
final class ChatHistory extends StackPane implements ChatViewModel.RowsWatcher {
  /** A message and its position before the rows change. */
  private record Anchor(long message, double y) {}

  /** Kept in a field, because a logger that is collected loses its level. */
  private static final Logger TOOLKIT = Logger.getLogger("javafx.scene.control");

  static {
    // At the end of a list with more rows than pixels left, VirtualFlow warns of wrong cell sizes,
    // although they are right.
    TOOLKIT.setLevel(Level.WARNING);
  }

  private final ChatViewModel model;
  private final Texts texts;
  private final ListView<ChatRow> list;
  private final Button newest;
  private boolean atNewest = true;
  private boolean reading;
  private Optional<Anchor> anchor = Optional.empty();

  /**
   * @param done gives the keyboard to the input
   * @param pins of the screen
   */
  ChatHistory(ChatViewModel model, Texts texts, Consumer<URI> browser, Runnable done, Pins pins) {
    this.model = model;
    this.texts = texts;
    list = new ListView<>(model.rows());
    list.setId("chat-list");
    list.setAccessibleText(texts.get("chat.history"));
    list.setCellFactory(view -> new MessageCell(model, texts, browser, done));
    list.getStyleClass().addAll("chat-list", "edge-to-edge");
    list.setPlaceholder(placeholder(pins));
    newest = new Button("", Icons.of(Material2RoundAL.ARROW_DOWNWARD));
    newest.setId("newest-messages");
    newest.getStyleClass().addAll("newest-messages");
    newest.setOnAction(
        e -> {
          toNewest();
          done.run();
        });
    StackPane.setAlignment(newest, Pos.BOTTOM_CENTER);
    getChildren().addAll(list, newest);
    newest.setVisible(false);
    pins.follow(this::labelNewest, model.unreadProperty());
    // Only the person's scrolling decides whether the newest message is followed, because the
    // list's own estimates of heights move its position too.
    list.addEventFilter(InputEvent.ANY, this::mayScroll);
    pins.follow(this::keepNewest, list.heightProperty(), list.widthProperty());
    pins.add(model.watchRows(this));
  }

  private Node placeholder(Pins pins) {
    var box = new VBox();
    box.setId("chat-placeholder");
    box.getStyleClass().addAll("empty-state", "chat-placeholder");
    pins.follow(
        model.accessProperty(),
        access ->
            box.getChildren()
                .setAll(
                    switch (access) {
                      case OPEN, OFF -> empty(Material2RoundAL.FORUM, "chat.empty");
                      case CONNECTING -> connecting();
                      case CLOSED -> empty(Material2RoundAL.FORUM, "chat.empty-closed");
                      case FAILED -> empty(Material2RoundAL.CLOUD_OFF, "chat.empty-failed");
                      case FULL -> empty(Material2RoundAL.FORUM, "chat.empty-full");
                    }));
    return box;
  }

  private Node[] empty(Ikon icon, String key) {
    var title = new Label(texts.get(key));
    title.getStyleClass().add("empty-title");
    var hint = new Label(texts.get(key + "-hint"));
    hint.getStyleClass().add("muted-text");
    for (Label label : new Label[] {title, hint}) {
      label.setWrapText(true);
    }
    return new Node[] {Icons.of(icon, "empty-icon"), title, hint};
  }

  private Node[] connecting() {
    var title = new Label(texts.get("chat.empty-connecting"));
    title.getStyleClass().add("muted-text");
    var indicator = new ProgressIndicator();
    indicator.setMaxSize(32, 32);
    return new Node[] {indicator, title};
  }

  ListView<ChatRow> list() {
    return list;
  }

  private void mayScroll(InputEvent e) {
    boolean may =
        e instanceof ScrollEvent
            || e instanceof KeyEvent
            || e.getEventType() == MouseEvent.MOUSE_PRESSED
            || e.getEventType() == MouseEvent.MOUSE_DRAGGED
            || e.getEventType() == MouseEvent.MOUSE_RELEASED;
    if (may && !reading) {
      reading = true;
      Platform.runLater(
          () -> {
            reading = false;
            lookWhereWeAre();
          });
    }
  }

  /** Looks where the list is after the person may have scrolled. */
  private void lookWhereWeAre() {
    flow()
        .ifPresent(
            flow -> {
              list.layout();
              IndexedCell<?> first = flow.getFirstVisibleCell();
              setAtNewest(endInSight(flow));
              if (first != null && first.getIndex() == 0) {
                model.loadEarlier();
              }
            });
  }

  /** Tells whether the end of the list is in sight, give or take a few pixels. */
  private static boolean endInSight(VirtualFlow<?> flow) {
    IndexedCell<?> last = flow.getLastVisibleCell();
    return last == null
        || (last.getIndex() >= flow.getCellCount() - 1
            && last.getBoundsInParent().getMaxY() <= flow.getHeight() + 8);
  }

  private void setAtNewest(boolean now) {
    atNewest = now;
    newest.setVisible(!now);
    model.setNewestInSight(now);
    labelNewest();
  }

  private void labelNewest() {
    int unread = model.unreadProperty().get();
    newest.setText(texts.get("chat.newest", unread));
  }

  /** Scrolls to the newest message and follows new ones from then on. */
  void toNewest() {
    setAtNewest(true);
    keepNewest();
  }

  private void keepNewest() {
    if (atNewest) {
      scrollToEnd();
      // Heights are known only once the cells have been laid out.
      Platform.runLater(
          () -> {
            if (atNewest && !flow().map(ChatHistory::endInSight).orElse(true)) {
              scrollToEnd();
            }
          });
    }
  }

  private void scrollToEnd() {
    if (!model.rows().isEmpty() && getScene() != null) {
      list.scrollTo(model.rows().size() - 1);
      list.layout();
      flow().ifPresent(flow -> flow.setPosition(1));
    }
  }

  @Override
  public void beforeRows() {
    anchor = atNewest ? Optional.empty() : flow().flatMap(this::anchorOf);
  }

  private Optional<Anchor> anchorOf(VirtualFlow<?> flow) {
    IndexedCell<?> first = flow.getFirstVisibleCell();
    IndexedCell<?> last = flow.getLastVisibleCell();
    if (first == null || last == null) {
      return Optional.empty();
    }
    for (int i = first.getIndex(); i <= last.getIndex(); i++) {
      IndexedCell<?> cell = flow.getCell(i);
      if (cell.getItem() instanceof MessageRow content) {
        return Optional.of(new Anchor(content.message().id(), cell.getBoundsInParent().getMinY()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void afterRows() {
    if (atNewest) {
      keepNewest();
      return;
    }
    anchor.ifPresent(this::putBack);
  }

  private void putBack(Anchor place) {
    for (int i = 0; i < model.rows().size(); i++) {
      if (model.rows().get(i) instanceof MessageRow content
          && content.message().id() == place.message()) {
        int index = i;
        flow()
            .ifPresent(
                flow -> {
                  list.layout();
                  flow.scrollToTop(index);
                  flow.layout();
                  IndexedCell<?> cell = flow.getCell(index);
                  flow.scrollPixels(cell.getBoundsInParent().getMinY() - place.y());
                });
        return;
      }
    }
  }

  private Optional<VirtualFlow<?>> flow() {
    return list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
        ? Optional.of(flow)
        : Optional.empty();
  }
}
