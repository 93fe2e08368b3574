package app.rostrum.desktop.people;

import app.rostrum.desktop.people.PersonRow.Asked;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.RaisedHand;
import app.rostrum.stream.StreamState.Speaker;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The host's last command about each person, until its outcome is known. */
final class HostRequests {
  private final Map<String, Asked> asked = new HashMap<>();

  Asked of(String identity) {
    return asked.getOrDefault(identity, Asked.NOTHING);
  }

  /**
   * Notes a command, or with {@link Asked#NOTHING} forgets the last one.
   *
   * @return false if it was noted already
   */
  boolean note(String identity, Asked command) {
    return command == Asked.NOTHING
        ? asked.remove(identity) != null
        : asked.put(identity, command) != command;
  }

  /**
   * Notes what a notice says about a command.
   *
   * @return whether anything has changed
   */
  boolean note(Notice notice) {
    return switch (notice.kind()) {
      case INVITATION_SENT -> note(notice.subject(), Asked.INVITED);
      case ACTION_FAILED, MOVED_SOMEBODY_TO_AUDIENCE, MUTED_SOMEBODY, REMOVED_SOMEBODY ->
          note(notice.subject(), Asked.NOTHING);
      case HAND_RAISED ->
          of(notice.subject()) == Asked.INVITED && note(notice.subject(), Asked.NOTHING);
      case MOVED_TO_AUDIENCE,
          NOW_SPEAKING,
          MICROPHONE_FAILED,
          HOST_CHANGED,
          TAKE_OVER_FAILED,
          MUTED_BY_HOST,
          SPEAKING_MUTED,
          MUTED_EVERYBODY,
          READMITTED_SOMEBODY,
          HAND_LOWERED,
          QUEUE_CLOSED,
          OPERATOR_MESSAGE,
          RECORDING_BEGUN,
          RECORDING_ENDED,
          NOW_CO_HOST,
          NO_LONGER_CO_HOST ->
          false;
    };
  }

  /**
   * Forgets the commands whose outcome a state shows.
   *
   * @return whether there were any
   */
  boolean forgetDone(StreamState state) {
    if (asked.isEmpty()) {
      return false;
    }
    Set<String> onStage =
        state.speakers().stream().map(Speaker::identity).collect(Collectors.toSet());
    Set<String> unmuted =
        state.speakers().stream()
            .filter(speaker -> !speaker.muted())
            .map(Speaker::identity)
            .collect(Collectors.toSet());
    Set<String> hands =
        state.raisedHands().stream().map(RaisedHand::identity).collect(Collectors.toSet());
    return asked
        .entrySet()
        .removeIf(
            entry ->
                switch (entry.getValue()) {
                  case NOTHING -> true;
                  case INVITING, INVITED -> onStage.contains(entry.getKey());
                  case LOWERING -> !hands.contains(entry.getKey());
                  case MOVING -> !onStage.contains(entry.getKey());
                  case MUTING -> !unmuted.contains(entry.getKey());
                });
  }
}
