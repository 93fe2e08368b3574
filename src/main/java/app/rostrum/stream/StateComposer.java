package app.rostrum.stream;

import app.rostrum.stream.StreamState.Playback;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Composes the state that screens are given from the parts of a session. On the loop only. */
final class StateComposer {
  private final SessionContext context;
  private final StreamRoster roster;
  private final RoleTransitions transitions;
  private final OwnHand hand;
  private final Invitation invitation;
  private final DeskDocument desk;
  private final LatestReactions reactions;
  private final LatestCaptions captions;
  private final Succession succession;
  private final StreamMeter meter;
  private final SyncLink sync;
  private final ServerRestart restart;
  private final ChatSession chat;
  private final Notices notices;
  private final Speakers speakers = new Speakers();

  StateComposer(
      SessionContext context,
      StreamRoster roster,
      RoleTransitions transitions,
      OwnHand hand,
      Invitation invitation,
      DeskDocument desk,
      LatestReactions reactions,
      LatestCaptions captions,
      Succession succession,
      StreamMeter meter,
      SyncLink sync,
      ServerRestart restart,
      ChatSession chat,
      Notices notices) {
    this.context = context;
    this.roster = roster;
    this.transitions = transitions;
    this.hand = hand;
    this.invitation = invitation;
    this.desk = desk;
    this.reactions = reactions;
    this.captions = captions;
    this.succession = succession;
    this.meter = meter;
    this.sync = sync;
    this.restart = restart;
    this.chat = chat;
    this.notices = notices;
  }

  StreamState compose() {
    return compose(transitions.phase());
  }

  StreamState compose(Phase phase) {
    StageSeat stage = transitions.seats().stage();
    AudienceSeat audience = transitions.seats().audience();
    boolean over = phase instanceof Phase.Left;
    Optional<StreamProblem> trouble =
        over ? Optional.empty() : restart.problem().or(() -> trouble(stage, audience));
    boolean lost = !over && (transitions.reconnecting() || trouble.isPresent());
    boolean inAudience = phase instanceof Phase.InAudience;
    boolean onStage = transitions.role().onStage() && !(phase instanceof Phase.Joining);
    Optional<String> dominant =
        stage != null && stage.dominant().isPresent() ? stage.dominant() : meter.loudest();
    return new StreamState(
        context.streamName(),
        context.identity(),
        phase,
        speakers(stage, onStage),
        roster.audience(),
        roster.hands(),
        desk.desk().map(now -> now.withKeptOut(roster.keptOut())),
        reactions.state(),
        over ? List.of() : captions.state(),
        lost ? Map.of() : meter.levels(),
        dominant,
        hand.raised(),
        invitation.pending() && inAudience,
        succession.mayTakeOver() && phase instanceof Phase.OnStage,
        onStage && transitions.microphoneOn(),
        onStage ? audibility(stage) : Audibility.OFF_STAGE,
        playback(stage, audience),
        lost || (!over && sync.troubled()),
        trouble,
        lost ? 0 : meter.quality(),
        stage == null || lost ? Map.of() : stage.qualities(),
        chat.snapshot(),
        notices.snapshot());
  }

  private Optional<StreamProblem> trouble(
      @Nullable StageSeat stage, @Nullable AudienceSeat audience) {
    return transitions.trouble().or(() -> silence(stage, audience));
  }

  /**
   * Returns the problem of a server that neither closes its connections nor sends or reports. To
   * listeners an empty stage is silent, too.
   */
  private Optional<StreamProblem> silence(
      @Nullable StageSeat stage, @Nullable AudienceSeat audience) {
    if (stage != null) {
      return stage.serverSilent()
          ? Optional.of(StreamProblem.of(ErrorCode.ROOM_SILENT))
          : Optional.empty();
    }
    boolean silent = audience != null && audience.silenced() && !roster.speakers().isEmpty();
    return silent ? Optional.of(StreamProblem.of(ErrorCode.PLAYER_SILENT)) : Optional.empty();
  }

  /** Returns all on stage as far as known; the same list until it changes. */
  List<StreamState.Speaker> speakers() {
    return speakers(transitions.seats().stage(), transitions.role().onStage());
  }

  private List<StreamState.Speaker> speakers(@Nullable StageSeat stage, boolean onStage) {
    return speakers.list(
        roster.speakers(),
        stage == null ? List.of() : stage.participants(),
        context.identity(),
        transitions.role(),
        onStage,
        transitions.microphoneOn());
  }

  private Audibility audibility(@Nullable StageSeat stage) {
    if (stage == null || transitions.reconnecting()) {
      boolean blocked =
          transitions
              .trouble()
              .filter(trouble -> trouble.error() == ErrorCode.ROOM_SOUND_BLOCKED)
              .isPresent();
      return blocked ? Audibility.NO_PATH : Audibility.RECONNECTING;
    }
    return stage.audibility(transitions.microphoneOn());
  }

  private static Playback playback(@Nullable StageSeat stage, @Nullable AudienceSeat audience) {
    if (stage != null || audience == null) {
      return Playback.NONE;
    }
    return switch (audience.state()) {
      case PLAYING -> Playback.PLAYING;
      case CONNECTING, BUFFERING, RECONNECTING -> Playback.BUFFERING;
      case ENDED, FAILED, CLOSED -> Playback.NONE;
    };
  }
}
