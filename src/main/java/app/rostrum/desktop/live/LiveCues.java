package app.rostrum.desktop.live;

import app.rostrum.desktop.alerts.Cue;
import app.rostrum.desktop.live.LiveViewModel.Place;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import java.util.Optional;

/** The cues for what happens in a stream. */
final class LiveCues {
  private LiveCues() {}

  /** Returns the cue for a notice, which concerns this person or not. */
  static Optional<Cue> of(Notice notice, StreamState state, Place place) {
    boolean aboutMe = notice.subject().equals(state.identity());
    return switch (notice.kind()) {
      case HAND_RAISED ->
          (state.host() || state.coHost()) && !aboutMe ? Optional.of(Cue.HAND) : Optional.empty();
      case NOW_SPEAKING -> place == Place.STAGE ? Optional.of(Cue.ON_STAGE) : Optional.empty();
      case MUTED_BY_HOST -> Optional.of(Cue.MUTED);
      default -> Optional.empty();
    };
  }

  /**
   * Returns the cue for the end of a stream that was joined.
   *
   * @param host whether this person was the host at the end
   */
  static Optional<Cue> of(LeaveReason reason, boolean host) {
    return switch (reason) {
      case LeaveReason.Chosen chosen -> Optional.empty();
      case LeaveReason.EndedByHost ended -> host ? Optional.empty() : Optional.of(Cue.ENDED);
      case LeaveReason.Replaced replaced -> Optional.of(Cue.ENDED);
      case LeaveReason.Removed removed -> Optional.of(Cue.ENDED);
      case LeaveReason.Expired expired -> Optional.of(Cue.ENDED);
      case LeaveReason.Failed failed -> Optional.of(Cue.ENDED);
    };
  }
}
