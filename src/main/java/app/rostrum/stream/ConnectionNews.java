package app.rostrum.stream;

import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.Room;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the news of rooms and players: those that are being connected and those that are heard.
 * News of any other is ignored. On the loop only.
 */
final class ConnectionNews {
  private static final Logger log = LoggerFactory.getLogger(ConnectionNews.class);
  private final SessionContext context;
  private final RoleTransitions transitions;

  ConnectionNews(SessionContext context, RoleTransitions transitions) {
    this.context = context;
    this.transitions = transitions;
  }

  // Rooms.

  void on(Event.RoomNews news) {
    Transition transition = transitions.transition();
    StageSeat heard = transitions.seats().stage();
    if (transition != null && transition.stage != null && transition.stage.id == news.seat()) {
      onConnecting(transition, transition.stage, news);
    } else if (heard != null && heard.id == news.seat()) {
      onHeard(heard, news);
    } else if (news instanceof Event.RoomNews.Connected late) {
      context.close(late.room());
    }
  }

  private void onConnecting(Transition transition, StageSeat seat, Event.RoomNews news) {
    switch (news) {
      case Event.RoomNews.Connected connected -> {
        seat.connected(connected.room());
        transitions.arriveOnStage(transition, seat);
      }
      case Event.RoomNews.Refused refused -> {
        Throwable cause =
            refused.failure() instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : refused.failure();
        if (cause instanceof Room.ConnectException e) {
          refused(transition, e.reason());
        } else {
          log.warn("the room could not be connected", cause);
          transitions.failed(StreamProblem.ofRoom(cause));
        }
      }
      case Event.RoomNews.Disconnected disconnected -> refused(transition, disconnected.reason());
      default -> onNews(seat, news);
    }
  }

  private void refused(Transition transition, DisconnectReason reason) {
    switch (reason) {
      case DisconnectReason.RoomCompleted() when !transition.initial() ->
          transitions.leave(new LeaveReason.EndedByHost());
      case DisconnectReason.Replaced() when !transition.initial() ->
          transitions.leave(new LeaveReason.Replaced());
      case DisconnectReason.Removed() -> transitions.removedByHost();
      case DisconnectReason.Refused refused when !transition.initial() ->
          // Only the backend can tell whether the stream has ended; it is asked next.
          transitions.failed(StreamProblem.roomRefused(refused.code(), refused.message()));
      default -> transitions.failed(StreamProblem.ofRoom(reason));
    }
  }

  private void onHeard(StageSeat seat, Event.RoomNews news) {
    switch (news) {
      case Event.RoomNews.FirstAudio ignored -> transitions.seats().firstAudio(seat.id);
      case Event.RoomNews.Disconnected disconnected -> disconnected(disconnected.reason());
      default -> onNews(seat, news);
    }
  }

  private void onNews(StageSeat seat, Event.RoomNews news) {
    seat.take(news);
    if (news instanceof Event.RoomNews.Participants) {
      transitions.seats().participantsChanged(seat);
    } else if (news instanceof Event.RoomNews.MicrophoneFailed failed) {
      transitions.microphoneFailed(
          failed.refused() ? Audibility.REFUSED : Audibility.NO_MICROPHONE);
    } else if (news instanceof Event.RoomNews.Connectivity) {
      transitions.troubleChanged(seat.trouble());
      transitions.seats().connectivityChanged(seat);
    }
  }

  private void disconnected(DisconnectReason reason) {
    transitions.seats().leaveStage();
    switch (reason) {
      case DisconnectReason.RoomCompleted() -> transitions.leave(new LeaveReason.EndedByHost());
      case DisconnectReason.Replaced() -> transitions.leave(new LeaveReason.Replaced());
      case DisconnectReason.Removed() -> {
        if (transitions.headedForStage()) {
          transitions.removedByHost();
        }
      }
      case DisconnectReason.Left() -> log.debug("an echo of closing the room");
      case DisconnectReason.TokenRefused ignored -> transitions.lostRoom();
      case DisconnectReason.ConnectionLost ignored -> transitions.lostRoom();
      case DisconnectReason.Refused ignored -> transitions.lostRoom();
    }
  }

  // Players.

  void on(Event.PlayerNews news) {
    Transition transition = transitions.transition();
    AudienceSeat heard = transitions.seats().audience();
    if (transition != null
        && transition.audience != null
        && transition.audience.id == news.seat()) {
      onConnecting(transition, transition.audience, news);
    } else if (heard != null && heard.id == news.seat()) {
      onHeard(heard, news);
    }
  }

  private void onConnecting(Transition transition, AudienceSeat seat, Event.PlayerNews news) {
    seat.take(news);
    if (news instanceof Event.PlayerNews.Connectivity) {
      transitions.troubleChanged(seat.trouble());
    }
    if (seat.state() == Player.State.ENDED) {
      transitions.leave(new LeaveReason.EndedByHost());
    } else if (seat.state() == Player.State.FAILED) {
      transitions.failed(seat.problem());
    } else if (plays(transition, seat)) {
      transitions.arriveInAudience(transition, seat);
    }
  }

  /** While the room is heard, the player has to be heard before it takes over. */
  private boolean plays(Transition transition, AudienceSeat seat) {
    return seat.state() == Player.State.PLAYING
        || (seat.connected()
            && (transitions.seats().stage() == null
                || transition.purpose != Transition.Purpose.LEAVING_STAGE));
  }

  private void onHeard(AudienceSeat seat, Event.PlayerNews news) {
    seat.take(news);
    if (news instanceof Event.PlayerNews.Connectivity) {
      transitions.troubleChanged(transitions.seats().trouble());
    }
    if (seat.state() == Player.State.ENDED) {
      transitions.leave(new LeaveReason.EndedByHost());
    } else if (seat.state() == Player.State.FAILED) {
      log.info("the player failed: {}", seat.problem());
      transitions.seats().leaveAudience();
      transitions.lostPlayer();
    }
  }

  /**
   * Replaces a player that does not find its way back. Its place is asked for anew, which tells
   * what is wrong and ends in time.
   */
  void reconnectingTooLong(long seat) {
    AudienceSeat heard = transitions.seats().audience();
    if (heard == null || heard.id != seat || heard.state() != Player.State.RECONNECTING) {
      return;
    }
    if (transitions.transition() == null) {
      log.info("the player has not come back by itself");
      transitions.seats().leaveAudience();
      transitions.lostPlayer();
    } else {
      heard.awaitConnection();
    }
  }

  /** Ends the wait for a room or player. */
  void connectingTooLong(long seat) {
    Transition transition = transitions.transition();
    if (transition == null) {
      return;
    }
    if (transition.audience != null && transition.audience.id == seat) {
      if (transition.audience.connected()) {
        transitions.arriveInAudience(transition, transition.audience);
      } else {
        transitions.failed(
            transition
                .audience
                .trouble()
                .orElseGet(() -> StreamProblem.of(ErrorCode.PLAYER_TIMEOUT)));
      }
    } else if (transition.stage != null && transition.stage.id == seat) {
      transitions.failed(StreamProblem.of(ErrorCode.ROOM_TIMEOUT));
    }
  }
}
