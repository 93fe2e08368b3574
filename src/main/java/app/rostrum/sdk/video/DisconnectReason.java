package app.rostrum.sdk.video;

/** The reason why a room was left. */
public sealed interface DisconnectReason {
  /** The application called {@link Room#close}. */
  record Left() implements DisconnectReason {}

  /** The host removed the participant: the server ended the session without an error. */
  record Removed() implements DisconnectReason {}

  /** The room is completed (53118). */
  record RoomCompleted() implements DisconnectReason {}

  /** The same identity joined again (53205). */
  record Replaced() implements DisconnectReason {}

  /** The access token was refused or has expired (20101 to 20107). */
  record TokenRefused(int code, String message) implements DisconnectReason {}

  /**
   * The connection could not be restored in time, or the session is unknown (53000, 53001, 53002,
   * 53405).
   */
  record ConnectionLost(int code, String message) implements DisconnectReason {}

  /** Anything else that the server refused. */
  record Refused(int code, String message) implements DisconnectReason {}
}
