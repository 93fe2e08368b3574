package app.rostrum.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The room and the player that are heard: one of them, or both for a short while. A new room
 * replaces the former one at once, but a player only when it is heard itself, and the other way
 * round. On the loop only.
 */
final class Seats {
  /** The longest time for which room and player are heard together. */
  private static final Duration OVERLAP = Duration.ofSeconds(2);

  /** The time from the first packet to the first sound, in which a jitter buffer fills. */
  private static final Duration FILLING = Duration.ofMillis(200);

  private final SessionContext context;
  private @Nullable StageSeat stage;
  private @Nullable AudienceSeat audience;

  /** The room that has just been left: muted, and heard for a moment longer. */
  private @Nullable StageSeat formerRoom;

  Seats(SessionContext context) {
    this.context = context;
  }

  @Nullable StageSeat stage() {
    return stage;
  }

  @Nullable AudienceSeat audience() {
    return audience;
  }

  boolean empty() {
    return stage == null && audience == null;
  }

  boolean isStage(long id) {
    return stage != null && stage.id == id;
  }

  /** Takes a new room; a player goes on until the room is heard. */
  void take(StageSeat seat) {
    leaveStage();
    stage = seat;
    connectivityChanged(seat);
  }

  /** Lets the room take over from the player if sound gets through to it. */
  void connectivityChanged(StageSeat seat) {
    if (seat == stage && seat.audible() && audience != null) {
      seat.awaitFirstAudio();
      context.after(OVERLAP, new Event.TimeUp.Overlap(seat.id));
      participantsChanged(seat);
    }
  }

  /** Returns the trouble of the room, or else of the player. */
  Optional<StreamProblem> trouble() {
    if (stage != null) {
      return stage.trouble();
    }
    return audience == null ? Optional.empty() : audience.trouble();
  }

  /** Takes a new player; a room goes on for the moment until the player is heard. */
  void take(AudienceSeat seat) {
    leaveAudience();
    audience = seat;
    if (stage != null) {
      closeFormerRoom();
      formerRoom = stage;
      stage = null;
      formerRoom.setMicrophone(false);
      context.after(FILLING, new Event.TimeUp.Parting());
    }
  }

  /** Closes the room that was left. */
  void closeFormerRoom() {
    if (formerRoom != null) {
      formerRoom.end().ifPresent(context::close);
      formerRoom = null;
    }
  }

  void leaveStage() {
    if (stage != null) {
      stage.end().ifPresent(context::close);
      stage = null;
    }
  }

  void leaveAudience() {
    if (audience != null) {
      audience.end().ifPresent(context::close);
      audience = null;
    }
  }

  /** Closes the player in a moment, as the room's first packet has arrived. */
  void firstAudio(long seat) {
    context.after(FILLING, new Event.TimeUp.Overlap(seat));
  }

  /** Closes the player, as the room is heard or has had its time. */
  void endOverlap(long seat) {
    if (stage != null && stage.id == seat && stage.audible()) {
      leaveAudience();
    }
  }

  /** Closes the player if nobody else can be heard in the room: only an echo would be. */
  void participantsChanged(StageSeat seat) {
    if (seat == stage && seat.audible() && seat.silent()) {
      leaveAudience();
    }
  }

  void setVolume(double volume) {
    if (audience != null) {
      audience.setVolume(volume);
    }
  }

  /** Connects room and player anew at once. */
  void reconnect() {
    if (stage != null) {
      stage.reconnect();
    }
    if (audience != null) {
      audience.reconnect();
    }
  }

  void updateToken(String token) {
    if (stage != null) {
      stage.updateToken(token);
    }
    if (audience != null) {
      audience.updateToken(token);
    }
  }

  /** Asks the room, or else the player, for statistics. */
  void measure() {
    if (stage != null) {
      stage.measure();
    } else if (audience != null) {
      audience.measure();
    }
  }

  /** Ends all and returns the connections to close. */
  Stream<AutoCloseable> end() {
    Optional<AutoCloseable> room = stage == null ? Optional.empty() : stage.end();
    Optional<AutoCloseable> player = audience == null ? Optional.empty() : audience.end();
    Optional<AutoCloseable> last = formerRoom == null ? Optional.empty() : formerRoom.end();
    stage = null;
    audience = null;
    formerRoom = null;
    return Stream.of(room, player, last).flatMap(Optional::stream);
  }
}
