package app.rostrum.sdk.conversations;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A conversation that the user participates in and this client follows. Safe for any thread;
 * futures complete exceptionally with a {@link ConversationsException}.
 */
public interface Conversation extends AutoCloseable {
  /** A conversation's state, which decides whether messages are accepted. */
  enum State {
    ACTIVE,
    /** Nobody has written for a long time; the next message makes it active. */
    INACTIVE,
    /** Closed for good: no message is accepted. */
    CLOSED
  }

  /** The reason why this client no longer follows a conversation. */
  enum Ending {
    /** The user is no participant any more. */
    REMOVED,
    DELETED,
    /** The conversation exists, but has to be opened anew. */
    LOST
  }

  /**
   * Receives a conversation's events, one call at a time. Each message comes once, in the order of
   * the index, also after a lost connection; those of the first page do not come here.
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

    /** The other participants who are typing now, in alphabetical order. */
    default void onTyping(List<String> identities) {}

    default void onState(State state) {}

    /** The conversation has ended for this client. No other call follows. */
    void onEnded(Ending ending);
  }

  /**
   * A page of messages, oldest first.
   *
   * @param earlierExist whether there are messages before this page
   */
  record Page(List<Message> messages, boolean earlierExist) {}

  String sid();

  /** Returns the unique name; empty if there is none. */
  String uniqueName();

  State state();

  /** Returns the newest messages at the time of opening. */
  Page newest();

  /**
   * Fetches messages before an index.
   *
   * @param index the index of the oldest known message
   * @param size 1 to 100
   */
  CompletableFuture<Page> earlier(long index, int size);

  /**
   * Sends a message, after those sent before it. If the connection is lost, the client waits up to
   * a minute for the next one and looks for the message before it sends it again. If the future
   * fails with {@link ConversationsException#outcomeUnknown}, the same call may be made again: it
   * does not store a second message.
   *
   * @param mutationId unique for each message
   * @return the message, completed at the latest when it has come to the listener
   */
  CompletableFuture<Message> send(String mutationId, String body);

  /** Changes the text of one of the user's own messages. */
  CompletableFuture<Void> edit(Message message, String body);

  /** Removes one of the user's own messages for everybody. */
  CompletableFuture<Void> remove(Message message);

  /** Tells the others that the user is typing. May be called at every key press. */
  void typing();

  /** Returns the index of the newest read message, as known at opening or set since. */
  OptionalLong lastReadMessageIndex();

  /** Sets the index of the newest read message. Calls in quick succession are combined. */
  CompletableFuture<Void> setLastReadMessageIndex(long index);

  /** Returns the number of messages after the newest read one; empty if none was ever read. */
  CompletableFuture<OptionalLong> unreadMessagesCount();

  /** Returns the participants. From then on the listener receives their changes. */
  CompletableFuture<List<Participant>> participants();

  /** Stops following the conversation. The user remains a participant. */
  @Override
  void close();
}
