package app.rostrum.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is heard: a room, a player, or for a short while both. Something taken replaces its like; it
 * replaces the other only when it is heard itself. On the loop only.
 */
final class Seats {
  /** Stage and audience are heard together for so long at most. */
  private static final Duration OVERLAP = Duration.ofSeconds(2);

  /** From the first packet to the first sound: a jitter buffer has to fill. */
  private static final Duration FILLING = Duration.ofMillis(200);

  private final SessionContext context;
  private @Nullable StageSeat stage;
  private @Nullable AudienceSeat audience;

  /** The room that has just been left, muted and still heard for a moment. */
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

  /** On stage; the player goes on until the room is heard. */
  void take(StageSeat seat) {
    leaveStage();
    stage = seat;
    if (audience != null) {
      seat.awaitFirstAudio();
      context.after(OVERLAP, new Event.TimeUp.Overlap(seat.id));
      participantsChanged(seat);
    }
  }

  /** In the audience: packets come, and in a moment the player is heard. */
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

  /** The room that was left is not needed any more. */
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

  /** Packets of the room come, and in a moment they are heard. */
  void firstAudio(long seat) {
    context.after(FILLING, new Event.TimeUp.Overlap(seat));
  }

  /** The room is heard, or has had its time. */
  void endOverlap(long seat) {
    if (isStage(seat)) {
      leaveAudience();
    }
  }

  /** Nobody else to hear: waiting for sound would only let this person hear the echo. */
  void participantsChanged(StageSeat seat) {
    if (seat == stage && seat.silent()) {
      leaveAudience();
    }
  }

  void setVolume(double volume) {
    if (audience != null) {
      audience.setVolume(volume);
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

  /** Asks what is heard for statistics. */
  void measure() {
    if (stage != null) {
      stage.measure();
    } else if (audience != null) {
      audience.measure();
    }
  }

  /** What is to be closed at the end. */
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
