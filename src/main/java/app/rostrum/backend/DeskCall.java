package app.rostrum.backend;

/**
 * A call of the host's desk, an addition to the reference API. Backends that name no {@link
 * StreamCredentials#desk()} do not know it.
 */
public sealed interface DeskCall {
  /** Lets anybody speak, or only those invited. */
  record OpenStage(boolean open) implements DeskCall {}

  /** Lets nobody new join, or ends that. */
  record Lock(boolean locked) implements DeskCall {}

  /**
   * Opens or closes the queue of raised hands.
   *
   * @param reason why it is closed; may be empty
   */
  record OpenQueue(boolean open, String reason) implements DeskCall {}

  /** Lowers all hands. */
  record LowerHands() implements DeskCall {}

  /**
   * @param text up to 140 characters; empty for none
   */
  record Topic(String text) implements DeskCall {}

  /**
   * Pins a message for everybody to see.
   *
   * @param text up to 500 characters; empty for none
   */
  record Pin(String text) implements DeskCall {}

  /**
   * Gives a speaker a time that everybody sees.
   *
   * @param seconds 10 to 3600
   */
  record SpeakingTime(String identity, int seconds) implements DeskCall {}

  /** Ends the time that a speaker was given. */
  record EndSpeakingTime() implements DeskCall {}

  /** Tells everybody that the stream is being recorded, or that it is no longer. */
  record Recorded(boolean on) implements DeskCall {}

  /** Removes a person from the stream and keeps them out. */
  record Remove(String identity) implements DeskCall {}

  /** Lets a person who was removed join again. */
  record Readmit(String identity) implements DeskCall {}

  /** Shares the host's powers with a person, or takes them back. Only the host may do that. */
  record CoHost(String identity, boolean wanted) implements DeskCall {}

  /** Makes somebody on stage the host. Only the host may do that. */
  record HandOver(String identity) implements DeskCall {}
}
