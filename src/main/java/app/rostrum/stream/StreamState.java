package app.rostrum.stream;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a screen shows of a stream, as of one moment. Immutable.
 *
 * @param speakers the host first, then by the time they came on stage
 * @param audience identities in alphabetical order, raised hands included
 * @param raisedHands in the order raised
 * @param levels of speakers by identity, 0 to 1, linear; absent means silent
 * @param dominantSpeaker who has spoken loudest of late
 * @param handRaised this person's own hand
 * @param invited an invitation to speak waits for an answer
 * @param microphoneOn whether this person's microphone is open (on stage only)
 * @param reconnecting true when sound or signaling is being restored, for a banner
 * @param quality 0 (lost) to 5 (excellent); 0 before anything is known
 * @param qualities of speakers by identity, 0 to 5; absent means unknown
 * @param notices to be shown once each; ids rise
 */
public record StreamState(
    String streamName,
    String identity,
    Phase phase,
    List<Speaker> speakers,
    List<String> audience,
    List<RaisedHand> raisedHands,
    Map<String, Double> levels,
    Optional<String> dominantSpeaker,
    boolean handRaised,
    boolean invited,
    boolean microphoneOn,
    Playback playback,
    boolean reconnecting,
    int quality,
    Map<String, Integer> qualities,
    Chat chat,
    List<Notice> notices) {

  /**
   * @param muted as far as known: an audience does not learn it
   */
  public record Speaker(
      String identity, boolean host, boolean muted, boolean reconnecting, boolean self) {}

  /** A raised hand and when it went up. */
  public record RaisedHand(String identity, Instant since) {}

  /** What the listener's player is doing. */
  public enum Playback {
    NONE,
    BUFFERING,
    PLAYING
  }

  /**
   * Something worth a short message.
   *
   * @param subject whom it is about; empty if nobody in particular
   */
  public record Notice(long id, Kind kind, String subject) {
    /** What happened. */
    public enum Kind {
      MOVED_TO_AUDIENCE,
      HAND_RAISED,
      INVITATION_SENT,
      MOVED_SOMEBODY_TO_AUDIENCE,
      ACTION_FAILED,
      NOW_SPEAKING,
      MICROPHONE_FAILED,
      /** The host has turned this person's microphone off. */
      MUTED_BY_HOST,
      /** The host has asked somebody's microphone to turn itself off. */
      MUTED_SOMEBODY,
      /** The host has asked all microphones but its own to turn themselves off. */
      MUTED_EVERYBODY
    }
  }
}
