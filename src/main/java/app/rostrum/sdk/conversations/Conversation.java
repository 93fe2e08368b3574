package app.rostrum.sdk.conversations;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A conversation that this end takes part in and follows. Any thread; futures complete
 * exceptionally with a {@link ConversationsException}.
 */
public interface Conversation extends AutoCloseable {
  /** Whether it can be written to. */
  enum State {
    ACTIVE,
    /** Nobody has written for long; the next message makes it active. */
    INACTIVE,
    /** For good: no message is taken any more. */
    CLOSED
  }

  /** Why a conversation is over for this end. */
  enum Ending {
    /** This end is no participant any more. */
    REMOVED,
    DELETED,
    /** It is still there, but has to be opened anew. */
    LOST
  }

  /**
   * Hears a conversation, one call at a time. Each message comes once and in the order of the
   * index, whatever the connection does; those of the first page do not come here.
   */
  interface Listener {
    void onMessageAdded(Message message);

    void onMessageUpdated(Message message);

    void onMessageRemoved(long index);

    /** Only after {@link Conversation#participants} has been asked for. */
    default void onParticipantJoined(Participant participant) {}

    /** Only after {@link Conversation#participants} has been asked for. */
    default void onParticipantUpdated(Participant participant) {}

    /** Only after {@link Conversation#participants} has been asked for. */
    default void onParticipantLeft(Participant participant) {}

    /** The others who are typing now, in alphabetical order. */
    default void onTyping(List<String> identities) {}

    default void onState(State state) {}

    /** The last call. */
    void onEnded(Ending ending);
  }

  /**
   * Some messages, oldest first.
   *
   * @param earlierExist whether there are messages before these
   */
  record Page(List<Message> messages, boolean earlierExist) {}

  String sid();

  /** Empty if it has none. */
  String uniqueName();

  State state();

  /** The newest messages at the time of opening. */
  Page newest();

  /**
   * Fetches messages before one that is known.
   *
   * @param index of the oldest message known
   * @param size 1 to 100
   */
  CompletableFuture<Page> earlier(long index, int size);

  /**
   * Sends a message, after those sent before it. A lost connection is waited for, up to a minute,
   * and then the message is looked for before it is sent again. If the future fails with {@link
   * ConversationsException#outcomeUnknown} the same call may be made again: it stores no second
   * message.
   *
   * @param mutationId unique for each message
   * @return the message, at the latest when it has come to the listener
   */
  CompletableFuture<Message> send(String mutationId, String body);

  /** Changes the text of a message of this end's own. */
  CompletableFuture<Void> edit(Message message, String body);

  /** Removes a message of this end's own for everybody. */
  CompletableFuture<Void> remove(Message message);

  /** Tells the others that this end is typing; may be called with every key. */
  void typing();

  /** The newest message that this end has read, as known at opening or said since. */
  OptionalLong lastReadMessageIndex();

  /** Says which message is the newest read. Calls that follow fast are taken together. */
  CompletableFuture<Void> setLastReadMessageIndex(long index);

  /** How many messages are after the newest read; empty if none has ever been read. */
  CompletableFuture<OptionalLong> unreadMessagesCount();

  /** Everybody in the conversation; from then on the listener hears who comes and goes. */
  CompletableFuture<List<Participant>> participants();

  /** Stops following; the participant stays one. */
  @Override
  void close();
}
