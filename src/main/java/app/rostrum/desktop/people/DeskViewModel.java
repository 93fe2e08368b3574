package app.rostrum.desktop.people;

import app.rostrum.backend.DeskCall;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.StreamDesk;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.RaisedHand;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * The desk of a stream's host: what it shows to everybody, and the commands of the host and the
 * co-hosts. UI thread only.
 */
public final class DeskViewModel {
  private final Supplier<StreamSession> session;
  private final Clock clock;
  private final Texts texts;
  private final UndoableActs acts;

  private final ReadOnlyBooleanWrapper usable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper host = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Optional<StreamDesk>> desk =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper topic = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper pinned = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper operatorMessage = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper timer = new ReadOnlyStringWrapper("");
  private final AskedText askedTopic = new AskedText();
  private final AskedText askedPinned = new AskedText();
  private final AskedText askedReason = new AskedText();
  private List<RaisedHand> hands = List.of();

  /**
   * @param session gives the session when somebody acts
   */
  public DeskViewModel(
      Supplier<StreamSession> session, Clock clock, Texts texts, UndoableActs acts) {
    this.session = session;
    this.clock = clock;
    this.texts = texts;
    this.acts = acts;
  }

  /** Shows a state of the stream. */
  public void apply(StreamState state) {
    hands = state.raisedHands();
    host.set(state.host());
    usable.set(state.desk().isPresent() && (state.host() || state.coHost()));
    desk.set(state.desk());
    topic.set(state.desk().map(StreamDesk::topic).orElse(""));
    pinned.set(state.desk().map(StreamDesk::pinned).orElse(""));
    askedTopic.show(topic.get());
    askedPinned.show(pinned.get());
    askedReason.show(state.desk().map(StreamDesk::queueReason).orElse(""));
    operatorMessage.set(
        state
            .desk()
            .map(StreamDesk::operatorMessage)
            .filter(message -> !message.isEmpty())
            .map(message -> texts.get("notice.OPERATOR_MESSAGE", message))
            .orElse(""));
    tick();
  }

  /** Counts a speaker's time down; to be called every second. */
  public void tick() {
    timer.set(
        desk.get()
            .flatMap(StreamDesk::speakingTime)
            .map(
                time -> {
                  long left =
                      Math.max(0, Duration.between(clock.instant(), time.ends()).toSeconds());
                  return left == 0
                      ? texts.get("desk.time-up", time.identity())
                      : texts.get("desk.time-left", time.identity(), minutes(left));
                })
            .orElse(""));
  }

  private static String minutes(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  private void call(DeskCall call) {
    session.get().desk(call);
  }

  /** Notes the outcome of a call. */
  void outcome(Notice notice) {
    if (notice.kind() == Notice.Kind.ACTION_FAILED && notice.subject().isEmpty()) {
      List.of(askedTopic, askedPinned, askedReason).forEach(AskedText::fail);
    }
  }

  public void setStageOpen(boolean open) {
    call(new DeskCall.OpenStage(open));
  }

  public void setLocked(boolean locked) {
    call(new DeskCall.Lock(locked));
  }

  /**
   * Opens or closes the queue of raised hands.
   *
   * @param reason why it is closed; may be empty
   */
  public void setQueueOpen(boolean open, String reason) {
    askedReason.ask(reason);
    call(new DeskCall.OpenQueue(open, reason));
  }

  public void setTopic(String text) {
    askedTopic.ask(text);
    call(new DeskCall.Topic(text));
  }

  public void pin(String text) {
    askedPinned.ask(text);
    call(new DeskCall.Pin(text));
  }

  /** Tells everybody that the stream is being recorded, or that it is no longer. */
  public void setRecorded(boolean recorded) {
    call(new DeskCall.Recorded(recorded));
  }

  /** Invites those who have waited longest. */
  public void inviteNext(int count) {
    hands.stream().limit(count).forEach(hand -> session.get().invite(hand.identity()));
  }

  /** Lowers all hands after five seconds, unless that is undone. */
  public void lowerAllHands() {
    if (!hands.isEmpty()) {
      acts.later(texts.get("desk.lowered-all"), () -> call(new DeskCall.LowerHands()), () -> {});
    }
  }

  /** Gives a speaker a time that everybody sees. */
  public void giveTime(String identity, Duration time) {
    call(new DeskCall.SpeakingTime(identity, (int) time.toSeconds()));
  }

  public void endTime() {
    call(new DeskCall.EndSpeakingTime());
  }

  /** Returns whether a speaker has been given a time that is still shown. */
  boolean hasTime(String identity) {
    return desk.get()
        .flatMap(StreamDesk::speakingTime)
        .filter(time -> time.identity().equals(identity))
        .isPresent();
  }

  /** Removes a person from the stream, who can be readmitted. */
  public void remove(String identity) {
    call(new DeskCall.Remove(identity));
  }

  public void readmit(String identity) {
    call(new DeskCall.Readmit(identity));
  }

  public void setCoHost(String identity, boolean wanted) {
    call(new DeskCall.CoHost(identity, wanted));
  }

  public void handOver(String identity) {
    call(new DeskCall.HandOver(identity));
  }

  /** Returns whether this person may act on another one: a co-host not on host and co-hosts. */
  boolean mayActOn(String identity, boolean isHost) {
    return usable.get() && !isHost && (host.get() || !isCoHost(identity));
  }

  boolean isCoHost(String identity) {
    return desk.get().filter(now -> now.coHosts().contains(identity)).isPresent();
  }

  /** The topic to begin with when it is to be changed. */
  AskedText askedTopic() {
    return askedTopic;
  }

  /** The pinned message to begin with when it is to be changed. */
  AskedText askedPinned() {
    return askedPinned;
  }

  /** The reason to begin with when the queue is to be closed. */
  AskedText askedReason() {
    return askedReason;
  }

  /** True for the host and co-hosts of a deployment that has a desk. */
  public ReadOnlyBooleanProperty usableProperty() {
    return usable.getReadOnlyProperty();
  }

  /** True for the host, who alone names co-hosts and hands over. */
  public ReadOnlyBooleanProperty hostProperty() {
    return host.getReadOnlyProperty();
  }

  /** The desk as everybody sees it; empty on deployments without one. */
  public ReadOnlyObjectProperty<Optional<StreamDesk>> deskProperty() {
    return desk.getReadOnlyProperty();
  }

  /** The topic of the stream now; may be empty. */
  public ReadOnlyStringProperty topicProperty() {
    return topic.getReadOnlyProperty();
  }

  /** The message of the server's operator, with its sender; empty if there is none. */
  public ReadOnlyStringProperty operatorMessageProperty() {
    return operatorMessage.getReadOnlyProperty();
  }

  /** The message that everybody sees; may be empty. */
  public ReadOnlyStringProperty pinnedProperty() {
    return pinned.getReadOnlyProperty();
  }

  /** The time that a speaker has left, as a text; empty if nobody has been given one. */
  public ReadOnlyStringProperty timerProperty() {
    return timer.getReadOnlyProperty();
  }
}
