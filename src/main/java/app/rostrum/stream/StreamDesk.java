package app.rostrum.stream;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The desk of a stream's host, as everybody in the stream sees it. Immutable.
 *
 * @param stageOpen whether anybody may speak, or only those invited
 * @param locked whether nobody new may join
 * @param queueOpen whether hands may be raised
 * @param queueReason why hands may not be raised; empty if no reason was given
 * @param coHosts identities of those who share the host's powers, first in line first
 * @param topic what the stream is about now; may be empty
 * @param pinned the message that everybody sees; may be empty
 * @param keptOut identities of those removed, in alphabetical order; empty but for host and
 *     co-hosts
 * @param operatorMessage the message of the server's operator to everybody; may be empty
 * @param recording the recording of the stream, as its host has told; empty while there is none
 */
public record StreamDesk(
    boolean stageOpen,
    boolean locked,
    boolean queueOpen,
    String queueReason,
    List<String> coHosts,
    String topic,
    String pinned,
    Optional<SpeakingTime> speakingTime,
    List<String> keptOut,
    String operatorMessage,
    Optional<Recording> recording) {

  /** The time that a speaker has been given, by this computer's clock. */
  public record SpeakingTime(String identity, Instant ends) {}

  /**
   * A recording of the stream.
   *
   * @param identity the person who has told everybody of it
   * @param since the time at which it was told, by the server's clock
   */
  public record Recording(String identity, Instant since) {}

  /** Creates a desk without a message of the operator and without a recording. */
  public StreamDesk(
      boolean stageOpen,
      boolean locked,
      boolean queueOpen,
      String queueReason,
      List<String> coHosts,
      String topic,
      String pinned,
      Optional<SpeakingTime> speakingTime,
      List<String> keptOut) {
    this(
        stageOpen,
        locked,
        queueOpen,
        queueReason,
        coHosts,
        topic,
        pinned,
        speakingTime,
        keptOut,
        "",
        Optional.empty());
  }

  StreamDesk withKeptOut(List<String> now) {
    return new StreamDesk(
        stageOpen,
        locked,
        queueOpen,
        queueReason,
        coHosts,
        topic,
        pinned,
        speakingTime,
        now,
        operatorMessage,
        recording);
  }
}
