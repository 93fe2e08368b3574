package app.rostrum.stream;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Timers.Timer;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A transition from one role to another, or back to a role that was lost. On the loop only. */
final class Transition {
  enum Purpose {
    CREATION,
    JOIN,
    /** From the audience to the stage. */
    PROMOTION,
    /** From the stage to the audience by the person's own choice. */
    LEAVING_STAGE,
    /** From the stage to the audience by the host's choice, with no way back. */
    REMOVAL,
    /** Back to the present role, after its connection was lost. */
    RESTORATION
  }

  final Purpose purpose;
  final Role from;
  final Role to;
  final Backoff backoff;
  final long startedAt;

  /** The number of the join call under way, or of the last one. */
  long call;

  /** The room that is being connected; never together with a player. */
  @Nullable StageSeat stage;

  @Nullable AudienceSeat audience;
  @Nullable Timer timer;

  /** True while the join call under way has no answer. */
  boolean asking;

  /** True once a join call may have been carried out although its answer was lost. */
  boolean answerLost;

  /** The problem of the last attempt. */
  Optional<StreamProblem> problem = Optional.empty();

  Transition(Purpose purpose, Role from, Role to, Backoff backoff, long startedAt) {
    this.purpose = purpose;
    this.from = from;
    this.to = to;
    this.backoff = backoff;
    this.startedAt = startedAt;
  }

  boolean initial() {
    return purpose == Purpose.CREATION || purpose == Purpose.JOIN;
  }

  /**
   * Returns whether a first attempt that failed may succeed soon. The name counts as taken for a
   * while after an admission whose answer was lost.
   */
  boolean worthAnotherAttempt(StreamProblem failure) {
    return failure.mayPass() || (answerLost && failure.error() == ErrorCode.NAME_IN_USE);
  }

  Phase phase() {
    return switch (purpose) {
      case CREATION, JOIN -> new Phase.Joining(to);
      case PROMOTION, LEAVING_STAGE, REMOVAL -> new Phase.Changing(from, to);
      case RESTORATION -> to.onStage() ? new Phase.OnStage(to) : new Phase.InAudience();
    };
  }

  void wait(Timer next) {
    stopWaiting();
    timer = next;
  }

  void stopWaiting() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** Gives up the room or player that is being connected and returns it to be closed. */
  Stream<AutoCloseable> abandon() {
    stopWaiting();
    call = 0;
    asking = false;
    Optional<AutoCloseable> room = stage == null ? Optional.empty() : stage.end();
    Optional<AutoCloseable> player = audience == null ? Optional.empty() : audience.end();
    stage = null;
    audience = null;
    return Stream.concat(room.stream(), player.stream());
  }
}
