package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.Playback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine of a session: takes events one by one on the loop, hands each to the part that
 * it concerns, and gives out what the parts amount to.
 */
final class Machine implements Journey.Party {
  private static final Logger log = LoggerFactory.getLogger(Machine.class);
  private final Desk desk;
  private final Roster roster = new Roster();
  private final Speakers speakers = new Speakers();
  private final Notices notices = new Notices();
  private final Meter meter = new Meter();
  private final Invitation invitation = new Invitation();
  private final SyncLink sync;
  private final OwnHand hand;
  private final Journey journey;
  private final HostActions host;
  private final Lists lists;
  private final Chatting chat;
  private final Muting muting;
  private final Outlet outlet;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean levelsFollowed = true;
  private Loop.@Nullable Timer measuring;
  private boolean ended;
  private boolean creationAbandoned;

  /**
   * @param makeDesk gives the desk that posts to this machine
   * @param role {@link Role#HOST} creates the stream
   */
  Machine(
      Function<Consumer<Event>, Desk> makeDesk,
      Role role,
      StreamSettings setting,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    this.desk = makeDesk.apply(this::handle);
    this.sync = new SyncLink(desk);
    this.host = new HostActions(desk, notices);
    this.hand = new OwnHand(new HandCaller());
    this.journey = new Journey(desk, this, sync, role, setting, microphoneOn);
    this.lists = new Lists(desk, sync, roster, journey, hand, invitation, notices);
    this.chat = new Chatting(desk, notices, journey::renewSoon);
    this.muting = new Muting(desk.identity(), roster, journey, notices);
    StreamState first = compose(new Phase.Joining(role));
    this.outlet = new Outlet(desk.loop(), first, () -> compose(journey.phase()), onState);
  }

  void start() {
    desk.loop()
        .post(
            () -> {
              outlet.start();
              journey.start(journey.role() == Role.HOST);
            });
  }

  /** The state last given out. Any thread. */
  StreamState state() {
    return outlet.last();
  }

  /** Takes what the person asks. Any thread. */
  void wish(Event.Wish wish) {
    desk.post(wish);
  }

  /** Waits until everything has been closed, unless the loop itself would have to wait. */
  void awaitClosed(Duration limit) {
    if (desk.loop().isCurrent()) {
      return;
    }
    try {
      if (!closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("some connections of a stream are still being closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String token() {
    return journey.token();
  }

  private boolean onStage() {
    return journey.role().onStage();
  }

  // Events.

  private void handle(Event event) {
    if (ended) {
      handleLate(event);
      return;
    }
    switch (event) {
      case Event.Wish wish -> on(wish);
      case Event.Joined joined -> journey.joined(joined.call(), joined.credentials());
      case Event.JoinRefused refused -> journey.joinRefused(refused.call(), refused.refusal());
      case Event.Answered answered -> on(answered.action(), answered.refusal());
      case Event.RoomNews news -> on(news);
      case Event.PlayerNews news -> on(news);
      case Event.SyncNews news -> lists.on(news);
      case Event.ChatNews news -> chat.on(news);
      case Event.TimeUp up -> on(up);
    }
    if (journey.hasLeft()) {
      end();
    } else {
      joinChat();
      measureWhileHearing();
      outlet.changed(journey.phase());
    }
  }

  private void on(Event.Wish wish) {
    StreamCredentials credentials = journey.credentials();
    switch (wish) {
      case Event.Wish.Microphone(boolean on) -> journey.setMicrophone(on);
      case Event.Wish.Hand(boolean raised) -> {
        if (journey.inAudience()) {
          hand.wish(raised);
        } else if (raised) {
          notices.add(Notice.Kind.ACTION_FAILED, "");
        }
      }
      case Event.Wish.Accept(boolean microphoneOn) -> {
        if (invitation.pending() && journey.goOnStage(microphoneOn)) {
          invitation.answered();
        }
      }
      case Event.Wish.Decline() -> {
        invitation.answered();
        if (journey.inAudience()) {
          hand.wish(false);
        }
      }
      case Event.Wish.LeaveStage() -> {
        if (!journey.leaveStage()) {
          notices.add(Notice.Kind.ACTION_FAILED, "");
        }
      }
      case Event.Wish.Invite(String identity) ->
          asHost(credentials, identity, c -> host.invite(identity, c));
      case Event.Wish.LowerHand(String identity) ->
          asHost(credentials, identity, c -> host.lowerHand(identity, c));
      case Event.Wish.MoveToAudience(String identity) ->
          asHost(credentials, identity, c -> host.moveToAudience(identity, c));
      case Event.Wish.EndStream() -> asHost(credentials, "", host::endStream);
      case Event.Wish.Volume(double volume) -> journey.setVolume(volume);
      case Event.Wish.Levels(boolean followed) -> {
        levelsFollowed = followed;
        if (!followed) {
          meter.silence();
        }
      }
      case Event.Wish.Mute(Optional<String> identity) ->
          muting.ask(identity, speakers(journey.seats().stage(), onStage()));
      case Event.Wish.Chatting chatting -> chat.on(chatting);
      case Event.Wish.Leave() -> journey.leave(new LeaveReason.Chosen());
    }
  }

  /** The backend would refuse anybody else; saying so needs no call. */
  private void asHost(
      @Nullable StreamCredentials credentials, String subject, Consumer<StreamCredentials> action) {
    if (journey.role() == Role.HOST && credentials != null) {
      action.accept(credentials);
    } else {
      notices.add(Notice.Kind.ACTION_FAILED, subject);
    }
  }

  private void on(Event.Action action, Optional<BackendException> refusal) {
    boolean succeeded = refusal.isEmpty();
    host.answered(action, succeeded);
    switch (action) {
      case Event.Action.OwnHand(boolean raised) -> {
        if (hand.answered(raised, succeeded)) {
          notices.add(Notice.Kind.ACTION_FAILED, "");
        }
      }
      case Event.Action.Presence() -> {
        journey.presence().answered(succeeded);
        if (refusal.isPresent()
            && StreamProblem.of(refusal.get()).kind() == StreamProblem.Kind.STREAM_NOT_FOUND) {
          journey.renewSoon();
        }
      }
      case Event.Action.Deletion() -> {
        if (succeeded) {
          journey.leave(new LeaveReason.EndedByHost());
        }
      }
      case Event.Action.Invitation ignored -> {}
      case Event.Action.LoweredHand ignored -> {}
      case Event.Action.Removal ignored -> {}
    }
  }

  private void on(Event.RoomNews news) {
    StageSeat seat = journey.seats().stage();
    if (news instanceof Event.RoomNews.Measured measured) {
      if (seat != null && seat.id == measured.seat()) {
        seat.take(news);
        measured.stats().ifPresent(s -> meter.onStage(desk.identity(), journey.microphoneOn(), s));
      }
    } else if (news instanceof Event.RoomNews.MuteAsked(long id, String by)) {
      if (journey.seats().isStage(id)) {
        muting.asked(by);
      }
    } else {
      journey.on(news);
    }
  }

  private void on(Event.PlayerNews news) {
    AudienceSeat seat = journey.seats().audience();
    if (news instanceof Event.PlayerNews.Measured measured) {
      if (seat != null && seat.id == measured.seat()) {
        seat.take(news);
        if (journey.seats().stage() == null) {
          measured.stats().ifPresent(s -> meter.inAudience(roster.speakers(), s));
        }
      }
    } else {
      journey.on(news);
    }
  }

  private void on(Event.TimeUp up) {
    switch (up) {
      case Event.TimeUp.Connecting(long seat) -> journey.connectingTooLong(seat);
      case Event.TimeUp.Overlap(long seat) -> journey.seats().endOverlap(seat);
      case Event.TimeUp.Parting() -> journey.seats().part();
      case Event.TimeUp.Retry(long move) -> journey.retry(move);
      case Event.TimeUp.Renewal() -> journey.renew(invitation.pending());
      case Event.TimeUp.Reopening(SyncLink.Part part) -> sync.reopen(part);
      case Event.TimeUp.Presence() ->
          journey.presence().due(token(), roster.inAudience(desk.identity()));
      case Event.TimeUp.Hand() -> hand.due();
      case Event.TimeUp.Measuring() -> {
        measuring = null;
        journey.seats().measure();
      }
      case Event.TimeUp.ChatOpening(long opening) -> chat.openingTooLong(opening);
      case Event.TimeUp.ChatRetry() -> chat.retry();
      case Event.TimeUp.ChatRead() -> chat.readDue();
    }
  }

  /** Once somebody is there, and with every token from then on. */
  private void joinChat() {
    StreamCredentials credentials = journey.credentials();
    if (credentials != null && !(journey.phase() instanceof Phase.Joining)) {
      chat.use(credentials);
    }
  }

  private void measureWhileHearing() {
    boolean hearing = !journey.seats().empty();
    if (levelsFollowed && hearing && measuring == null) {
      measuring = desk.after(Meter.INTERVAL, new Event.TimeUp.Measuring());
    } else if ((!levelsFollowed || !hearing) && measuring != null) {
      measuring.cancel();
      measuring = null;
    }
  }

  // What happens on the journey.

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
    creationAbandoned = journey.creating();
    if (measuring != null) {
      measuring.cancel();
      measuring = null;
    }
    var open = new ArrayList<AutoCloseable>(journey.end().toList());
    sync.end().ifPresent(open::add);
    chat.end().ifPresent(open::add);
    outlet.changed(journey.phase());
    StreamCredentials credentials = journey.credentials();
    boolean answerPending = creationAbandoned && credentials == null;
    if (creationAbandoned && credentials != null) {
      open.add(() -> desk.backend().deleteStream(desk.streamName(), credentials.token()));
    }
    closeAll(open, () -> finish(answerPending));
  }

  /** Side by side, because each may wait for the network for a while. */
  private void closeAll(List<AutoCloseable> open, Runnable then) {
    var closings = new ArrayList<CompletableFuture<Void>>();
    for (AutoCloseable closeable : open) {
      var closing = new CompletableFuture<Void>();
      closings.add(closing);
      desk.loop()
          .async(
              () -> {
                Desk.closeNow(closeable);
                closing.complete(null);
              });
    }
    var unused = CompletableFuture.allOf(closings.toArray(CompletableFuture[]::new)).thenRun(then);
  }

  private void finish(boolean answerPending) {
    closed.countDown();
    if (!answerPending) {
      desk.loop().shutdown();
    }
  }

  /** What comes after the end is put away. */
  private void handleLate(Event event) {
    switch (event) {
      case Event.Joined joined when creationAbandoned -> {
        // Nobody will ever enter this stream, and its name would stay taken.
        String token = joined.credentials().token();
        closeAll(
            List.of(() -> desk.backend().deleteStream(desk.streamName(), token)),
            desk.loop()::shutdown);
      }
      case Event.JoinRefused ignored when creationAbandoned -> desk.loop().shutdown();
      default -> {}
    }
  }

  // The state.

  private StreamState compose(Phase phase) {
    StageSeat stage = journey.seats().stage();
    AudienceSeat audience = journey.seats().audience();
    boolean inAudience = phase instanceof Phase.InAudience;
    boolean onStage = onStage() && !(phase instanceof Phase.Joining);
    Optional<String> dominant =
        stage != null && stage.dominant().isPresent() ? stage.dominant() : meter.loudest();
    return new StreamState(
        desk.streamName(),
        desk.identity(),
        phase,
        speakers(stage, onStage),
        roster.audience(),
        roster.hands(),
        meter.levels(),
        dominant,
        hand.raised(),
        invitation.pending() && inAudience,
        onStage && journey.microphoneOn(),
        playback(stage, audience),
        !(phase instanceof Phase.Left) && (journey.reconnecting() || sync.troubled()),
        journey.reconnecting() ? 0 : meter.quality(),
        stage == null ? Map.of() : stage.qualities(),
        chat.snapshot(),
        notices.snapshot());
  }

  private List<StreamState.Speaker> speakers(@Nullable StageSeat stage, boolean onStage) {
    return speakers.list(
        roster.speakers(),
        stage == null ? List.of() : stage.participants(),
        desk.identity(),
        journey.role(),
        onStage,
        journey.microphoneOn());
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

  private final class HandCaller implements OwnHand.Caller {
    @Override
    public void raise(boolean raised) {
      String token = token();
      desk.call(
          new Event.Action.OwnHand(raised),
          backend -> backend.raiseHand(desk.identity(), desk.streamName(), raised, token));
    }

    @Override
    public void raiseLater() {
      desk.after(Duration.ofSeconds(1), new Event.TimeUp.Hand());
    }
  }
}
