package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Explanation;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.StreamProblem;

/** The screen that follows a stream, with the reason that is shown there. */
public sealed interface Departure {
  /**
   * @param notice empty if there is nothing to say
   */
  record ToLobby(String notice) implements Departure {}

  /** The passcode is no longer valid. */
  record ToPasscode(String reason) implements Departure {}

  /** The cause may have passed, so that another try is worth while. */
  record TryAgain(String explanation, String code) implements Departure {}

  /**
   * @param host whether this person was the stream's host at the end
   */
  static Departure of(LeaveReason reason, String stream, boolean host, Texts texts) {
    return switch (reason) {
      case LeaveReason.Chosen chosen -> new ToLobby("");
      case LeaveReason.EndedByHost ended ->
          new ToLobby(texts.get(host ? "left.you-ended" : "left.ended", stream));
      case LeaveReason.Replaced replaced -> new ToLobby(texts.get("left.replaced", stream));
      case LeaveReason.Removed removed -> new ToLobby(texts.get("left.removed", stream));
      case LeaveReason.Expired expired -> new ToPasscode(texts.get("left.expired"));
      case LeaveReason.Failed failed -> of(failed.problem(), stream, texts);
    };
  }

  private static Departure of(StreamProblem problem, String stream, Texts texts) {
    String text = Explanation.of(problem, stream, texts);
    return switch (problem.kind()) {
      case PASSCODE -> new ToPasscode(text);
      case NO_NETWORK, SERVER, MEDIA -> new TryAgain(text, problem.code());
      case FORBIDDEN,
          NAME_TAKEN,
          STREAM_NAME_TAKEN,
          STREAM_NOT_FOUND,
          STAGE_CLOSED,
          KEPT_OUT,
          STREAM_LOCKED ->
          new ToLobby(text);
    };
  }
}
