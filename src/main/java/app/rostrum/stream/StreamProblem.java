package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.Room;
import java.util.Locale;
import java.util.concurrent.CompletionException;

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

  /** What a refusal of the backend means, by the phrases of the reference API and of our own. */
  public static StreamProblem of(BackendException refusal) {
    String message = refusal.getMessage() == null ? "" : refusal.getMessage();
    return new StreamProblem(
        kindOf(refusal, message),
        message.isBlank() ? refusal.kind().name().toLowerCase(Locale.ROOT) : message,
        refusal.explanation());
  }

  private static Kind kindOf(BackendException refusal, String message) {
    return switch (refusal.kind()) {
      case PASSCODE -> Kind.PASSCODE;
      case FORBIDDEN ->
          switch (message) {
            case "stage by invitation" -> Kind.STAGE_CLOSED;
            case "identity in use" -> Kind.NAME_TAKEN;
            default -> Kind.FORBIDDEN;
          };
      case REFUSED ->
          switch (message) {
            case "error finding room" -> Kind.STREAM_NOT_FOUND;
            case "error creating room" ->
                refusal.explanation().equals("Room exists") ? Kind.STREAM_NAME_TAKEN : Kind.SERVER;
            default -> Kind.SERVER;
          };
      case UNREACHABLE -> Kind.NO_NETWORK;
      case WRONG_ADDRESS, TOO_MANY_ATTEMPTS, INVALID, SERVER_ERROR -> Kind.SERVER;
    };
  }

  /** Why the room did not let this end in. */
  static StreamProblem ofRoom(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof Room.ConnectException refused
        ? ofRoom(refused.reason())
        : new StreamProblem(Kind.MEDIA, "video", String.valueOf(cause.getMessage()));
  }

  static StreamProblem ofRoom(DisconnectReason reason) {
    return switch (reason) {
      case DisconnectReason.ConnectionLost(int code, String message) ->
          new StreamProblem(Kind.NO_NETWORK, "video " + code, message);
      case DisconnectReason.TokenRefused(int code, String message) ->
          new StreamProblem(Kind.FORBIDDEN, "video " + code, message);
      case DisconnectReason.Refused(int code, String message) ->
          new StreamProblem(
              code == 53106 ? Kind.STREAM_NOT_FOUND : Kind.SERVER, "video " + code, message);
      case DisconnectReason.RoomCompleted() ->
          new StreamProblem(Kind.STREAM_NOT_FOUND, "video 53118", "");
      case DisconnectReason.Replaced() -> new StreamProblem(Kind.NAME_TAKEN, "video 53205", "");
      case DisconnectReason.Removed() -> new StreamProblem(Kind.FORBIDDEN, "video removed", "");
      case DisconnectReason.Left() -> new StreamProblem(Kind.SERVER, "video left", "");
    };
  }

  /**
   * @param status of HTTP, 0 if there was none
   */
  static StreamProblem ofPlayer(int status, String message) {
    Kind kind =
        switch (status) {
          case 0 -> Kind.NO_NETWORK;
          case 401, 403 -> Kind.FORBIDDEN;
          default -> Kind.SERVER;
        };
    return new StreamProblem(kind, "player " + status, message);
  }
}
