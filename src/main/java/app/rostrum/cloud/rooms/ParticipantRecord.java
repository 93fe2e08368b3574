package app.rostrum.cloud.rooms;

import java.time.Instant;
import java.util.Optional;

/**
 * A participant as the REST API shows it.
 *
 * @param ended empty while connected
 */
public record ParticipantRecord(
    String sid, String roomSid, String identity, Instant started, Optional<Instant> ended) {

  public boolean connected() {
    return ended.isEmpty();
  }

  /** Returns the status as the REST API and callbacks spell it. */
  public String status() {
    return connected() ? "connected" : "disconnected";
  }
}
