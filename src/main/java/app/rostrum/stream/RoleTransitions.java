package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.sdk.player.Player;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.threads.Backoff;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role of a person in a stream and the transitions between roles, each with its room or player.
 * A room or player that is heard is closed only when its successor is heard (make before break). On
 * the loop only.
 */
final class RoleTransitions {
  private static final Logger log = LoggerFactory.getLogger(RoleTransitions.class);

  /** The time after which a room or player without any progress is given up. */
  private static final Duration CONNECTING = Duration.ofSeconds(20);

  private static final int MOST_SILENCED = 1_000;

  private final SessionContext context;
  private final Listener listener;
  private final Presence presence;
  private final StreamAccess access;
  private long seatNumbers;
  private Role role;
  private @Nullable Transition transition;
  private final Seats seats;
  private @Nullable LeaveReason left;
  private boolean microphoneOn;

  /** The failure of the microphone that was told last. */
  private Audibility toldOfMicrophone = Audibility.OFF_STAGE;

  private double volume = 1;

  /** The speakers whom this person does not want to hear. */
  private final Set<String> silenced = new HashSet<>();

  /** The last room's or player's trouble, which lasts until sound gets through to its successor. */
  private Optional<StreamProblem> trouble = Optional.empty();

  /** Waits before restoring a room or player that was lost after it had been restored. */
  private final Backoff relapses;

  private boolean restored;

  /** Listens to transitions. */
  interface Listener {
    void notice(Notice.Kind kind, String subject);

    void arrivedOnStage();

    /** The room or player that is heard has been lost or replaced. */
    void soundChanged();
  }

  RoleTransitions(
      SessionContext context,
      Listener listener,
      SyncLink sync,
      Role role,
      StreamSettings settings,
      boolean microphone) {
    this.context = context;
    this.listener = listener;
    this.role = role;
    this.microphoneOn = role.onStage() && microphone;
    this.seats = new Seats(context);
    this.relapses = context.backoff(Transition.LONGEST_WAIT);
    this.presence = new Presence(context);
    this.access = new StreamAccess(context, sync, settings);
  }

  // The role now.

  Phase phase() {
    if (left != null) {
      return new Phase.Left(left);
    }
    if (transition != null) {
      return transition.phase();
    }
    return role.onStage() ? new Phase.OnStage(role) : new Phase.InAudience();
  }

  boolean hasLeft() {
    return left != null;
  }

  Role role() {
    return role;
  }

  /** Returns whether this person is in the audience or on the way to it. */
  boolean headedForAudience() {
    return transition == null ? role == Role.VIEWER : transition.to == Role.VIEWER;
  }

  boolean headedForStage() {
    return transition == null ? role.onStage() : transition.to.onStage();
  }

  /** Returns whether a stream is being created and nobody is in it yet. */
  boolean creating() {
    return transition != null && transition.purpose == Transition.Purpose.CREATION;
  }

  /**
   * Begins to take the stream back if it is being created and nobody is in it yet. To be called at
   * the end, before the connections are closed.
   */
  Optional<AbandonedCreation> abandonCreation() {
    if (transition == null || !creating() || left instanceof LeaveReason.EndedByHost) {
      return Optional.empty();
    }
    var abandoned = new AbandonedCreation(context, access);
    abandoned.begin(transition.asking, transition.answerLost);
    return Optional.of(abandoned);
  }

  /** Returns whether this person is shown in the audience, also while its player is restored. */
  boolean inAudience() {
    return role == Role.VIEWER && settledOrRestoring();
  }

  private boolean settledOrRestoring() {
    return transition == null || transition.purpose == Transition.Purpose.RESTORATION;
  }

  boolean goingOnStage() {
    return transition != null && transition.purpose == Transition.Purpose.PROMOTION;
  }

  /** Returns the transition under way, if there is one. */
  @Nullable Transition transition() {
    return transition;
  }

  /** Returns the room and the player that are heard now. */
  Seats seats() {
    return seats;
  }

  @Nullable StreamCredentials credentials() {
    return access.credentials();
  }

  boolean microphoneOn() {
    return microphoneOn && role.onStage();
  }

  Presence presence() {
    return presence;
  }

  String token() {
    return access.token();
  }

  String identity() {
    return context.identity();
  }

  /**
   * Returns what keeps sound from getting through although the server answers, or why a first
   * attempt had to be repeated.
   */
  Optional<StreamProblem> trouble() {
    return trouble.isEmpty() && transition != null ? transition.trouble() : trouble;
  }

  void troubleChanged(Optional<StreamProblem> now) {
    if (!now.equals(trouble)) {
      trouble = now;
      log.info(
          "{}: {}",
          context.streamName(),
          now.map(StreamProblem::code).orElse("sound gets through"));
    }
  }

  boolean reconnecting() {
    if (trouble().isPresent()) {
      return true;
    }
    if (transition != null
        && (transition.purpose == Transition.Purpose.RESTORATION
            || (!transition.initial() && seats.empty()))) {
      return true;
    }
    StageSeat stage = seats.stage();
    AudienceSeat audience = seats.audience();
    return stage != null
        ? stage.reconnecting()
        : audience != null && audience.state() == Player.State.RECONNECTING;
  }

  // Commands.

  void start(boolean creation) {
    begin(creation ? Transition.Purpose.CREATION : Transition.Purpose.JOIN, role);
  }

  /** Returns false if there is no microphone to open or close: in the audience. */
  boolean setMicrophone(boolean on) {
    if (!headedForStage()) {
      return false;
    }
    microphoneOn = on;
    StageSeat seat =
        transition != null && transition.stage != null ? transition.stage : seats.stage();
    if (seat != null) {
      seat.setMicrophone(on);
    }
    return true;
  }

  void setVolume(double volume) {
    this.volume = volume;
    seats.setVolume(volume);
    if (transition != null && transition.audience != null) {
      transition.audience.setVolume(volume);
    }
  }

  /** Plays a speaker silently, or aloud again, in this room and each to come. */
  void silence(String identity, boolean silent) {
    if (!silent) {
      silenced.remove(identity);
    } else if (silenced.size() < MOST_SILENCED) {
      silenced.add(identity);
    }
    StageSeat heard = seats.stage();
    if (heard != null) {
      heard.silence(silenced);
    }
    if (transition != null && transition.stage != null) {
      transition.stage.silence(silenced);
    }
  }

  /** Begins the transition to the stage; returns false if this person is not in the audience. */
  boolean goOnStage(boolean microphone) {
    if (!inAudience()) {
      return false;
    }
    microphoneOn = microphone;
    toldOfMicrophone = Audibility.OFF_STAGE;
    begin(Transition.Purpose.PROMOTION, Role.SPEAKER);
    return true;
  }

  /** Returns false if there is no stage to leave. The host has no way into the audience. */
  boolean leaveStage() {
    if (role == Role.SPEAKER && settledOrRestoring()) {
      begin(Transition.Purpose.LEAVING_STAGE, Role.VIEWER);
      return true;
    }
    if (transition == null) {
      return false;
    }
    if (transition.purpose == Transition.Purpose.PROMOTION) {
      backToAudience(transition);
      return true;
    }
    return transition.purpose == Transition.Purpose.LEAVING_STAGE
        || transition.purpose == Transition.Purpose.REMOVAL;
  }

  void leave(LeaveReason reason) {
    if (left == null) {
      left = reason;
      log.info("left {}: {}", context.streamName(), reason);
    }
  }

  /** Ends everything and returns the connections to close. */
  Stream<AutoCloseable> end() {
    access.suspendRenewal();
    presence.left();
    Stream<AutoCloseable> pending = transition == null ? Stream.empty() : transition.abandon();
    transition = null;
    return Stream.concat(pending, seats.end());
  }

  // A transition: ask the backend, connect, arrive.

  private void begin(Transition.Purpose purpose, Role to) {
    ask(replace(purpose, to));
  }

  private Transition replace(Transition.Purpose purpose, Role to) {
    if (transition != null) {
      transition.abandon().forEach(context::close);
    }
    access.suspendRenewal();
    var begun = new Transition(purpose, role, to, context);
    transition = begun;
    return begun;
  }

  private void askLater(Transition transition, Duration wait) {
    transition.call = access.nextCall();
    transition.wait(context.after(wait, new Event.TimeUp.Retry(transition.call)));
  }

  private void ask(Transition transition) {
    transition.stopWaiting();
    boolean creation =
        transition.purpose == Transition.Purpose.CREATION && access.credentials() == null;
    transition.call = access.ask(transition.to, creation);
    transition.asking = true;
  }

  void joined(long call, StreamCredentials fresh) {
    boolean renewed = access.isRenewal(call);
    if (!renewed && (transition == null || transition.call != call)) {
      return;
    }
    access.take(fresh);
    if (renewed) {
      seats.updateToken(fresh.token());
    } else if (transition != null) {
      transition.asking = false;
      log.debug(
          "{} of {}: admitted after {}",
          transition.purpose,
          context.streamName(),
          transition.age());
      connect(transition, fresh);
    }
  }

  private void connect(Transition transition, StreamCredentials fresh) {
    long id = ++seatNumbers;
    if (transition.to.onStage()) {
      transition.stage = new StageSeat(id, context, silenced);
      transition.stage.connect(fresh, microphoneOn);
    } else if (fresh.whep().isPresent()) {
      try {
        transition.audience = new AudienceSeat(id, context);
        transition.audience.play(fresh.whep().get(), fresh.token(), volume);
      } catch (Throwable e) {
        log.warn("no player", e);
        failed(new StreamProblem(ErrorCode.PLAYER_FAILED, "", String.valueOf(e.getMessage())));
        return;
      }
    } else {
      var none = ErrorCode.PLAYBACK_NOT_OFFERED;
      failed(new StreamProblem(none, "", none.meaning()));
      return;
    }
    transition.wait(context.after(CONNECTING, new Event.TimeUp.Connecting(id)));
  }

  /** Grants a room or player that is being connected more time, as it has got on. */
  void progressed(long seat) {
    if (transition != null && transition.connects(seat) && transition.hasTimeFor(CONNECTING)) {
      transition.wait(context.after(CONNECTING, new Event.TimeUp.Connecting(seat)));
    }
  }

  void joinRefused(long call, BackendException refusal) {
    StreamProblem problem = StreamProblem.of(refusal);
    if (problem.kind() == StreamProblem.Kind.NO_NETWORK) {
      trouble = Optional.empty(); // More than sound is kept from getting through.
    }
    if (access.isRenewal(call)) {
      renewalRefused(problem, refusal.retryAfter());
    } else if (transition != null && transition.call == call) {
      transition.asking = false;
      transition.answerLost |= refusal.answerLost();
      failed(problem, refusal.retryAfter());
    }
  }

  private void arrived(Transition arrived) {
    log.debug("{} of {}: arrived after {}", arrived.purpose, context.streamName(), arrived.age());
    arrived.stopWaiting();
    transition = null;
    restored = arrived.purpose == Transition.Purpose.RESTORATION;
    relapses.connected();
  }

  void arriveOnStage(Transition arrived, StageSeat seat) {
    arrived(arrived);
    seats.take(seat);
    role = arrived.to;
    presence.left();
    listener.soundChanged();
    if (arrived.purpose == Transition.Purpose.PROMOTION) {
      listener.notice(Notice.Kind.NOW_SPEAKING, context.identity());
    }
    listener.arrivedOnStage();
  }

  void arriveInAudience(Transition arrived, AudienceSeat seat) {
    arrived(arrived);
    role = Role.VIEWER;
    microphoneOn = false;
    presence.arrived(token());
    seats.take(seat);
    listener.soundChanged();
  }

  /**
   * Makes a speaker the host whom the speakers map marks as such: a host may have come back by
   * joining as a speaker.
   */
  void markedHost() {
    if (transition == null && role == Role.SPEAKER) {
      role = Role.HOST;
    }
  }

  /** Makes a host a speaker, as somebody else has taken over. */
  void hostElsewhere() {
    if (transition == null && role == Role.HOST) {
      role = Role.SPEAKER;
    }
  }

  // A transition that failed: go back to the side that works, or try again, or leave.

  void failed(StreamProblem problem) {
    failed(problem, Duration.ZERO);
  }

  /**
   * @param atLeast the least wait before another attempt
   */
  private void failed(StreamProblem problem, Duration atLeast) {
    Transition broken = transition;
    if (broken == null) {
      return;
    }
    broken.abandon().forEach(context::close);
    log.info("{} of {}: {}", broken.purpose, context.streamName(), problem);
    if (broken.initial()) {
      repeat(broken, problem, atLeast);
    } else if (problem.error() == ErrorCode.KEPT_OUT) {
      leave(new LeaveReason.Removed());
    } else if (problem.kind() == StreamProblem.Kind.STREAM_NOT_FOUND) {
      // The stream has been ended meanwhile.
      leave(new LeaveReason.EndedByHost());
    } else if (broken.purpose == Transition.Purpose.PROMOTION && seats.audience() != null) {
      listener.notice(Notice.Kind.ACTION_FAILED, "");
      backToAudience(broken);
    } else if (broken.purpose == Transition.Purpose.LEAVING_STAGE && seats.stage() != null) {
      listener.notice(Notice.Kind.ACTION_FAILED, "");
      backTo(broken);
    } else {
      tryAgain(broken, problem, atLeast);
    }
  }

  private void backTo(Transition broken) {
    broken.abandon().forEach(context::close);
    transition = null;
    trouble = seats.trouble();
    access.resumeRenewal();
  }

  private void backToAudience(Transition broken) {
    microphoneOn = false;
    if (seats.audience() == null) {
      begin(Transition.Purpose.RESTORATION, Role.VIEWER);
      return;
    }
    backTo(broken);
    // The backend may have taken us for a speaker already.
    presence.arrived(token());
  }

  private void tryAgain(Transition broken, StreamProblem problem, Duration atLeast) {
    if (problem.kind() == StreamProblem.Kind.PASSCODE) {
      leave(new LeaveReason.Expired());
      return;
    }
    if (problem.kind() == StreamProblem.Kind.STAGE_CLOSED && broken.to.onStage()) {
      removedByHost();
      return;
    }
    if (broken.purpose == Transition.Purpose.PROMOTION) {
      // The player was lost meanwhile: hearing again comes first.
      listener.notice(Notice.Kind.ACTION_FAILED, "");
      begin(Transition.Purpose.RESTORATION, Role.VIEWER);
      return;
    }
    repeat(broken, problem, atLeast);
  }

  private void repeat(Transition broken, StreamProblem problem, Duration atLeast) {
    broken
        .failed(problem, atLeast)
        .ifPresentOrElse(
            wait -> askLater(broken, wait), () -> leave(new LeaveReason.Failed(problem)));
  }

  /**
   * Connects all anew at once, because the connections are probably broken, or makes the attempt
   * that waits.
   */
  void reconnect() {
    access.reconnect();
    seats.reconnect();
    if (transition != null) {
      transition.startAnew(); // Attempts before a sleep say little of those after it.
      if (transition.waitsForNextAttempt()) {
        ask(transition);
      }
    }
  }

  void retry(long call) {
    if (transition != null && transition.call == call) {
      ask(transition);
    }
  }

  private void restore() {
    listener.soundChanged();
    if (restored) {
      Transition restoration = replace(Transition.Purpose.RESTORATION, role);
      relapses.next().ifPresent(wait -> askLater(restoration, wait));
    } else {
      begin(Transition.Purpose.RESTORATION, role);
    }
  }

  /** Goes to the audience because the host removed this person from the room. */
  void removedByHost() {
    listener.notice(Notice.Kind.MOVED_TO_AUDIENCE, "");
    if (transition != null && goingOnStage() && seats.audience() != null) {
      backToAudience(transition);
      return;
    }
    microphoneOn = false;
    listener.soundChanged();
    begin(Transition.Purpose.REMOVAL, Role.VIEWER);
  }

  /** Restores the room, unless this person is on the way to the audience anyway. */
  void lostRoom() {
    if (transition == null) {
      restore();
    }
  }

  /** Restores the player, unless this person is on the way to the stage anyway. */
  void lostPlayer() {
    if (transition == null && role == Role.VIEWER) {
      presence.left();
      restore();
    }
  }

  /**
   * Notes that there is no microphone, and tells it once: the state goes on to say it.
   *
   * @param why {@link Audibility#NO_MICROPHONE} or {@link Audibility#REFUSED}
   */
  void microphoneFailed(Audibility why) {
    microphoneOn = false;
    if (why != toldOfMicrophone) {
      toldOfMicrophone = why;
      listener.notice(Notice.Kind.MICROPHONE_FAILED, "");
    }
  }

  // The token.

  /** Renews the token soon; the backend's answer also tells whether the stream still exists. */
  void renewSoon() {
    if (transition == null) {
      access.renewSoon();
    }
  }

  /**
   * Renews the token now.
   *
   * @param invitationPending whether an invitation waits, which joining as a viewer would withdraw
   */
  void renew(boolean invitationPending) {
    if (transition == null) {
      access.renew(role, invitationPending);
    }
  }

  private void renewalRefused(StreamProblem problem, Duration atLeast) {
    log.info("the token of {} was not renewed: {}", context.streamName(), problem);
    if (problem.error() == ErrorCode.KEPT_OUT) {
      leave(new LeaveReason.Removed());
      return;
    }
    switch (problem.kind()) {
      case PASSCODE -> leave(new LeaveReason.Expired());
      case STREAM_NOT_FOUND -> leave(new LeaveReason.EndedByHost());
      default -> access.renewalFailed(atLeast);
    }
  }
}
