package app.rostrum.backend;

import java.time.Instant;

/**
 * A live stream as listed for the lobby.
 *
 * @param locked whether nobody new may join
 * @param topic what it is about now; empty if its host has not said
 * @param recorded whether it is being recorded, as its host has told
 */
public record StreamSummary(
    String streamName,
    String roomSid,
    String hostIdentity,
    int speakers,
    int listeners,
    Instant startedAt,
    boolean stageOpen,
    boolean locked,
    String topic,
    boolean recorded) {
  /** A stream that is open to everybody, without a topic. */
  public StreamSummary(
      String streamName,
      String roomSid,
      String hostIdentity,
      int speakers,
      int listeners,
      Instant startedAt,
      boolean stageOpen) {
    this(
        streamName,
        roomSid,
        hostIdentity,
        speakers,
        listeners,
        startedAt,
        stageOpen,
        false,
        "",
        false);
  }
}
