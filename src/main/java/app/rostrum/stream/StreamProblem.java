package app.rostrum.stream;

/**
 * What went wrong, for a person and for a log.
 *
 * @param kind selects the text and what can be done
 * @param code short and quotable, for example "video 53106" or "error finding room"
 * @param explanation in the server's words; may be empty
 */
public record StreamProblem(Kind kind, String code, String explanation) {
  /** What a person can do about it. */
  public enum Kind {
    PASSCODE,
    FORBIDDEN,
    NAME_TAKEN,
    STREAM_NAME_TAKEN,
    STREAM_NOT_FOUND,
    STAGE_CLOSED,
    NO_NETWORK,
    SERVER,
    MEDIA
  }
}
