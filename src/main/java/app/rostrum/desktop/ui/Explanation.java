package app.rostrum.desktop.ui;

import app.rostrum.backend.BackendException;
import app.rostrum.desktop.services.HostingException;
import app.rostrum.stream.StreamProblem;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** Explains failures to a person, with a way to go on. */
public final class Explanation {
  private Explanation() {}

  /** Explains the failure of a call to the backend. */
  public static String of(Throwable failure, Texts texts) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof BackendException refused) {
      if (refused.kind() == BackendException.Kind.PASSCODE) {
        return ofPasscode(refused, texts);
      }
      if (BackendException.SERVER_RESTARTING.equals(refused.getMessage())) {
        return texts.get("interrupted.RESTARTING");
      }
      return texts
          .get(
              "backend." + refused.kind(),
              refused.explanation(),
              Objects.requireNonNullElse(refused.getMessage(), ""),
              refused.server())
          .replaceAll(" {2,}", " ");
    }
    return texts.get("backend.SERVER_ERROR", "", cause.getClass().getSimpleName());
  }

  /** Says once what is wrong with a passcode, by the phrases of the reference API if possible. */
  private static String ofPasscode(BackendException refused, Texts texts) {
    return switch (Objects.requireNonNullElse(refused.getMessage(), "")) {
      case "passcode expired" -> texts.get("backend.PASSCODE.expired");
      case "passcode incorrect" -> texts.get("backend.PASSCODE");
      default ->
          refused.explanation().isEmpty() ? texts.get("backend.PASSCODE") : refused.explanation();
    };
  }

  /** Explains why a stream could not be entered or was lost. */
  public static String of(StreamProblem problem, String streamName, Texts texts) {
    return switch (problem.error()) {
      case NAME_NOT_FOUND,
          CONNECTION_REFUSED,
          REDIRECTED,
          CERTIFICATE_UNTRUSTED,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_OF_OTHER_HOST,
          OTHER_COMPUTER,
          CLOCK_WRONG,
          NOT_HTTPS ->
          texts.get("backend." + problem.error(), "", "", problem.detail());
      case SERVER_RESTARTING -> texts.get("interrupted.RESTARTING");
      case NO_NEW_STREAMS -> texts.get("problem.NO_NEW_STREAMS");
      case ROOM_SOUND_BLOCKED, PLAYER_SOUND_BLOCKED ->
          problem.detail().isEmpty()
              ? texts.get("problem.SOUND_BLOCKED_SOMEWHERE")
              : texts.get("problem.SOUND_BLOCKED", problem.detail(), port(problem.detail()));
      default -> texts.get("problem." + problem.kind(), streamName, problem.explanation()).strip();
    };
  }

  /** Explains why a stream has not been entered yet, while that is tried again. */
  public static String whileTrying(StreamProblem problem, String streamName, Texts texts) {
    return switch (problem.error()) {
      case ROOM_SOUND_BLOCKED, PLAYER_SOUND_BLOCKED, SERVER_RESTARTING ->
          of(problem, streamName, texts);
      default ->
          switch (problem.kind()) {
            case NAME_TAKEN -> texts.get("trying.NAME_TAKEN");
            case NO_NETWORK -> texts.get("trying.NO_NETWORK");
            default -> texts.get("trying.SERVER");
          };
    };
  }

  /** Explains in a line why the connection is interrupted, while it is being restored. */
  public static String whileInterrupted(StreamProblem problem, String streamName, Texts texts) {
    return switch (problem.error()) {
      case ROOM_SOUND_BLOCKED, PLAYER_SOUND_BLOCKED ->
          problem.detail().isEmpty()
              ? texts.get("interrupted.SOUND_BLOCKED_SOMEWHERE")
              : texts.get("interrupted.SOUND_BLOCKED", problem.detail());
      case SERVER_RESTARTING -> texts.get("interrupted.RESTARTING");
      case ROOM_SILENT, PLAYER_SILENT -> texts.get("interrupted.SILENT");
      case NAME_NOT_FOUND -> texts.get("interrupted.OFFLINE");
      case BACKEND_UNREACHABLE, CONNECTION_REFUSED, PLAYER_UNREACHABLE ->
          texts.get("interrupted.UNREACHABLE");
      case CLOCK_WRONG, CERTIFICATE_EXPIRED, CERTIFICATE_UNTRUSTED, CERTIFICATE_OF_OTHER_HOST ->
          of(problem, streamName, texts);
      default ->
          texts.get(
              problem.kind() == StreamProblem.Kind.SERVER
                  ? "interrupted.SERVER"
                  : "interrupted.LOST");
    };
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  /** Explains why hosting on this computer could not start. */
  public static String ofHosting(Throwable failure, Texts texts) {
    return unwrapped(failure) instanceof HostingException known
        ? texts.get("hosting.failed." + known.reason(), known.folder())
        : texts.get("hosting.failed", words(failure));
  }

  /** Returns the message of a failure that is not the backend's. */
  public static String words(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
