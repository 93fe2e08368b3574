package app.rostrum.stream;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * State of a session at one moment, with everything that a screen shows. Immutable.
 *
 * @param speakers the host first, then in the order in which they came on stage
 * @param audience identities in alphabetical order, raised hands included
 * @param raisedHands in the order raised
 * @param desk what the host has set; empty on deployments that have no desk
 * @param reactions those of the last seconds; empty on deployments that have none
 * @param captions of the last seconds, the newest last; provisional ones may be replaced
 * @param levels of speakers by identity, 0 to 1, linear; absent means silent
 * @param dominantSpeaker the speaker who has lately been the loudest
 * @param handRaised whether this person's own hand is up
 * @param invited whether an invitation to speak waits for an answer
 * @param mayTakeOver whether the host has been lost and this person may become the host
 * @param microphoneOn whether this person's microphone is open (on stage only)
 * @param audibility whether the others can hear this person, or why not
 * @param reconnecting whether sound or signaling is being restored
 * @param trouble what keeps sound from getting through, if that is known; only while reconnecting
 * @param quality 0 (lost) to 5 (excellent); 0 before anything is known
 * @param qualities of speakers by identity, 0 to 5; absent means unknown
 * @param notices the latest ones, to be shown once each; their ids rise
 */
public record StreamState(
    String streamName,
    String identity,
    Phase phase,
    List<Speaker> speakers,
    List<String> audience,
    List<RaisedHand> raisedHands,
    Optional<StreamDesk> desk,
    Optional<StreamReactions> reactions,
    List<StreamCaption> captions,
    Map<String, Double> levels,
    Optional<String> dominantSpeaker,
    boolean handRaised,
    boolean invited,
    boolean mayTakeOver,
    boolean microphoneOn,
    Audibility audibility,
    Playback playback,
    boolean reconnecting,
    Optional<StreamProblem> trouble,
    int quality,
    Map<String, Integer> qualities,
    Chat chat,
    List<Notice> notices) {

  /**
   * @param muted false if unknown, as it is to the audience
   */
  public record Speaker(
      String identity, boolean host, boolean muted, boolean reconnecting, boolean self) {}

  /**
   * A raised hand and the time at which it went up.
   *
   * @param text what the person wants to say; may be empty
   */
  public record RaisedHand(String identity, Instant since, String text) {}

  /** Returns whether this person is the host. */
  public boolean host() {
    return speakers.stream().anyMatch(speaker -> speaker.self() && speaker.host());
  }

  /** Returns whether this person is a co-host. */
  public boolean coHost() {
    return desk.filter(now -> now.coHosts().contains(identity)).isPresent();
  }

  /** State of a listener's player. */
  public enum Playback {
    NONE,
    BUFFERING,
    PLAYING
  }

  /**
   * A notice to show as a short message.
   *
   * @param subject the person concerned; empty if there is none
   */
  public record Notice(long id, Kind kind, String subject) {
    /** Kinds of notices. */
    public enum Kind {
      MOVED_TO_AUDIENCE,
      HAND_RAISED,
      INVITATION_SENT,
      MOVED_SOMEBODY_TO_AUDIENCE,
      /** The host has removed the subject from the stream. */
      REMOVED_SOMEBODY,
      /** The subject may join again. */
      READMITTED_SOMEBODY,
      /** The host has lowered this person's hand. */
      HAND_LOWERED,
      /** The queue was closed when this person raised the hand. */
      QUEUE_CLOSED,
      /** The stream is being recorded from now on, as the subject has told. */
      RECORDING_BEGUN,
      RECORDING_ENDED,
      /** The server's operator tells everybody what the subject has. */
      OPERATOR_MESSAGE,
      NOW_CO_HOST,
      NO_LONGER_CO_HOST,
      ACTION_FAILED,
      NOW_SPEAKING,
      MICROPHONE_FAILED,
      /** This person speaks into the muted microphone. */
      SPEAKING_MUTED,
      /** The subject has become the host in place of another. */
      HOST_CHANGED,
      TAKE_OVER_FAILED,
      /** The host has turned this person's microphone off. */
      MUTED_BY_HOST,
      /** This person, as the host, has asked a speaker's microphone to turn itself off. */
      MUTED_SOMEBODY,
      /** This person, as the host, has asked all other microphones to turn themselves off. */
      MUTED_EVERYBODY
    }
  }
}
