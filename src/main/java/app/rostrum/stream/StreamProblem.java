package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.media.MediaConnectivity;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.Room;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A problem with a stream, for a person and for a log.
 *
 * @param error identifies the problem
 * @param detail follows the code when a person quotes it, for example Twilio's number; may be empty
 * @param explanation the server's own words; may be empty
 */
public record StreamProblem(ErrorCode error, String detail, String explanation) {
  /** Kinds of problems, by what a person can do about them. */
  public enum Kind {
    PASSCODE,
    FORBIDDEN,
    NAME_TAKEN,
    STREAM_NAME_TAKEN,
    STREAM_NOT_FOUND,
    STAGE_CLOSED,
    KEPT_OUT,
    STREAM_LOCKED,
    NO_NETWORK,
    SERVER,
    MEDIA
  }

  /** Twilio's code for a signaling server that is busy. */
  private static final String ROOM_BUSY = "53006";

  /** Twilio's code for a room that does not exist. */
  private static final int ROOM_NOT_FOUND = 53106;

  /** Returns the kind of problem, which decides on the text and on the way out. */
  public Kind kind() {
    return error.kind();
  }

  /** Returns whether the cause may pass by itself, so that the same attempt may succeed soon. */
  boolean mayPass() {
    return switch (error) {
      case BACKEND_UNREACHABLE,
          NAME_NOT_FOUND,
          CONNECTION_REFUSED,
          TOO_MANY_ATTEMPTS,
          BACKEND_STEP_FAILED,
          BACKEND_FAILED,
          SERVER_RESTARTING,
          ROOM_LOST,
          ROOM_TIMEOUT,
          PLAYER_UNREACHABLE,
          PLAYER_TIMEOUT ->
          true;
      case ROOM_REFUSED -> detail.equals(ROOM_BUSY);
      default -> false;
    };
  }

  /** Returns the code to quote, with its detail: for example "V01 53405". */
  public String code() {
    return detail.isEmpty() ? error.code() : error.code() + " " + detail;
  }

  /** Reads a refusal of the backend by the phrases of the reference API and of our own. */
  public static StreamProblem of(BackendException refusal) {
    String message = Objects.requireNonNullElse(refusal.getMessage(), "");
    ErrorCode error = errorOf(refusal, message);
    String detail = refusal.server().isEmpty() ? message : refusal.server();
    return new StreamProblem(error, error.detail().isEmpty() ? "" : detail, refusal.explanation());
  }

  private static ErrorCode errorOf(BackendException refusal, String message) {
    return switch (refusal.kind()) {
      case PASSCODE -> ErrorCode.PASSCODE_REFUSED;
      case FORBIDDEN ->
          switch (message) {
            case "stage by invitation", "removed from the stage" -> ErrorCode.STAGE_BY_INVITATION;
            case "kept out" -> ErrorCode.KEPT_OUT;
            case "stream locked" -> ErrorCode.STREAM_LOCKED;
            case "identity in use" -> ErrorCode.NAME_IN_USE;
            default -> ErrorCode.FORBIDDEN;
          };
      case REFUSED ->
          switch (message) {
            case "error finding room" -> ErrorCode.STREAM_NOT_FOUND;
            case BackendException.SERVER_RESTARTING -> ErrorCode.SERVER_RESTARTING;
            case "no new streams" -> ErrorCode.NO_NEW_STREAMS;
            case "error creating room" ->
                refusal.explanation().equals("Room exists")
                    ? ErrorCode.STREAM_NAME_IN_USE
                    : ErrorCode.BACKEND_STEP_FAILED;
            default -> ErrorCode.BACKEND_STEP_FAILED;
          };
      case UNREACHABLE, NO_ANSWER -> ErrorCode.BACKEND_UNREACHABLE;
      case NAME_NOT_FOUND -> ErrorCode.NAME_NOT_FOUND;
      case CONNECTION_REFUSED -> ErrorCode.CONNECTION_REFUSED;
      case REDIRECTED -> ErrorCode.REDIRECTED;
      case CERTIFICATE_UNTRUSTED -> ErrorCode.CERTIFICATE_UNTRUSTED;
      case CERTIFICATE_EXPIRED -> ErrorCode.CERTIFICATE_EXPIRED;
      case CERTIFICATE_OF_OTHER_HOST -> ErrorCode.CERTIFICATE_OF_OTHER_HOST;
      case OTHER_COMPUTER -> ErrorCode.OTHER_COMPUTER;
      case CLOCK_WRONG -> ErrorCode.CLOCK_WRONG;
      case NOT_HTTPS -> ErrorCode.NOT_HTTPS;
      case WRONG_ADDRESS -> ErrorCode.NO_BACKEND;
      case TOO_MANY_ATTEMPTS -> ErrorCode.TOO_MANY_ATTEMPTS;
      case INVALID -> ErrorCode.REQUEST_REFUSED;
      case SERVER_ERROR -> ErrorCode.BACKEND_FAILED;
    };
  }

  /** Reads the failure of a connection to a room. */
  static StreamProblem ofRoom(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof Room.ConnectException refused
        ? ofRoom(refused.reason())
        : new StreamProblem(ErrorCode.ROOM_FAILED, "", String.valueOf(cause.getMessage()));
  }

  static StreamProblem ofRoom(DisconnectReason reason) {
    return switch (reason) {
      case DisconnectReason.ConnectionLost(int code, String message) ->
          new StreamProblem(ErrorCode.ROOM_LOST, number(code), message);
      case DisconnectReason.TokenRefused(int code, String message) ->
          new StreamProblem(ErrorCode.ROOM_TOKEN_REFUSED, number(code), message);
      case DisconnectReason.Refused(int code, String message) ->
          code == ROOM_NOT_FOUND
              ? new StreamProblem(ErrorCode.ROOM_NOT_FOUND, "", message)
              : roomRefused(code, message);
      case DisconnectReason.RoomCompleted() -> of(ErrorCode.ROOM_COMPLETED);
      case DisconnectReason.Replaced() -> of(ErrorCode.ROOM_JOINED_ELSEWHERE);
      case DisconnectReason.Removed() -> of(ErrorCode.REMOVED_FROM_ROOM);
      case DisconnectReason.Left() -> of(ErrorCode.ROOM_LEFT);
    };
  }

  static StreamProblem roomRefused(int code, String message) {
    return new StreamProblem(ErrorCode.ROOM_REFUSED, number(code), message);
  }

  /**
   * Reads the refusal of a player.
   *
   * @param status the HTTP status; 0 if there was no answer
   */
  static StreamProblem ofPlayer(int status, String message) {
    return switch (status) {
      case 0 -> new StreamProblem(ErrorCode.PLAYER_UNREACHABLE, "", message);
      case 401, 403 -> new StreamProblem(ErrorCode.PLAYER_TOKEN_REFUSED, number(status), message);
      default -> new StreamProblem(ErrorCode.PLAYER_REFUSED, number(status), message);
    };
  }

  /**
   * Reads media connectivity.
   *
   * @param address where the server wants to be reached by UDP
   * @return empty unless sound is blocked
   */
  static Optional<StreamProblem> ofConnectivity(
      ErrorCode error, MediaConnectivity connectivity, String address) {
    return connectivity == MediaConnectivity.BLOCKED
        ? Optional.of(new StreamProblem(error, address, ""))
        : Optional.empty();
  }

  /** Returns a problem about which nothing more is known. */
  public static StreamProblem of(ErrorCode error) {
    return new StreamProblem(error, "", "");
  }

  private static String number(int code) {
    return code == 0 ? "" : Integer.toString(code);
  }
}
