package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.DeskObjects;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine of a session: takes events one by one on the loop, hands each to the part that
 * it concerns, and publishes the state that the parts make up.
 */
final class Machine implements RoleTransitions.Listener {
  private static final Logger log = LoggerFactory.getLogger(Machine.class);
  private final SessionContext context;
  private final StreamRoster roster = new StreamRoster();
  private final Notices notices = new Notices();
  private final StreamMeter meter = new StreamMeter();
  private final Invitation invitation = new Invitation();
  private final DeskDocument desk;
  private final LatestReactions reactions;
  private final LatestCaptions captions;
  private final SyncLink sync;
  private final ServerRestart restart;
  private final OwnHand hand;
  private final RoleTransitions transitions;
  private final ConnectionNews connections;
  private final HostActions host;
  private final Succession succession;
  private final SyncListener syncListener;
  private final ChatSession chat;
  private final Muting muting;
  private final Measurement measurement;
  private final CommandHandler commands;
  private final StatePublisher publisher;

  /** Completes when the connections are closed. */
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** Completes when nothing is left to be done: what was being created is taken back, too. */
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  private boolean ended;
  private Optional<AbandonedCreation> abandoned = Optional.empty();

  /**
   * @param makeContext creates the context, which posts to this machine
   * @param role {@link Role#HOST} creates the stream
   */
  Machine(
      Function<Consumer<Event>, SessionContext> makeContext,
      Role role,
      StreamSettings settings,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    this.context = makeContext.apply(this::handle);
    this.sync = new SyncLink(context);
    this.restart = new ServerRestart(context);
    this.desk = new DeskDocument(context.clock());
    this.reactions = new LatestReactions(context);
    this.captions = new LatestCaptions(context);
    this.host = new HostActions(context, notices);
    this.hand = new OwnHand(new HandCaller());
    this.transitions = new RoleTransitions(context, this, sync, role, settings, microphoneOn);
    this.connections = new ConnectionNews(context, transitions);
    this.syncListener =
        new SyncListener(
            context,
            sync,
            restart,
            roster,
            transitions,
            hand,
            invitation,
            desk,
            reactions,
            captions,
            notices);
    this.succession = new Succession(context, roster, desk, transitions, notices);
    this.chat = new ChatSession(context, notices, transitions::renewSoon);
    this.measurement = new Measurement(context, roster, transitions, meter, notices);
    var composer =
        new StateComposer(
            context,
            roster,
            transitions,
            hand,
            invitation,
            desk,
            reactions,
            captions,
            succession,
            meter,
            sync,
            restart,
            chat,
            notices);
    this.muting =
        new Muting(context.identity(), roster, desk, transitions, composer::speakers, notices);
    this.commands =
        new CommandHandler(
            transitions,
            hand,
            invitation,
            desk,
            host,
            succession,
            reactions,
            muting,
            measurement,
            chat,
            notices);
    StreamState first = composer.compose(new Phase.Joining(role));
    this.publisher = new StatePublisher(context.loop(), first, composer::compose, onState);
  }

  void start() {
    context
        .loop()
        .post(
            () -> {
              publisher.start();
              transitions.start(transitions.role() == Role.HOST);
            });
  }

  /** Returns the state that was last published. Any thread. */
  StreamState state() {
    return publisher.last();
  }

  Optional<SoundFigures> sound() {
    return meter.figures();
  }

  /** Takes a command of the person. Any thread. */
  void command(Event.Command command) {
    context.post(command);
  }

  /** Waits until everything has been closed; returns at once on the loop itself. */
  void awaitClosed(Duration limit) {
    if (context.loop().isCurrent()) {
      return;
    }
    try {
      closed.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("connections of a stream are still being closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Completes when the stream has been left and nothing is left to be done. */
  CompletableFuture<Void> settled() {
    return settled.copy();
  }

  private String token() {
    return transitions.token();
  }

  // Events.

  private void handle(Event event) {
    if (ended) {
      abandoned.ifPresent(creation -> creation.on(event));
      return;
    }
    try {
      dispatch(event);
    } finally {
      if (transitions.hasLeft()) {
        end();
      } else {
        joinChat();
        followDesk();
        succession.update();
        measurement.update();
        publisher.changed(transitions.phase());
      }
    }
  }

  private void dispatch(Event event) {
    switch (event) {
      case Event.Command command -> commands.on(command);
      case Event.Joined joined -> transitions.joined(joined.call(), joined.credentials());
      case Event.JoinRefused refused -> transitions.joinRefused(refused.call(), refused.refusal());
      case Event.Answered answered -> on(answered.action(), answered.refusal());
      case Event.RoomNews news -> on(news);
      case Event.PlayerNews news -> on(news);
      case Event.Progress(long seat) -> transitions.progressed(seat);
      case Event.SyncNews news -> syncListener.on(news);
      case Event.ChatNews news -> chat.on(news);
      case Event.TimeUp up -> on(up);
    }
  }

  private void on(Event.Action action, Optional<BackendException> refusal) {
    boolean succeeded = refusal.isEmpty();
    host.answered(action, succeeded);
    switch (action) {
      case Event.Action.OwnHand(boolean raised) -> {
        if (hand.answered(raised, succeeded)) {
          boolean closed = refusal.filter(e -> "queue closed".equals(e.getMessage())).isPresent();
          notices.add(closed ? Notice.Kind.QUEUE_CLOSED : Notice.Kind.ACTION_FAILED, "");
        }
      }
      case Event.Action.Presence() -> {
        transitions.presence().answered(refusal);
        if (refusal.isPresent()
            && StreamProblem.of(refusal.get()).kind() == StreamProblem.Kind.STREAM_NOT_FOUND) {
          transitions.renewSoon();
        }
      }
      case Event.Action.Deletion() -> {
        if (succeeded) {
          transitions.leave(new LeaveReason.EndedByHost());
        }
      }
      case Event.Action.TakeOver() -> succession.answered(refusal);
      case Event.Action.Invitation ignored -> {}
      case Event.Action.LoweredHand ignored -> {}
      case Event.Action.Removal ignored -> {}
      case Event.Action.Desk ignored -> {}
      case Event.Action.Reaction ignored -> {
        // One too many is dropped without a word.
        if (refusal
            .filter(e -> StreamProblem.of(e).kind() == StreamProblem.Kind.NO_NETWORK)
            .isPresent()) {
          notices.add(Notice.Kind.ACTION_FAILED, "");
        }
      }
    }
  }

  private void on(Event.RoomNews news) {
    switch (news) {
      case Event.RoomNews.Measured measured -> measurement.on(measured);
      case Event.RoomNews.MuteAsked(long id, String by) -> {
        if (transitions.seats().isStage(id)) {
          muting.asked(by);
        }
      }
      default -> connections.on(news);
    }
  }

  private void on(Event.PlayerNews news) {
    if (news instanceof Event.PlayerNews.Measured measured) {
      measurement.on(measured);
    } else {
      connections.on(news);
    }
  }

  private void on(Event.TimeUp up) {
    switch (up) {
      case Event.TimeUp.Connecting(long seat) -> connections.connectingTooLong(seat);
      case Event.TimeUp.Reconnecting(long seat) -> connections.reconnectingTooLong(seat);
      case Event.TimeUp.Overlap(long seat) -> transitions.seats().endOverlap(seat);
      case Event.TimeUp.Parting() -> transitions.seats().closeFormerRoom();
      case Event.TimeUp.Retry(long call) -> transitions.retry(call);
      case Event.TimeUp.Renewal() -> transitions.renew(invitation.pending());
      case Event.TimeUp.Restart() -> restart.over();
      case Event.TimeUp.Reopening(StreamObject object) -> sync.reopen(object);
      case Event.TimeUp.Presence() ->
          transitions.presence().due(token(), roster.inAudience(context.identity()));
      case Event.TimeUp.Succession() -> {} // the update after each event sees that it is time
      case Event.TimeUp.Hand() -> hand.due();
      case Event.TimeUp.Reactions() -> reactions.due();
      case Event.TimeUp.Captions() -> captions.due();
      case Event.TimeUp.Measuring() -> measurement.due();
      case Event.TimeUp.ChatOpening(long opening) -> chat.openingTooLong(opening);
      case Event.TimeUp.ChatRetry() -> chat.retry();
      case Event.TimeUp.ChatRead() -> chat.readDue();
      case Event.TimeUp.TakingBack() -> {} // only after the end
    }
  }

  /** Follows those kept out while this person is host or co-host. */
  private void followDesk() {
    StreamCredentials credentials = transitions.credentials();
    boolean atDesk = transitions.role() == Role.HOST || desk.isCoHost(context.identity());
    if (credentials != null) {
      sync.followKeptOut(credentials.desk().filter(d -> atDesk).map(DeskObjects::keptOutMap));
    }
  }

  /** Connects the chat once this person is in the stream, and passes on each new token. */
  private void joinChat() {
    StreamCredentials credentials = transitions.credentials();
    if (credentials != null && !(transitions.phase() instanceof Phase.Joining)) {
      chat.use(credentials);
    }
  }

  // News of transitions.

  @Override
  public void notice(Notice.Kind kind, String subject) {
    notices.add(kind, subject);
  }

  @Override
  public void arrivedOnStage() {
    hand.arrivedOnStage();
    invitation.answered();
  }

  @Override
  public void soundChanged() {
    meter.reset();
  }

  // The end.

  private void end() {
    ended = true;
    abandoned = transitions.abandonCreation();
    measurement.end();
    restart.over();
    var open = new ArrayList<AutoCloseable>(transitions.end().toList());
    sync.end().ifPresent(open::add);
    chat.end().ifPresent(open::add);
    publisher.changed(transitions.phase());
    CompletableFuture<Void> takenBack =
        abandoned
            .map(AbandonedCreation::done)
            .orElseGet(() -> CompletableFuture.completedFuture(null));
    var unused =
        closeAll(open)
            .thenRun(() -> closed.complete(null))
            .thenCombine(
                takenBack,
                (both, done) -> {
                  context.loop().shutdown();
                  return settled.complete(null);
                });
  }

  /** Closes all side by side, because each may wait for the network for a while. */
  private CompletableFuture<Void> closeAll(List<AutoCloseable> open) {
    var closings = new ArrayList<CompletableFuture<Void>>();
    for (AutoCloseable closeable : open) {
      var closing = new CompletableFuture<Void>();
      closings.add(closing);
      context
          .loop()
          .async(
              () -> {
                try {
                  SessionContext.closeNow(closeable);
                } finally {
                  closing.complete(null);
                }
              });
    }
    return CompletableFuture.allOf(closings.toArray(CompletableFuture[]::new));
  }

  private final class HandCaller implements OwnHand.Caller {
    @Override
    public void raise(boolean raised, String text) {
      String token = token();
      context.call(
          new Event.Action.OwnHand(raised),
          backend ->
              backend.raiseHand(context.identity(), context.streamName(), raised, text, token));
    }

    @Override
    public void raiseLater() {
      context.after(Duration.ofSeconds(1), new Event.TimeUp.Hand());
    }
  }
}
