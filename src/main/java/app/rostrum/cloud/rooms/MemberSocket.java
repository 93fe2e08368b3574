package app.rostrum.cloud.rooms;

import app.rostrum.rtc.MediaPort;
import app.rostrum.wire.room.ServerMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The socket over which a member is told what changes. Safe for any thread. */
interface MemberSocket {
  void send(ServerMessage message);

  /** Returns the port for the media of those who come over this socket; empty for the usual one. */
  default Optional<MediaPort> mediaPort() {
    return Optional.empty();
  }

  /**
   * Ends the connection of a participant who has left the room: sends the reason and waits for the
   * client to close.
   */
  void end(@Nullable ServerMessage farewell);

  /** Closes the socket, because the session goes on over another one. */
  void replaced();
}
