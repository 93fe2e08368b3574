package app.rostrum.desktop.chat;

import app.rostrum.desktop.chat.ChatRow.MessageRow;
import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.stream.Chat;
import app.rostrum.stream.Chat.Access;
import app.rostrum.stream.Chat.Delivery;
import app.rostrum.stream.Chat.Message;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The chat of a stream as properties, and the commands in it. UI thread only. */
public final class ChatViewModel {
  /** Listens for changes of the rows, so that the message being read can be kept in its place. */
  interface RowsWatcher {
    void beforeRows();

    void afterRows();
  }

  private static final RowsWatcher NOBODY =
      new RowsWatcher() {
        @Override
        public void beforeRows() {}

        @Override
        public void afterRows() {}
      };

  private final Clock clock;
  private final ZoneId zone;
  private final ObservableList<ChatRow> rows = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Access> access = new ReadOnlyObjectWrapper<>(Access.OFF);
  private final ReadOnlyObjectWrapper<List<String>> typing = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyIntegerWrapper unread = new ReadOnlyIntegerWrapper();
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
  private final DraftViewModel draft = new DraftViewModel(access.getReadOnlyProperty());

  private @Nullable StreamSession session;
  private RowsWatcher watcher = NOBODY;
  private Chat chat = Chat.OFF;
  private boolean newestInSight = true;
  private boolean windowInSight = true;
  private boolean followed;
  private boolean earlierAsked;

  /**
   * @param zone for the times of messages
   */
  public ChatViewModel(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  /** Takes over the session once it has begun. */
  public void begin(StreamSession begun) {
    session = begun;
    draft.begin(begun);
    follow();
  }

  /** Shows a state of the stream. */
  public void apply(StreamState state) {
    Chat before = chat;
    chat = state.chat();
    access.set(chat.access());
    if (chat.access() == Access.OFF) {
      setOpen(false);
    }
    if (!typing.get().equals(chat.typing())) {
      typing.set(chat.typing());
    }
    unread.set(followed ? 0 : chat.unread());
    if (before.messages() != chat.messages()
        || before.earlierExist() != chat.earlierExist()
        || before.loadingEarlier() != chat.loadingEarlier()) {
      earlierAsked = false;
      refresh();
      dropLostEdit();
    }
  }

  private void refresh() {
    List<ChatRow> target = ChatRow.of(chat, zone, LocalDate.ofInstant(clock.instant(), zone));
    watcher.beforeRows();
    ListDiff.apply(rows, target, ChatRow::key);
    watcher.afterRows();
  }

  private void dropLostEdit() {
    draft
        .editingProperty()
        .get()
        .filter(edited -> chat.messages().stream().noneMatch(m -> m.id() == edited.id()))
        .ifPresent(gone -> draft.cancelEdit());
  }

  public void sendAgain(Message message) {
    if (session != null) {
      session.sendMessageAgain(message.id());
    }
  }

  /** Returns what this person has written and nobody may have got; empty if there is nothing. */
  public String unsent() {
    Stream<String> messages =
        chat.messages().stream()
            .filter(message -> message.own() && message.delivery() != Delivery.SENT)
            .map(Message::text);
    return Stream.concat(messages, Stream.of(draft.ownText()))
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n"));
  }

  /** Forgets a message that could not be sent. */
  public void discard(Message message) {
    if (session != null) {
      session.discardMessage(message.id());
    }
  }

  /** Removes a message for everyone. */
  public void remove(Message message) {
    if (session != null && changeable(message)) {
      session.removeMessage(message.id());
    }
  }

  /** Returns whether a message can be edited or removed. */
  public boolean changeable(Message message) {
    return message.own() && message.delivery() == Delivery.SENT && access.get() == Access.OPEN;
  }

  /** Begins to edit a message, if it can be edited. */
  public void edit(Message message) {
    if (changeable(message)) {
      draft.edit(message);
    }
  }

  /** Begins to edit one's newest message that can be edited; returns false if there is none. */
  public boolean editNewest() {
    List<Message> messages = chat.messages();
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (changeable(messages.get(i))) {
        edit(messages.get(i));
        return true;
      }
    }
    return false;
  }

  /** Fetches older messages if there are any, once at a time. */
  public void loadEarlier() {
    if (session != null
        && chat.earlierExist()
        && !chat.loadingEarlier()
        && !earlierAsked
        && access.get() == Access.OPEN) {
      earlierAsked = true;
      session.loadEarlierMessages();
    }
  }

  /** Opens or closes the panel. */
  public void setOpen(boolean wanted) {
    open.set(wanted && access.get() != Access.OFF);
    follow();
  }

  /** Notes whether the newest message is in sight while the panel is open. */
  public void setNewestInSight(boolean inSight) {
    newestInSight = inSight;
    follow();
  }

  /** Notes whether the window can be seen. */
  public void setWindowInSight(boolean inSight) {
    windowInSight = inSight;
    follow();
  }

  private void follow() {
    boolean now = open.get() && newestInSight && windowInSight;
    if (session != null && now != followed) {
      followed = now;
      session.followChat(now);
      if (now) {
        unread.set(0);
      }
    }
  }

  /** Tells a view of changes of the rows. One view at a time can listen. */
  Pin watchRows(RowsWatcher who) {
    watcher = who;
    return () -> watcher = NOBODY;
  }

  ObservableList<ChatRow> rows() {
    return rows;
  }

  Optional<Message> messageAt(int index) {
    return index >= 0 && index < rows.size() && rows.get(index) instanceof MessageRow content
        ? Optional.of(content.message())
        : Optional.empty();
  }

  /** The access to this stream's chat; {@link Access#OFF} if it has none. */
  public ReadOnlyObjectProperty<Access> accessProperty() {
    return access.getReadOnlyProperty();
  }

  /** The names of the people who are typing. */
  public ReadOnlyObjectProperty<List<String>> typingProperty() {
    return typing.getReadOnlyProperty();
  }

  /** The number of messages that have not been in sight. */
  public ReadOnlyIntegerProperty unreadProperty() {
    return unread.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty openProperty() {
    return open.getReadOnlyProperty();
  }

  public DraftViewModel draft() {
    return draft;
  }

  ZoneId zone() {
    return zone;
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), zone);
  }
}
