package app.rostrum.stream;

import java.time.Instant;
import java.util.List;

/**
 * The chat of a stream as of one moment. Immutable; the list of messages is the same object until
 * it changes.
 *
 * @param messages oldest first, those that could not be sent last
 * @param earlierExist whether older messages can be fetched
 * @param loadingEarlier whether older messages are being fetched
 * @param typing identities of others, in alphabetical order
 * @param unread the number of known messages by others since the chat was last in sight
 */
public record Chat(
    Access access,
    List<Message> messages,
    boolean earlierExist,
    boolean loadingEarlier,
    List<String> typing,
    int unread) {
  /** The longest message, in UTF-16 code units. */
  public static final int MAX_LENGTH = 4000;

  /** A stream without chat. */
  public static final Chat OFF = new Chat(Access.OFF, List.of(), false, false, List.of(), 0);

  /** Access to the chat: whether a person can read and write. */
  public enum Access {
    /** The stream has no chat. */
    OFF,
    /** Being opened or restored. Known messages are shown, new ones wait. */
    CONNECTING,
    OPEN,
    /** The chat is over: it can be read. */
    CLOSED,
    /** Not available for now; it is tried again. */
    FAILED,
    /** The chat takes nobody more for now; it opens when there is room. */
    FULL
  }

  /** Delivery state of a message. */
  public enum Delivery {
    SENDING,
    SENT,
    FAILED
  }

  /**
   * @param id stays the same from sending on; unique within the session
   * @param at the time at which the server took it; until that is known, the time of writing
   * @param edited whether it was changed after it was sent
   */
  public record Message(
      long id,
      String author,
      boolean own,
      String text,
      Instant at,
      boolean edited,
      Delivery delivery) {}
}
