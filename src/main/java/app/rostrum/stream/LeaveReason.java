package app.rostrum.stream;

/**
 * The reason why a stream was left; always received as data, never guessed from a closed socket.
 */
public sealed interface LeaveReason {
  /** The person chose to leave. */
  record Chosen() implements LeaveReason {}

  /** The host ended the stream; also the host's own reason. */
  record EndedByHost() implements LeaveReason {}

  /** The same identity joined from elsewhere. */
  record Replaced() implements LeaveReason {}

  /** The token could not be renewed: the passcode has expired. */
  record Expired() implements LeaveReason {}

  /** The host has removed this person from the stream. */
  record Removed() implements LeaveReason {}

  /** Joining was refused, or the connection could not be restored. */
  record Failed(StreamProblem problem) implements LeaveReason {}
}
