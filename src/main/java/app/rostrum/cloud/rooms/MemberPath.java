package app.rostrum.cloud.rooms;

import app.rostrum.rtc.RtcPeer;
import java.time.Duration;
import java.util.Optional;

/**
 * The path of one participant's media, as the other participants are told of it. Signaling alone
 * makes nobody heard: a path that has not come about within {@link #PATIENCE} is lost. Belongs to
 * the room's thread.
 */
final class MemberPath {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private Optional<Long> formingSince = Optional.empty();
  private boolean lost;

  /**
   * Follows the state of the participant's connection.
   *
   * @param state empty if the participant has not asked for a connection
   * @return whether the path has been lost or found
   */
  boolean follow(Optional<RtcPeer.State> state, long nowNanos) {
    boolean before = lost;
    if (state.isEmpty()) {
      found();
    } else {
      switch (state.get()) {
        case CONNECTED -> found();
        case DISCONNECTED, FAILED -> lost = true;
        case NEW, CONNECTING, CLOSED -> {
          // A connection that is closed is replaced, or its participant is about to leave.
          long since = formingSince.orElse(nowNanos);
          formingSince = Optional.of(since);
          lost |= nowNanos - since >= PATIENCE.toNanos();
        }
      }
    }
    return lost != before;
  }

  private void found() {
    lost = false;
    formingSince = Optional.empty();
  }

  boolean isLost() {
    return lost;
  }
}
