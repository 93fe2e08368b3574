package app.rostrum.desktop.chat;

import app.rostrum.stream.Chat;
import app.rostrum.stream.Chat.Access;
import app.rostrum.stream.Chat.Message;
import app.rostrum.stream.StreamSession;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The text in the chat's input: a new message, or a sent one that is being edited. */
public final class DraftViewModel {
  private final ReadOnlyObjectProperty<Access> access;
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Optional<Message>> editing =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final BooleanBinding sendable;
  private Optional<StreamSession> session = Optional.empty();
  private String setAside = "";
  private boolean settingText;

  DraftViewModel(ReadOnlyObjectProperty<Access> access) {
    this.access = access;
    sendable = Bindings.createBooleanBinding(this::canSend, text, access, editing);
    text.subscribe(this::typed);
  }

  void begin(StreamSession begun) {
    session = Optional.of(begun);
  }

  private void typed() {
    if (!settingText
        && editing.get().isEmpty()
        && access.get() == Access.OPEN
        && !text.get().isBlank()) {
      session.ifPresent(StreamSession::typing);
    }
  }

  private void setText(String words) {
    settingText = true;
    text.set(words);
    settingText = false;
  }

  private boolean canSend() {
    boolean writable =
        switch (access.get()) {
          case OPEN -> true;
          // A new message waits; an edit would not.
          case CONNECTING -> editing.get().isEmpty();
          case OFF, CLOSED, FAILED, FULL -> false;
        };
    return writable && !text.get().isBlank() && text.get().length() <= Chat.MAX_LENGTH;
  }

  /**
   * Sends the new message, or the edit.
   *
   * @return whether a new message was sent
   */
  boolean send() {
    if (session.isEmpty() || !canSend()) {
      return false;
    }
    String words = text.get().strip();
    Optional<Message> edited = editing.get();
    if (edited.isPresent()) {
      if (!words.equals(edited.get().text())) {
        session.get().editMessage(edited.get().id(), words);
      }
      cancelEdit();
      return false;
    }
    setText("");
    session.get().sendMessage(words);
    return true;
  }

  /** Returns the new message as far as it is written, also while another one is being edited. */
  String ownText() {
    return editing.get().isPresent() ? setAside : text.get();
  }

  /** Puts back what could not be sent earlier. */
  public void restore(String words) {
    setText(words);
  }

  /** Begins to edit a message. The present text comes back when the edit ends. */
  void edit(Message message) {
    if (editing.get().isEmpty()) {
      setAside = text.get();
    }
    setText(message.text());
    editing.set(Optional.of(message));
  }

  /** Leaves the message as it was. */
  void cancelEdit() {
    if (editing.get().isPresent()) {
      setText(setAside);
      editing.set(Optional.empty());
      setAside = "";
    }
  }

  public StringProperty textProperty() {
    return text;
  }

  ReadOnlyObjectProperty<Optional<Message>> editingProperty() {
    return editing.getReadOnlyProperty();
  }

  /** True if {@link #send} would do something. */
  BooleanBinding sendableProperty() {
    return sendable;
  }
}
