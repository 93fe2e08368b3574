package app.rostrum.stream;

import java.time.Instant;
import java.util.List;

/**
 * The chat of a stream as of one moment. Immutable; the list of messages is the same object until
 * it changes.
 *
 * @param messages oldest first, what could not be sent last
 * @param earlierExist older messages can be fetched
 * @param loadingEarlier older messages are being fetched
 * @param typing identities of others, in alphabetical order
 * @param unread messages of others since chat was last seen, of those that are known
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

  /** Whether one can read and write. */
  public enum Access {
    /** The stream has no chat. */
    OFF,
    /** Being opened or restored; what is known is shown, what is written waits. */
    CONNECTING,
    OPEN,
    /** The chat is over: it can be read. */
    CLOSED,
    /** Cannot be had for now; it is tried again. */
    FAILED
  }

  /** What became of a message. */
  public enum Delivery {
    SENDING,
    SENT,
    FAILED
  }

  /**
   * @param id stays the same from sending on; unique within the session
   * @param at when the server took it; when it was written while that is not known
   * @param edited changed after it was sent
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
