package app.rostrum.hosting;

/** The stream that a person hosted when the program, or its connection, ended. */
public sealed interface Interrupted {
  /** There was none, or the backend cannot tell. */
  record None() implements Interrupted {}

  /** The stream is live and its host is expected back. */
  record Live(String streamName) implements Interrupted {}

  /**
   * The stream is live and has another host.
   *
   * @param host the name of that host
   */
  record TakenOver(String streamName, String host) implements Interrupted {}

  /** The stream has ended. */
  record Ended(String streamName) implements Interrupted {}
}
