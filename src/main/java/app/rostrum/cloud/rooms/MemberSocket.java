package app.rostrum.cloud.rooms;

import app.rostrum.wire.room.ServerMessage;
import org.jspecify.annotations.Nullable;

/** The socket over which a member is told what changes. Safe for any thread. */
interface MemberSocket {
  void send(ServerMessage message);

  /**
   * Ends the connection of a participant who has left the room: sends the reason and waits for the
   * client to close.
   */
  void end(@Nullable ServerMessage farewell);

  /** Closes the socket, because the session goes on over another one. */
  void replaced();
}
