package app.rostrum.cloud.rooms;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A room as the REST API shows it.
 *
 * @param uniqueName unique among the rooms in progress
 * @param emptyTimeout the time after which a room that everybody has left is completed
 * @param unusedTimeout the time after which a room that nobody has joined is completed
 * @param ended empty while in progress
 */
public record RoomRecord(
    String sid,
    String uniqueName,
    int maxParticipants,
    boolean audioOnly,
    Optional<URI> statusCallback,
    Duration emptyTimeout,
    Duration unusedTimeout,
    Instant created,
    Instant updated,
    Optional<Instant> ended) {

  /** Returns this room as it is after its end. */
  RoomRecord endedAt(Instant at) {
    return new RoomRecord(
        sid,
        uniqueName,
        maxParticipants,
        audioOnly,
        statusCallback,
        emptyTimeout,
        unusedTimeout,
        created,
        at,
        Optional.of(at));
  }

  public boolean inProgress() {
    return ended.isEmpty();
  }

  /** Returns the status as the REST API and callbacks spell it. */
  public String status() {
    return inProgress() ? "in-progress" : "completed";
  }
}
