package app.rostrum.stream;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Timers.Timer;
import java.time.Duration;
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

  /** The time after which a transition is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  final Purpose purpose;
  final Role from;
  final Role to;
  private final SessionContext context;
  private final Backoff backoff;
  private long startedAt;

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

  /** The problem of the last attempt; empty before it failed. */
  private Optional<StreamProblem> problem = Optional.empty();

  Transition(Purpose purpose, Role from, Role to, SessionContext context) {
    this.purpose = purpose;
    this.from = from;
    this.to = to;
    this.context = context;
    this.backoff = context.backoff(LONGEST_WAIT);
    this.startedAt = context.loop().nanoTime();
  }

  /** Grants the transition its whole time anew. */
  void startAnew() {
    startedAt = context.loop().nanoTime();
  }

  boolean initial() {
    return purpose == Purpose.CREATION || purpose == Purpose.JOIN;
  }

  /** Returns the time since the transition began, or has been granted its time anew. */
  Duration age() {
    return Duration.ofNanos(context.loop().nanoTime() - startedAt);
  }

  /** Returns whether there is this much time left. */
  boolean hasTimeFor(Duration time) {
    return age().plus(time).compareTo(PATIENCE) < 0;
  }

  /**
   * Returns why an attempt to join or to restore the connection had to be repeated; empty for any
   * other transition.
   */
  Optional<StreamProblem> trouble() {
    return initial() || purpose == Purpose.RESTORATION ? problem : Optional.empty();
  }

  /**
   * Notes that an attempt failed, and returns the wait before the next one.
   *
   * @param atLeast the least wait
   * @return empty if it is time to give up
   */
  Optional<Duration> failed(StreamProblem failure, Duration atLeast) {
    problem = Optional.of(failure);
    boolean again = initial() ? mayPass(failure) && hasTimeFor(atLeast) : hasTimeFor(Duration.ZERO);
    return again ? backoff.next(atLeast) : Optional.empty();
  }

  /** The name counts as taken for a while after an admission whose answer was lost. */
  private boolean mayPass(StreamProblem failure) {
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

  /** Returns whether an attempt has failed and the next one is still to come. */
  boolean waitsForNextAttempt() {
    return timer != null && !asking && stage == null && audience == null;
  }

  void stopWaiting() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** Returns whether this room or player is being connected. */
  boolean connects(long seat) {
    return (stage != null && stage.id == seat) || (audience != null && audience.id == seat);
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
