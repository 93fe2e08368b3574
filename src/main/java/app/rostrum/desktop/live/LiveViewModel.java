package app.rostrum.desktop.live;

import app.rostrum.desktop.alerts.Alerts;
import app.rostrum.desktop.chat.ChatViewModel;
import app.rostrum.desktop.grid.GridViewModel;
import app.rostrum.desktop.grid.SilencedSpeakers;
import app.rostrum.desktop.people.PeopleViewModel;
import app.rostrum.desktop.people.UndoableActs;
import app.rostrum.desktop.reactions.ReactionsViewModel;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Explanation;
import app.rostrum.desktop.ui.Messages;
import app.rostrum.desktop.ui.Pace;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.ScreenReader;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.globalkeys.GlobalKey;
import app.rostrum.globalkeys.GlobalKeys;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamCaption;
import app.rostrum.stream.StreamDesk;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.Playback;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A joined stream as properties, and the commands of the person in it. UI thread only. */
public final class LiveViewModel implements AutoCloseable {
  /** The part of the stream that the screen shows. */
  public enum Place {
    JOINING,
    STAGE,
    AUDIENCE
  }

  private static final Logger log = LoggerFactory.getLogger(LiveViewModel.class);
  private static final Duration LEAVING = Duration.ofSeconds(5);

  /** The time between two changes of lists and numbers of people in a crowd that never rests. */
  private static final Duration CROWD = Duration.ofMillis(200);

  private static final Duration WAITING_TIMES = Duration.ofSeconds(5);
  private static final Duration CONNECTION = Duration.ofSeconds(1);
  private static final Duration SPEAKING_TIME = Duration.ofSeconds(1);

  private final Entry entry;
  private final UiThread ui;
  private final Texts texts;
  private final Messages say;
  private final Consumer<Departure> depart;
  private final StateBridge bridge;
  private final SilencedSpeakers silenced = new SilencedSpeakers(this::session);
  private final GridViewModel grid = new GridViewModel(silenced);
  private final UndoableActs acts;
  private final PeopleViewModel people;
  private final ChatViewModel chat;
  private final HandViewModel hand;
  private final FactsViewModel facts;
  private final ReactionsViewModel reactions = new ReactionsViewModel();
  private final ReadOnlyObjectWrapper<List<StreamCaption>> captions =
      new ReadOnlyObjectWrapper<>(List.of());
  private final NoticeMessages notices;
  private final InterruptionViewModel interruption;
  private final MissedSound missed;
  private final MicrophoneViewModel microphone;
  private final MicrophoneKeys keys;

  private final ReadOnlyObjectWrapper<Place> place = new ReadOnlyObjectWrapper<>(Place.JOINING);
  private final ReadOnlyBooleanWrapper host = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper changing = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper microphoneOn = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper invited = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper mayTakeOver = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Playback> playback =
      new ReadOnlyObjectWrapper<>(Playback.NONE);
  private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper quality = new ReadOnlyIntegerWrapper();

  private final DoubleProperty volume = new SimpleDoubleProperty(1);
  private final BooleanProperty soundMuted = new SimpleBooleanProperty();

  private Optional<LiveAlerts> alerts = Optional.empty();
  private Pin globalTalkKey = Pin.NONE;
  private final Pace crowd;
  private @Nullable StreamState newest;
  private @Nullable StreamSession session;
  private Pin leaving = Pin.NONE;
  private Pin waitingTimes = Pin.NONE;
  private Pin speakingTime = Pin.NONE;
  private boolean windowInSight = true;
  private boolean departed;
  private boolean leaveWanted;

  /**
   * @param say shows short messages
   * @param depart called once, when the stream is left
   */
  public LiveViewModel(
      Entry entry,
      UiThread ui,
      Clock clock,
      Texts texts,
      Messages say,
      Consumer<Departure> depart) {
    this.entry = entry;
    this.ui = ui;
    this.texts = texts;
    this.say = say;
    this.depart = depart;
    this.bridge = new StateBridge(ui, this::apply);
    this.crowd = new Pace(ui, clock, CROWD, this::showCrowd);
    this.acts =
        new UndoableActs(ui, (message, undo) -> say.offer(message, texts.get("undo"), undo));
    this.people = new PeopleViewModel(this::session, clock, texts, acts, silenced);
    this.chat = new ChatViewModel(clock, ZoneId.systemDefault());
    this.hand = new HandViewModel(ui);
    this.facts = new FactsViewModel(ui, clock);
    this.notices = new NoticeMessages(ui, texts, say);
    this.missed = new MissedSound(clock, texts, say);
    this.interruption = new InterruptionViewModel(ui, clock, texts, say);
    this.microphone = new MicrophoneViewModel(ui, texts, say);
    this.keys = new MicrophoneKeys(microphoneOn::get, this::setMicrophone, clock);
    volume.subscribe(this::sendVolume);
    soundMuted.subscribe(this::sendVolume);
  }

  /** The consumer of the session's states. */
  public StateBridge bridge() {
    return bridge;
  }

  /** Lets the person be told of what happens while they do not look, from now on. */
  public void alertBy(Alerts by, ScreenReader reader) {
    var live = new LiveAlerts(by, reader, texts, entry.streamName(), new Answers());
    alerts = Optional.of(live);
    invited.subscribe((was, is) -> alert(() -> live.invited(is)));
    interruption.toldProperty().subscribe((was, is) -> alert(() -> live.interrupted(is)));
  }

  /**
   * Lets the talk key work in front of other programs while this person is on stage, from now on.
   *
   * @param wanted the key; empty if that is not wanted
   * @param ignored true while the key is pressed for something else than to talk
   */
  public void talkFromAnywhere(
      GlobalKeys global,
      ObservableValue<Optional<GlobalKey>> wanted,
      ObservableValue<Boolean> ignored) {
    globalTalkKey = GlobalTalkKey.follow(global, ui, texts, say, keys, wanted, ignored, place);
  }

  private void alert(Runnable telling) {
    if (!departed) {
      noteOnAir();
      telling.run();
    }
  }

  /** Says whether others hear the microphone; while the connection is interrupted nobody does. */
  private void noteOnAir() {
    boolean onAir = microphoneOn.get() && !interruption.toldProperty().get();
    alerts.ifPresent(live -> live.onAir(onAir));
  }

  /** The answers from notifications, which may come late. */
  private final class Answers implements LiveAlerts.Answers {
    @Override
    public void joinMuted() {
      if (invited.get()) {
        acceptInvitation(false);
      }
    }

    @Override
    public void decline() {
      if (invited.get()) {
        declineInvitation();
      }
    }

    @Override
    public void invite(String identity) {
      if (!departed && people.hasHandUp(identity)) {
        people.invite(identity);
      }
    }

    @Override
    public void showPeople() {
      if (!departed) {
        people.setOpen(true);
      }
    }

    @Override
    public void showChat() {
      if (!departed) {
        chat.setOpen(true);
      }
    }
  }

  public ReactionsViewModel reactions() {
    return reactions;
  }

  /** The captions of the last seconds, the newest last. */
  public ReadOnlyObjectProperty<List<StreamCaption>> captionsProperty() {
    return captions.getReadOnlyProperty();
  }

  /** Takes over the session once it has begun; closes it if the stream has been left by then. */
  public void begin(StreamSession begun) {
    if (departed) {
      if (leaveWanted) {
        begun.leave();
      }
      begun.close();
      return;
    }
    session = begun;
    waitingTimes = ui.every(WAITING_TIMES, people::refresh);
    chat.begin(begun);
    hand.begin(begun);
    reactions.begin(begun);
    if (!windowInSight) {
      begun.followLevels(false);
    }
  }

  /** Departs, because no session could begin. */
  public void beginFailed(Throwable failure) {
    log.warn("the stream could not be entered", failure);
    departTo(new Departure.TryAgain(Explanation.of(failure, texts), ""));
  }

  private StreamSession session() {
    if (session == null) {
      throw new IllegalStateException("the stream has not begun");
    }
    return session;
  }

  private void apply(StreamState state) {
    if (departed) {
      return;
    }
    boolean onStage;
    switch (state.phase()) {
      case Phase.Joining joining -> onStage = joining.role().onStage();
      case Phase.OnStage on -> {
        onStage = true;
        place.set(Place.STAGE);
      }
      case Phase.InAudience in -> {
        onStage = false;
        place.set(Place.AUDIENCE);
      }
      case Phase.Changing change -> onStage = change.from().onStage();
      case Phase.Left left -> {
        showNotices(state);
        boolean joined = place.get() != Place.JOINING;
        departTo(Departure.of(left.reason(), entry.streamName(), host.get(), texts));
        if (joined) {
          alerts.ifPresent(live -> live.left(left.reason(), host.get()));
        }
        return;
      }
    }
    changing.set(state.phase() instanceof Phase.Changing);
    host.set(
        state.phase() instanceof Phase.Joining
            ? entry.role() == Role.HOST
            : state.speakers().stream().anyMatch(s -> s.self() && s.host()));
    mayTakeOver.set(state.mayTakeOver());
    microphoneOn.set(onStage && state.microphoneOn());
    microphone.apply(state);
    hand.apply(state, place.get() == Place.AUDIENCE);
    invited.set(state.invited());
    boolean joining = state.phase() instanceof Phase.Joining;
    if (!joining) {
      interruption.apply(state, onStage);
    }
    noteOnAir();
    boolean interrupted = interruption.toldProperty().get();
    playback.set(interrupted ? Playback.NONE : state.playback());
    quality.set(interrupted ? 0 : state.quality());
    facts.apply(state);
    missed.apply(state, onStage);
    reactions.apply(state);
    captions.set(state.captions());
    alerts.ifPresent(live -> live.applaud(state.reactions()));
    silenced.apply(state);
    grid.apply(state);
    boolean same = sameCrowd(newest, state);
    newest = state;
    if (!same) {
      crowd.ask();
    }
    followSpeakingTime(state);
    chat.apply(state);
    alerts.ifPresent(live -> live.chat(state.chat(), state.identity()));
    obstacle.set(
        state
            .trouble()
            .filter(trouble -> joining)
            .map(trouble -> Explanation.whileTrying(trouble, state.streamName(), texts))
            .orElse(""));
    showNotices(state);
    alerts.ifPresent(live -> live.hands(state));
  }

  /** Returns whether two states differ at most in voices, messages and the like. */
  private static boolean sameCrowd(@Nullable StreamState before, StreamState now) {
    return before != null
        && before.audience().equals(now.audience())
        && before.speakers().equals(now.speakers())
        && before.raisedHands().equals(now.raisedHands())
        && before.desk().equals(now.desk())
        && before.phase().equals(now.phase())
        && before.identity().equals(now.identity())
        && before.host() == now.host()
        && before.coHost() == now.coHost();
  }

  /** Shows who is there in the newest state. */
  private void showCrowd() {
    StreamState state = newest;
    if (state != null && !departed) {
      facts.count(state);
      grid.audience().apply(state);
      people.apply(state);
    }
  }

  /** Counts every second while somebody has been given a time, and not otherwise. */
  private void followSpeakingTime(StreamState state) {
    boolean given = state.desk().flatMap(StreamDesk::speakingTime).isPresent();
    if (given && speakingTime == Pin.NONE) {
      speakingTime = ui.every(SPEAKING_TIME, people.desk()::tick);
    } else if (!given) {
      speakingTime.close();
      speakingTime = Pin.NONE;
    }
  }

  private void showNotices(StreamState state) {
    for (Notice notice : notices.show(state, host.get())) {
      people.outcome(notice);
      alerts.ifPresent(live -> alert(() -> live.take(notice, state, place.get())));
      if (notice.kind() == Notice.Kind.ACTION_FAILED) {
        hand.answered();
      }
    }
  }

  private void departTo(Departure where) {
    if (departed) {
      return;
    }
    close();
    depart.accept(where);
  }

  /** Ends the timers and the session. */
  @Override
  public void close() {
    departed = true;
    globalTalkKey.close();
    alerts.ifPresent(LiveAlerts::close);
    bridge.close();
    crowd.close();
    interruption.close();
    notices.close();
    leaving.close();
    waitingTimes.close();
    speakingTime.close();
    acts.close();
    hand.close();
    facts.close();
    microphone.close();
    if (session != null) {
      session.close();
    }
  }

  /**
   * Notes whether the window can be seen. While it cannot, voices are not measured and messages
   * count as unread.
   */
  public void setWindowInSight(boolean inSight) {
    if (inSight == windowInSight) {
      return;
    }
    windowInSight = inSight;
    chat.setWindowInSight(inSight);
    facts.setInSight(inSight);
    if (session != null) {
      session.followLevels(inSight);
    }
  }

  /** Opens or mutes the microphone; tells who opens it why nobody hears them, if that is so. */
  public void setMicrophone(boolean on) {
    if (session != null && place.get() == Place.STAGE) {
      session.setMicrophone(on);
      if (on) {
        microphone.wantsToSpeak();
      } else if (microphoneOn.get()) {
        alerts.ifPresent(LiveAlerts::muted);
      }
    }
  }

  void toggleMicrophone() {
    setMicrophone(!microphoneOn.get());
  }

  public void acceptInvitation(boolean microphone) {
    invited.set(false);
    session().acceptInvitation(microphone);
  }

  public void declineInvitation() {
    invited.set(false);
    session().declineInvitation();
  }

  /** Becomes the host in place of one who has been lost. */
  public void takeOver() {
    session().takeOver();
  }

  public void leaveStage() {
    session().leaveStage();
  }

  private void sendVolume() {
    missed.silenced(place.get() == Place.AUDIENCE && (soundMuted.get() || volume.get() <= 0));
    if (session != null) {
      session.setVolume(soundMuted.get() ? 0 : Math.clamp(volume.get(), 0, 1));
    }
  }

  /**
   * Tells the figures of the connection and the devices in use now, and each second until the pin
   * is closed.
   *
   * @param show takes names and values, in the order in which they are shown
   */
  Pin followConnection(Consumer<Map<String, String>> show) {
    show.accept(connection(texts));
    return ui.every(CONNECTION, () -> show.accept(connection(texts)));
  }

  /** Returns the figures of the connection and the devices in use, in a language. */
  public Map<String, String> connection(Texts language) {
    return ConnectionFacts.of(
        Optional.ofNullable(session).flatMap(StreamSession::sound),
        quality.get(),
        microphone.sound().flatMap(sound -> sound.microphoneProperty().get()),
        microphone.sound().flatMap(sound -> sound.speakerProperty().get()),
        language);
  }

  /** Leaves the stream; a host ends it for all. */
  public void leave() {
    if (session == null) {
      leaveWanted = true;
      departTo(new Departure.ToLobby(""));
    } else {
      boolean ends = host.get();
      if (ends) {
        session.endStream();
      } else {
        session.leave();
      }
      // A dead network must not keep anybody here.
      LeaveReason reason = ends ? new LeaveReason.EndedByHost() : new LeaveReason.Chosen();
      leaving.close();
      leaving =
          ui.after(LEAVING, () -> departTo(Departure.of(reason, entry.streamName(), ends, texts)));
    }
  }

  /**
   * Stops waiting for the connection and departs with a way to try again. A stream of one's own
   * goes on, and its host can return to it.
   */
  public void giveUp() {
    StreamProblem problem =
        interruption.problem().orElseGet(() -> StreamProblem.of(ErrorCode.ROOM_LOST));
    departTo(
        new Departure.TryAgain(Explanation.of(problem, entry.streamName(), texts), problem.code()));
  }

  /** Connects anew, because the computer has slept or has changed its network. */
  public void reconnect() {
    if (session != null && !departed) {
      session.reconnect();
    }
  }

  /** The volume of playback, 0 to 1. */
  public DoubleProperty volumeProperty() {
    return volume;
  }

  /** True if playback is muted, whatever the volume. */
  public BooleanProperty soundMutedProperty() {
    return soundMuted;
  }

  public Entry entry() {
    return entry;
  }

  public GridViewModel grid() {
    return grid;
  }

  public PeopleViewModel people() {
    return people;
  }

  public MicrophoneViewModel microphone() {
    return microphone;
  }

  MicrophoneKeys keys() {
    return keys;
  }

  public ChatViewModel chat() {
    return chat;
  }

  public HandViewModel hand() {
    return hand;
  }

  /** Raises a listener's hand, or lowers it, as far as that is possible now. */
  public void toggleHand() {
    if (placeProperty().get() == Place.AUDIENCE && !changingProperty().get()) {
      hand.toggle();
    }
  }

  public FactsViewModel facts() {
    return facts;
  }

  public ReadOnlyObjectProperty<Place> placeProperty() {
    return place.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty hostProperty() {
    return host.getReadOnlyProperty();
  }

  /** True on the way between stage and audience. */
  public ReadOnlyBooleanProperty changingProperty() {
    return changing.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty microphoneOnProperty() {
    return microphoneOn.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty invitedProperty() {
    return invited.getReadOnlyProperty();
  }

  /** True while the host is lost and this person may become the host. */
  public ReadOnlyBooleanProperty mayTakeOverProperty() {
    return mayTakeOver.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Playback> playbackProperty() {
    return playback.getReadOnlyProperty();
  }

  /** The interruption of the connection, and how long it has lasted. */
  public InterruptionViewModel interruption() {
    return interruption;
  }

  /** Why joining takes longer, while it is tried again; empty if it goes well. */
  public ReadOnlyStringProperty obstacleProperty() {
    return obstacle.getReadOnlyProperty();
  }

  /** True from a second after the connection was lost until it is back. */
  public ReadOnlyBooleanProperty reconnectingProperty() {
    return interruption.toldProperty();
  }

  /** The quality of the connection, 1 (bad) to 5; 0 while unknown. */
  public ReadOnlyIntegerProperty qualityProperty() {
    return quality.getReadOnlyProperty();
  }
}
