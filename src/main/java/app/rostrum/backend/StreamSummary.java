package app.rostrum.backend;

import java.time.Instant;

/** A live stream as listed for the lobby. */
public record StreamSummary(
    String streamName,
    String roomSid,
    String hostIdentity,
    int speakers,
    int listeners,
    Instant startedAt,
    boolean stageOpen) {}
