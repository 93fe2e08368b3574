package app.rostrum.stream;

/** Phase of a session, from joining to leaving. */
public sealed interface Phase {
  record Joining(Role role) implements Phase {}

  /** In the room, as host or speaker. */
  record OnStage(Role role) implements Phase {}

  record InAudience() implements Phase {}

  /** Between stage and audience; the former side is still heard. */
  record Changing(Role from, Role to) implements Phase {}

  /** The last phase of a session. */
  record Left(LeaveReason reason) implements Phase {}
}
