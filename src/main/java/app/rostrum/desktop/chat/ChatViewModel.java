package app.rostrum.desktop.chat;

import app.rostrum.desktop.chat.ChatRow.Said;
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
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The chat of a stream as properties, and what can be done in it. UI thread only. */
public final class ChatViewModel {
  /** Is told around each change of the rows, so that what is read can be kept in its place. */
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
  private final StringProperty draft = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Optional<Message>> editing =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final BooleanBinding sendable =
      Bindings.createBooleanBinding(this::canSend, draft, access, editing);

  private @Nullable StreamSession controls;
  private RowsWatcher watcher = NOBODY;
  private Chat chat = Chat.OFF;
  private String setAside = "";
  private boolean settingDraft;
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
    draft.subscribe(this::typed);
  }

  /** The session has begun. */
  public void begin(StreamSession session) {
    controls = session;
    follow();
  }

  /** Takes over a state. */
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
    editing
        .get()
        .filter(edited -> chat.messages().stream().noneMatch(m -> m.id() == edited.id()))
        .ifPresent(gone -> cancelEdit());
  }

  private void typed() {
    if (controls != null
        && !settingDraft
        && editing.get().isEmpty()
        && access.get() == Access.OPEN
        && !draft.get().isBlank()) {
      controls.typing();
    }
  }

  private void setDraft(String text) {
    settingDraft = true;
    draft.set(text);
    settingDraft = false;
  }

  private boolean canSend() {
    boolean writable =
        switch (access.get()) {
          case OPEN -> true;
          // What is new waits; a change of what is old would not.
          case CONNECTING -> editing.get().isEmpty();
          case OFF, CLOSED, FAILED -> false;
        };
    return writable && !draft.get().isBlank() && draft.get().length() <= Chat.MAX_LENGTH;
  }

  /**
   * Sends what has been written, or what has been changed.
   *
   * @return whether a new message was sent
   */
  public boolean send() {
    if (controls == null || !canSend()) {
      return false;
    }
    String text = draft.get().strip();
    Optional<Message> edited = editing.get();
    if (edited.isPresent()) {
      if (!text.equals(edited.get().text())) {
        controls.editMessage(edited.get().id(), text);
      }
      cancelEdit();
      return false;
    }
    setDraft("");
    controls.sendMessage(text);
    return true;
  }

  public void sendAgain(Message message) {
    if (controls != null) {
      controls.sendMessageAgain(message.id());
    }
  }

  /** Forgets a message that could not be sent. */
  public void discard(Message message) {
    if (controls != null) {
      controls.discardMessage(message.id());
    }
  }

  /** Removes a message for everybody. */
  public void remove(Message message) {
    if (controls != null && changeable(message)) {
      controls.removeMessage(message.id());
    }
  }

  /** Whether a message can be edited or removed. */
  public boolean changeable(Message message) {
    return message.own() && message.delivery() == Delivery.SENT && access.get() == Access.OPEN;
  }

  /** Takes a message of one's own into the input; what stood there comes back afterwards. */
  public void edit(Message message) {
    if (!changeable(message)) {
      return;
    }
    if (editing.get().isEmpty()) {
      setAside = draft.get();
    }
    setDraft(message.text());
    editing.set(Optional.of(message));
  }

  /** Takes the newest message of one's own into the input; false if there is none to change. */
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

  /** Leaves the message as it was. */
  public void cancelEdit() {
    if (editing.get().isPresent()) {
      setDraft(setAside);
      editing.set(Optional.empty());
      setAside = "";
    }
  }

  /** Fetches older messages if there are any, once at a time. */
  public void loadEarlier() {
    if (controls != null
        && chat.earlierExist()
        && !chat.loadingEarlier()
        && !earlierAsked
        && access.get() == Access.OPEN) {
      earlierAsked = true;
      controls.loadEarlierMessages();
    }
  }

  /** Opens or closes the panel. */
  public void setOpen(boolean wanted) {
    open.set(wanted && access.get() != Access.OFF);
    follow();
  }

  /** Whether the newest message is among those in sight while the panel is open. */
  public void setNewestInSight(boolean inSight) {
    newestInSight = inSight;
    follow();
  }

  /** Whether the window itself can be seen. */
  public void setWindowInSight(boolean inSight) {
    windowInSight = inSight;
    follow();
  }

  private void follow() {
    boolean now = open.get() && newestInSight && windowInSight;
    if (controls != null && now != followed) {
      followed = now;
      controls.followChat(now);
      if (now) {
        unread.set(0);
      }
    }
  }

  /** Tells a view of changes of the rows, one at a time. */
  Pin watchRows(RowsWatcher who) {
    watcher = who;
    return () -> watcher = NOBODY;
  }

  ObservableList<ChatRow> rows() {
    return rows;
  }

  Optional<Message> messageAt(int index) {
    return index >= 0 && index < rows.size() && rows.get(index) instanceof Said said
        ? Optional.of(said.message())
        : Optional.empty();
  }

  /** Of this stream's chat, {@link Access#OFF} if it has none. */
  public ReadOnlyObjectProperty<Access> accessProperty() {
    return access.getReadOnlyProperty();
  }

  /** Who is typing. */
  public ReadOnlyObjectProperty<List<String>> typingProperty() {
    return typing.getReadOnlyProperty();
  }

  /** Messages that have not been in sight. */
  public ReadOnlyIntegerProperty unreadProperty() {
    return unread.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty openProperty() {
    return open.getReadOnlyProperty();
  }

  /** What is being written, new or changed. */
  public StringProperty draftProperty() {
    return draft;
  }

  /** The message that is being changed. */
  public ReadOnlyObjectProperty<Optional<Message>> editingProperty() {
    return editing.getReadOnlyProperty();
  }

  /** Whether {@link #send} would do something. */
  public BooleanBinding sendableProperty() {
    return sendable;
  }

  ZoneId zone() {
    return zone;
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), zone);
  }
}
