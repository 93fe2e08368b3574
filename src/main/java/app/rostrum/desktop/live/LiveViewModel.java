package app.rostrum.desktop.live;

import app.rostrum.desktop.chat.ChatViewModel;
import app.rostrum.desktop.grid.GridViewModel;
import app.rostrum.desktop.people.PeopleViewModel;
import app.rostrum.desktop.ui.Explanation;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.Playback;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream that one is in, as properties, and what can be done in it. UI thread only. */
public final class LiveViewModel implements AutoCloseable {
  /** What the screen is. */
  public enum Place {
    JOINING,
    STAGE,
    AUDIENCE
  }

  private static final Logger log = LoggerFactory.getLogger(LiveViewModel.class);
  private static final Duration BANNER_AFTER = Duration.ofSeconds(1);
  private static final Duration LEAVING = Duration.ofSeconds(5);

  /** After this long without an answer the hand can be raised or lowered again. */
  private static final Duration HAND_ANSWER = Duration.ofSeconds(10);

  private static final Duration WAITING_TIMES = Duration.ofSeconds(5);

  private final Entry entry;
  private final UiThread ui;
  private final Texts texts;
  private final BiConsumer<Toasts.Kind, String> say;
  private final Consumer<Departure> depart;
  private final StateBridge bridge;
  private final GridViewModel grid = new GridViewModel();
  private final PeopleViewModel people;
  private final ChatViewModel chat;

  private final ReadOnlyObjectWrapper<Place> place = new ReadOnlyObjectWrapper<>(Place.JOINING);
  private final ReadOnlyBooleanWrapper host = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper changing = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper microphoneOn = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper handRaised = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper handPending = new ReadOnlyBooleanWrapper();
  private final ReadOnlyIntegerWrapper queuePlace = new ReadOnlyIntegerWrapper();
  private final ReadOnlyBooleanWrapper invited = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Playback> playback =
      new ReadOnlyObjectWrapper<>(Playback.NONE);
  private final ReadOnlyBooleanWrapper reconnecting = new ReadOnlyBooleanWrapper();
  private final ReadOnlyIntegerWrapper quality = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper listeners = new ReadOnlyIntegerWrapper();

  private final DoubleProperty volume = new SimpleDoubleProperty(1);
  private final BooleanProperty soundMuted = new SimpleBooleanProperty();

  private @Nullable StreamSession controls;
  private boolean reconnectingNow;
  private Pin leaving = Pin.NONE;
  private Pin banner = Pin.NONE;
  private Pin waitingTimes = Pin.NONE;
  private Pin handAnswer = Pin.NONE;
  private long lastNotice;
  private boolean windowInSight = true;
  private boolean departed;
  private boolean leaveWanted;

  /**
   * @param say shows a short message
   * @param depart called once, when the stream is left
   */
  public LiveViewModel(
      Entry entry,
      UiThread ui,
      Clock clock,
      Texts texts,
      BiConsumer<Toasts.Kind, String> say,
      Consumer<Departure> depart) {
    this.entry = entry;
    this.ui = ui;
    this.texts = texts;
    this.say = say;
    this.depart = depart;
    this.bridge = new StateBridge(ui, this::apply);
    this.people = new PeopleViewModel(this::controls, clock);
    this.chat = new ChatViewModel(clock, ZoneId.systemDefault());
    volume.subscribe(this::sendVolume);
    soundMuted.subscribe(this::sendVolume);
  }

  /** Where the session sends its states. */
  public StateBridge bridge() {
    return bridge;
  }

  /** The session has begun. */
  public void begin(StreamSession session) {
    if (departed) {
      if (leaveWanted) {
        session.leave();
      }
      session.close();
      return;
    }
    controls = session;
    waitingTimes = ui.every(WAITING_TIMES, people::refresh);
    chat.begin(session);
    if (!windowInSight) {
      session.followLevels(false);
    }
  }

  /** The session could not begin at all. */
  public void beginFailed(Throwable failure) {
    log.warn("the stream could not be entered", failure);
    departTo(new Departure.TryAgain(Explanation.of(failure, texts), ""));
  }

  private StreamSession controls() {
    if (controls == null) {
      throw new IllegalStateException("the stream has not begun");
    }
    return controls;
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
        departTo(Departure.of(left.reason(), entry, texts));
        return;
      }
    }
    changing.set(state.phase() instanceof Phase.Changing);
    host.set(
        entry.role() == Role.HOST || state.speakers().stream().anyMatch(s -> s.self() && s.host()));
    microphoneOn.set(onStage && state.microphoneOn());
    if (handRaised.get() != state.handRaised() || place.get() != Place.AUDIENCE) {
      handAnswered();
    }
    handRaised.set(state.handRaised());
    queuePlace.set(placeOf(state));
    invited.set(state.invited());
    playback.set(state.playback());
    quality.set(state.quality());
    listeners.set(state.audience().size());
    grid.apply(state);
    people.apply(state);
    chat.apply(state);
    followReconnecting(state.reconnecting());
    showNotices(state);
  }

  private static int placeOf(StreamState state) {
    for (int i = 0; i < state.raisedHands().size(); i++) {
      if (state.raisedHands().get(i).identity().equals(state.identity())) {
        return i + 1;
      }
    }
    return 0;
  }

  /** A short hiccup is not worth a banner. */
  private void followReconnecting(boolean now) {
    if (now == reconnectingNow) {
      return;
    }
    reconnectingNow = now;
    banner.close();
    if (now) {
      banner = ui.after(BANNER_AFTER, () -> reconnecting.set(true));
    } else {
      if (reconnecting.get()) {
        say.accept(Toasts.Kind.SUCCESS, texts.get("live.reconnected"));
      }
      reconnecting.set(false);
    }
  }

  private void showNotices(StreamState state) {
    for (Notice notice : state.notices()) {
      if (notice.id() > lastNotice) {
        lastNotice = notice.id();
        people.outcome(notice);
        show(notice, state);
      }
    }
  }

  private void show(Notice notice, StreamState state) {
    Toasts.Kind kind =
        switch (notice.kind()) {
          case INVITATION_SENT,
              MOVED_SOMEBODY_TO_AUDIENCE,
              NOW_SPEAKING,
              MUTED_SOMEBODY,
              MUTED_EVERYBODY ->
              Toasts.Kind.SUCCESS;
          case HAND_RAISED -> Toasts.Kind.HAND;
          case MOVED_TO_AUDIENCE, MUTED_BY_HOST -> Toasts.Kind.INFO;
          case ACTION_FAILED, MICROPHONE_FAILED -> Toasts.Kind.ERROR;
        };
    if (notice.kind() == Notice.Kind.ACTION_FAILED) {
      handAnswered();
    }
    boolean aboutMe = notice.subject().equals(state.identity());
    if (notice.kind() == Notice.Kind.HAND_RAISED && (aboutMe || !host.get())) {
      return; // one's own hand is seen at the button; the others' concern the host
    }
    String key = "notice." + notice.kind();
    boolean nobody = notice.subject().isEmpty() || aboutMe;
    say.accept(kind, nobody ? texts.get(key + ".self") : texts.get(key, notice.subject()));
  }

  private void departTo(Departure where) {
    if (departed) {
      return;
    }
    close();
    depart.accept(where);
  }

  /** Stops following; leaves if that has not happened yet. */
  @Override
  public void close() {
    departed = true;
    bridge.close();
    banner.close();
    leaving.close();
    waitingTimes.close();
    handAnswer.close();
    if (controls != null) {
      controls.close();
    }
  }

  /** Voices are not measured and the chat counts as unread while nobody sees the window. */
  public void setWindowInSight(boolean inSight) {
    if (inSight == windowInSight) {
      return;
    }
    windowInSight = inSight;
    chat.setWindowInSight(inSight);
    if (controls != null) {
      controls.followLevels(inSight);
    }
  }

  public void setMicrophone(boolean on) {
    if (controls != null && place.get() == Place.STAGE) {
      controls.setMicrophone(on);
    }
  }

  /** Raises or lowers one's own hand. */
  public void toggleHand() {
    if (controls != null && !handPending.get()) {
      handPending.set(true);
      handAnswer = ui.after(HAND_ANSWER, () -> handPending.set(false));
      controls.raiseHand(!handRaised.get());
    }
  }

  private void handAnswered() {
    handAnswer.close();
    handPending.set(false);
  }

  public void acceptInvitation(boolean microphone) {
    invited.set(false);
    controls().acceptInvitation(microphone);
  }

  public void declineInvitation() {
    invited.set(false);
    controls().declineInvitation();
  }

  public void leaveStage() {
    controls().leaveStage();
  }

  private void sendVolume() {
    if (controls != null) {
      controls.setVolume(soundMuted.get() ? 0 : Math.clamp(volume.get(), 0, 1));
    }
  }

  /** Ends the event for all if this is the host, leaves it otherwise. */
  public void leave() {
    if (controls == null) {
      leaveWanted = true;
      departTo(Departure.of(new LeaveReason.Chosen(), entry, texts));
    } else {
      boolean ends = host.get();
      if (ends) {
        controls.endStream();
      } else {
        controls.leave();
      }
      // A dead network must not hold anybody here.
      LeaveReason reason = ends ? new LeaveReason.EndedByHost() : new LeaveReason.Chosen();
      leaving.close();
      leaving = ui.after(LEAVING, () -> departTo(Departure.of(reason, entry, texts)));
    }
  }

  /** Of what is heard, 0 to 1. */
  public DoubleProperty volumeProperty() {
    return volume;
  }

  /** Whether nothing is heard, whatever the volume. */
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

  public ChatViewModel chat() {
    return chat;
  }

  public ReadOnlyObjectProperty<Place> placeProperty() {
    return place.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty hostProperty() {
    return host.getReadOnlyProperty();
  }

  /** Between stage and audience. */
  public ReadOnlyBooleanProperty changingProperty() {
    return changing.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty microphoneOnProperty() {
    return microphoneOn.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty handRaisedProperty() {
    return handRaised.getReadOnlyProperty();
  }

  /** Asked for, not yet answered. */
  public ReadOnlyBooleanProperty handPendingProperty() {
    return handPending.getReadOnlyProperty();
  }

  /** 1 is next; 0 without a raised hand. */
  public ReadOnlyIntegerProperty queuePlaceProperty() {
    return queuePlace.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty invitedProperty() {
    return invited.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Playback> playbackProperty() {
    return playback.getReadOnlyProperty();
  }

  /** True from a second after the connection was lost until it is back. */
  public ReadOnlyBooleanProperty reconnectingProperty() {
    return reconnecting.getReadOnlyProperty();
  }

  /** 1 (bad) to 5; 0 while unknown. */
  public ReadOnlyIntegerProperty qualityProperty() {
    return quality.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty listenersProperty() {
    return listeners.getReadOnlyProperty();
  }
}
