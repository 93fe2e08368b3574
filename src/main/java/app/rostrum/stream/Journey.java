package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.Room;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this person is and is going: which role, which room and player, which token. What is heard
 * is given up only when its successor is heard (make before break). On the loop only.
 */
final class Journey {
  private static final Logger log = LoggerFactory.getLogger(Journey.class);
  private static final Duration CONNECTING = Duration.ofSeconds(15);

  /** After this a connection is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private final Desk desk;
  private final Party party;
  private final Presence presence;
  private final Admission admission;
  private long seatNumbers;
  private Role role;
  private @Nullable Move move;
  private final Seats seats;
  private @Nullable LeaveReason left;
  private boolean microphoneOn;
  private double volume = 1;

  /** Who has to hear of what happens on the way. */
  interface Party {
    void notice(Notice.Kind kind, String subject);

    void arrivedOnStage();

    /** What was heard so far is not heard any more, or something else is. */
    void soundChanged();
  }

  Journey(
      Desk desk,
      Party party,
      SyncLink sync,
      Role role,
      StreamSettings setting,
      boolean microphone) {
    this.desk = desk;
    this.party = party;
    this.role = role;
    this.microphoneOn = role.onStage() && microphone;
    this.seats = new Seats(desk);
    this.presence = new Presence(desk);
    this.admission = new Admission(desk, sync, setting);
  }

  // Where we are.

  Phase phase() {
    if (left != null) {
      return new Phase.Left(left);
    }
    if (move != null) {
      return move.phase();
    }
    return role.onStage() ? new Phase.OnStage(role) : new Phase.InAudience();
  }

  boolean hasLeft() {
    return left != null;
  }

  Role role() {
    return role;
  }

  /** In the audience, or on the way to it: where invitations are for. */
  boolean headedForAudience() {
    return move == null ? role == Role.VIEWER : move.to == Role.VIEWER;
  }

  boolean headedForStage() {
    return move == null ? role.onStage() : move.to.onStage();
  }

  /** A stream is being made, and nobody is in it yet. */
  boolean creating() {
    return move != null && move.purpose == Move.Purpose.CREATION;
  }

  boolean inAudience() {
    return move == null && role == Role.VIEWER;
  }

  /** What is heard now. */
  Seats seats() {
    return seats;
  }

  @Nullable StreamCredentials credentials() {
    return admission.credentials();
  }

  boolean microphoneOn() {
    return microphoneOn && role.onStage();
  }

  Presence presence() {
    return presence;
  }

  String token() {
    return admission.token();
  }

  boolean reconnecting() {
    if (move != null
        && (move.purpose == Move.Purpose.RESTORATION || (!move.initial() && seats.empty()))) {
      return true;
    }
    StageSeat stage = seats.stage();
    AudienceSeat audience = seats.audience();
    return stage != null
        ? stage.reconnecting()
        : audience != null && audience.state() == Player.State.RECONNECTING;
  }

  // What the person wants.

  void start(boolean creation) {
    begin(creation ? Move.Purpose.CREATION : Move.Purpose.JOIN, role);
  }

  void setMicrophone(boolean on) {
    if (!headedForStage()) {
      return;
    }
    microphoneOn = on;
    StageSeat seat = move != null && move.stage != null ? move.stage : seats.stage();
    if (seat != null) {
      seat.setMicrophone(on);
    }
  }

  void setVolume(double volume) {
    this.volume = volume;
    seats.setVolume(volume);
    if (move != null && move.audience != null) {
      move.audience.setVolume(volume);
    }
  }

  /** True if the way to the stage has been taken. */
  boolean goOnStage(boolean microphone) {
    if (!inAudience()) {
      return false;
    }
    microphoneOn = microphone;
    begin(Move.Purpose.PROMOTION, Role.SPEAKER);
    return true;
  }

  /** False if there is no stage to leave. The host has no way into the audience. */
  boolean leaveStage() {
    if (move == null && role == Role.SPEAKER) {
      begin(Move.Purpose.LEAVING_STAGE, Role.VIEWER);
      return true;
    }
    if (move != null && move.purpose == Move.Purpose.PROMOTION) {
      backToAudience(move);
      return true;
    }
    return move != null && move.to == Role.VIEWER;
  }

  void leave(LeaveReason reason) {
    if (left == null) {
      left = reason;
      log.info("left {}: {}", desk.streamName(), reason);
    }
  }

  /** What is to be closed at the end; nothing more is begun. */
  Stream<AutoCloseable> end() {
    admission.suspendRenewal();
    presence.left();
    Stream<AutoCloseable> pending = move == null ? Stream.empty() : move.abandon();
    move = null;
    return Stream.concat(pending, seats.end());
  }

  // Moving: ask the backend, connect, arrive.

  private void begin(Move.Purpose purpose, Role to) {
    if (move != null) {
      move.abandon().forEach(desk::close);
    }
    admission.suspendRenewal();
    move =
        new Move(
            purpose,
            role,
            to,
            new Backoff(desk.random(), LONGEST_WAIT, PATIENCE),
            desk.loop().nanoTime());
    ask(move);
  }

  private void ask(Move move) {
    move.stopWaiting();
    move.call = admission.ask(move.to, move.purpose == Move.Purpose.CREATION);
  }

  void joined(long call, StreamCredentials fresh) {
    boolean renewed = admission.isRenewal(call);
    if (!renewed && (move == null || move.call != call)) {
      return;
    }
    admission.take(fresh);
    if (renewed) {
      seats.updateToken(fresh.token());
    } else if (move != null) {
      log.debug("{} of {}: let in after {}", move.purpose, desk.streamName(), since(move));
      connect(move, fresh);
    }
  }

  private void connect(Move move, StreamCredentials fresh) {
    long id = ++seatNumbers;
    if (move.to.onStage()) {
      move.stage = new StageSeat(id, desk);
      move.stage.connect(fresh, microphoneOn);
    } else if (fresh.whep().isPresent()) {
      move.audience = new AudienceSeat(id, desk);
      move.audience.play(fresh.whep().get(), fresh.token(), volume);
    } else {
      failed(
          new StreamProblem(
              StreamProblem.Kind.MEDIA, "no player", "This backend offers no WHEP playback."));
      return;
    }
    move.wait(desk.after(CONNECTING, new Event.TimeUp.Connecting(id)));
  }

  void joinRefused(long call, BackendException refusal) {
    StreamProblem problem = StreamProblem.of(refusal);
    if (admission.isRenewal(call)) {
      renewalRefused(problem);
    } else if (move != null && move.call == call) {
      failed(problem);
    }
  }

  private Duration since(Move begun) {
    return Duration.ofNanos(desk.loop().nanoTime() - begun.startedAt);
  }

  private void arriveOnStage(Move arrived, StageSeat seat) {
    log.debug("{} of {}: there after {}", arrived.purpose, desk.streamName(), since(arrived));
    arrived.stopWaiting();
    seats.take(seat);
    move = null;
    role = arrived.to;
    presence.left();
    party.soundChanged();
    if (arrived.purpose == Move.Purpose.PROMOTION) {
      party.notice(Notice.Kind.NOW_SPEAKING, desk.identity());
    }
    party.arrivedOnStage();
  }

  private void arriveInAudience(Move arrived, AudienceSeat seat) {
    log.debug("{} of {}: there after {}", arrived.purpose, desk.streamName(), since(arrived));
    arrived.stopWaiting();
    move = null;
    role = Role.VIEWER;
    microphoneOn = false;
    presence.arrived(token());
    seats.take(seat);
    party.soundChanged();
  }

  /** Takes the host's mark from the speakers map: a host may come back by joining as a speaker. */
  void markedHost() {
    if (move == null && role == Role.SPEAKER) {
      role = Role.HOST;
    }
  }

  // Failing: back to the side that works, or again, or out.

  private void failed(StreamProblem problem) {
    Move broken = move;
    if (broken == null) {
      return;
    }
    broken.abandon().forEach(desk::close);
    log.info("{} of {}: {}", broken.purpose, desk.streamName(), problem);
    if (broken.initial()) {
      leave(new LeaveReason.Failed(problem));
    } else if (problem.kind() == StreamProblem.Kind.STREAM_NOT_FOUND) {
      // The backend knows no such stream any more: somebody has ended it meanwhile.
      leave(new LeaveReason.EndedByHost());
    } else if (broken.purpose == Move.Purpose.PROMOTION && seats.audience() != null) {
      party.notice(Notice.Kind.ACTION_FAILED, "");
      backToAudience(broken);
    } else if (broken.purpose == Move.Purpose.LEAVING_STAGE && seats.stage() != null) {
      party.notice(Notice.Kind.ACTION_FAILED, "");
      backTo(broken);
    } else {
      again(broken, problem);
    }
  }

  private void backTo(Move broken) {
    broken.abandon().forEach(desk::close);
    move = null;
    admission.resumeRenewal();
  }

  private void backToAudience(Move broken) {
    backTo(broken);
    microphoneOn = false;
    // The backend may have taken us for a speaker already.
    presence.arrived(token());
  }

  private void again(Move broken, StreamProblem problem) {
    if (problem.kind() == StreamProblem.Kind.PASSCODE) {
      leave(new LeaveReason.Expired());
      return;
    }
    if (problem.kind() == StreamProblem.Kind.STAGE_CLOSED && broken.to.onStage()) {
      removedByHost();
      return;
    }
    if (broken.purpose == Move.Purpose.PROMOTION) {
      // The player was lost on the way to the stage: first of all, be heard and hear again.
      begin(Move.Purpose.RESTORATION, Role.VIEWER);
      return;
    }
    Duration gone = Duration.ofNanos(desk.loop().nanoTime() - broken.startedAt);
    Optional<Duration> wait =
        gone.compareTo(PATIENCE) > 0 ? Optional.empty() : broken.backoff.next();
    if (wait.isEmpty()) {
      leave(new LeaveReason.Failed(problem));
      return;
    }
    broken.call = admission.nextCall();
    broken.wait(desk.after(wait.get(), new Event.TimeUp.Retry(broken.call)));
  }

  void retry(long call) {
    if (move != null && move.call == call) {
      ask(move);
    }
  }

  private void restore() {
    party.soundChanged();
    begin(Move.Purpose.RESTORATION, role);
  }

  private void removedByHost() {
    microphoneOn = false;
    party.notice(Notice.Kind.MOVED_TO_AUDIENCE, "");
    party.soundChanged();
    begin(Move.Purpose.REMOVAL, Role.VIEWER);
  }

  // News of rooms.

  void on(Event.RoomNews news) {
    if (move != null && move.stage != null && move.stage.id == news.seat()) {
      onPending(move, move.stage, news);
    } else if (seats.stage() != null && seats.isStage(news.seat())) {
      onStage(seats.stage(), news);
    } else if (news instanceof Event.RoomNews.Connected late) {
      desk.close(late.room());
    }
  }

  private void onPending(Move move, StageSeat seat, Event.RoomNews news) {
    switch (news) {
      case Event.RoomNews.Connected connected -> {
        seat.connected(connected.room());
        arriveOnStage(move, seat);
      }
      case Event.RoomNews.Refused refused -> {
        Throwable cause =
            refused.failure() instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : refused.failure();
        if (cause instanceof Room.ConnectException e) {
          refusedBy(move, e.reason());
        } else {
          log.warn("the room could not be connected", cause);
          failed(StreamProblem.ofRoom(cause));
        }
      }
      case Event.RoomNews.Disconnected disconnected -> refusedBy(move, disconnected.reason());
      default -> onNews(seat, news);
    }
  }

  private void refusedBy(Move move, DisconnectReason reason) {
    switch (reason) {
      case DisconnectReason.RoomCompleted() when !move.initial() ->
          leave(new LeaveReason.EndedByHost());
      case DisconnectReason.Replaced() when !move.initial() -> leave(new LeaveReason.Replaced());
      case DisconnectReason.Removed() -> {
        if (move.purpose == Move.Purpose.PROMOTION && seats.audience() != null) {
          party.notice(Notice.Kind.MOVED_TO_AUDIENCE, "");
          backToAudience(move);
        } else {
          removedByHost();
        }
      }
      case DisconnectReason.Refused refused when !move.initial() -> {
        // Whether the stream has ended is for the backend to say, which is asked next.
        StreamProblem problem = StreamProblem.ofRoom(refused);
        failed(new StreamProblem(StreamProblem.Kind.SERVER, problem.code(), refused.message()));
      }
      default -> failed(StreamProblem.ofRoom(reason));
    }
  }

  private void onStage(StageSeat seat, Event.RoomNews news) {
    switch (news) {
      case Event.RoomNews.FirstAudio ignored -> seats.firstAudio(seat.id);
      case Event.RoomNews.Disconnected disconnected -> disconnected(disconnected.reason());
      default -> onNews(seat, news);
    }
  }

  private void onNews(StageSeat seat, Event.RoomNews news) {
    seat.take(news);
    if (news instanceof Event.RoomNews.Participants) {
      seats.participantsChanged(seat);
    } else if (news instanceof Event.RoomNews.MicrophoneFailed) {
      microphoneOn = false;
      party.notice(Notice.Kind.MICROPHONE_FAILED, "");
    }
  }

  private void disconnected(DisconnectReason reason) {
    seats.leaveStage();
    switch (reason) {
      case DisconnectReason.RoomCompleted() -> leave(new LeaveReason.EndedByHost());
      case DisconnectReason.Replaced() -> leave(new LeaveReason.Replaced());
      case DisconnectReason.Removed() -> {
        if (headedForStage()) {
          removedByHost();
        }
      }
      case DisconnectReason.Left() -> log.debug("an echo of closing the room");
      case DisconnectReason.TokenRefused ignored -> lostStage();
      case DisconnectReason.ConnectionLost ignored -> lostStage();
      case DisconnectReason.Refused ignored -> lostStage();
    }
  }

  private void lostStage() {
    if (move == null) {
      restore();
    }
    // Otherwise the way to the audience goes on; there is only no way back.
  }

  // News of players.

  void on(Event.PlayerNews news) {
    AudienceSeat pending = move == null ? null : move.audience;
    AudienceSeat seat = pending != null && pending.id == news.seat() ? pending : seats.audience();
    if (seat == null || seat.id != news.seat()) {
      return;
    }
    seat.take(news);
    if (seat.state() == Player.State.ENDED) {
      leave(new LeaveReason.EndedByHost());
    } else if (seat != pending) {
      if (seat.state() == Player.State.FAILED) {
        lostPlayer(seat);
      }
    } else if (seat.state() == Player.State.FAILED) {
      failed(seat.problem());
    } else if (move != null && plays(move, seat)) {
      arriveInAudience(move, seat);
    }
  }

  private void lostPlayer(AudienceSeat seat) {
    log.info("the player failed: {}", seat.problem());
    seats.leaveAudience();
    if (inAudience()) {
      presence.left();
      restore();
    }
  }

  /** While the room is heard, the player has to be heard before it takes over. */
  private boolean plays(Move move, AudienceSeat seat) {
    return seat.state() == Player.State.PLAYING
        || (seat.connected()
            && (seats.stage() == null || move.purpose != Move.Purpose.LEAVING_STAGE));
  }

  void connectingTooLong(long seat) {
    if (move == null) {
      return;
    }
    if (move.audience != null && move.audience.id == seat) {
      if (move.audience.connected()) {
        arriveInAudience(move, move.audience);
      } else {
        failed(new StreamProblem(StreamProblem.Kind.NO_NETWORK, "player 0", "no sound in time"));
      }
    } else if (move.stage != null && move.stage.id == seat) {
      failed(new StreamProblem(StreamProblem.Kind.NO_NETWORK, "video 0", "no answer in time"));
    }
  }

  // The token.

  /** The token runs out or was refused, or the backend is to be asked whether the stream lives. */
  void renewSoon() {
    if (move == null) {
      admission.renewSoon();
    }
  }

  /**
   * The time for a renewal has come.
   *
   * @param invitationPending joining as a viewer withdraws an invitation on the server
   */
  void renew(boolean invitationPending) {
    if (move == null) {
      admission.renew(role, invitationPending);
    }
  }

  private void renewalRefused(StreamProblem problem) {
    log.info("the token of {} was not renewed: {}", desk.streamName(), problem);
    switch (problem.kind()) {
      case PASSCODE -> leave(new LeaveReason.Expired());
      case STREAM_NOT_FOUND -> leave(new LeaveReason.EndedByHost());
      default -> admission.renewalFailed();
    }
  }
}
