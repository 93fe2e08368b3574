package app.rostrum.cloud.rooms;

import app.rostrum.cloud.TurnServers;
import java.time.Duration;

/**
 * The settings of {@link Rooms}.
 *
 * @param accountSid named in callbacks and resources
 * @param sessionTimeout how long a lost participant may take to come back
 * @param handshakeTimeout how long a new socket may take to show a valid token
 * @param maxConnections the number of sockets at a time; further clients are turned away
 * @param maxParticipants the limit of a room created without one
 */
public record RoomSettings(
    String accountSid,
    Duration sessionTimeout,
    Duration handshakeTimeout,
    int maxConnections,
    int maxParticipants,
    TurnServers turn) {
  /** Creates settings without TURN servers. */
  public RoomSettings(
      String accountSid,
      Duration sessionTimeout,
      Duration handshakeTimeout,
      int maxConnections,
      int maxParticipants) {
    this(
        accountSid,
        sessionTimeout,
        handshakeTimeout,
        maxConnections,
        maxParticipants,
        TurnServers.NONE);
  }

  /** Returns the same settings with TURN servers. */
  public RoomSettings withTurn(TurnServers servers) {
    return new RoomSettings(
        accountSid, sessionTimeout, handshakeTimeout, maxConnections, maxParticipants, servers);
  }

  public static RoomSettings of(String accountSid) {
    return new RoomSettings(accountSid, Duration.ofSeconds(30), Duration.ofSeconds(10), 2000, 50);
  }
}
