package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Speaker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * The facts about a stream at a glance: its host, how many speak and listen, for how long it has
 * been on air, and who has the floor. UI thread only.
 */
public final class FactsViewModel implements Pin {
  /** The length of a pause after which somebody no longer speaks. */
  static final Duration PAUSE = Duration.ofMillis(1500);

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final double AUDIBLE = 0.015;

  private final UiThread ui;
  private final Clock clock;
  private final ReadOnlyStringWrapper host = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper speakers = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper listeners = new ReadOnlyIntegerWrapper();
  private final ReadOnlyBooleanWrapper alone = new ReadOnlyBooleanWrapper();
  private final ReadOnlyLongWrapper secondsOnAir = new ReadOnlyLongWrapper(-1);
  private final ReadOnlyStringWrapper floor = new ReadOnlyStringWrapper("");
  private final ReadOnlyDoubleWrapper floorLevel = new ReadOnlyDoubleWrapper();
  private final ReadOnlyBooleanWrapper speaking = new ReadOnlyBooleanWrapper();
  private Optional<Instant> start = Optional.empty();
  private boolean inSight = true;
  private boolean closed;
  private Instant lastHeard = Instant.EPOCH;
  private Pin ticking = Pin.NONE;
  private Pin pausing = Pin.NONE;

  FactsViewModel(UiThread ui, Clock clock) {
    this.ui = ui;
    this.clock = clock;
  }

  void apply(StreamState state) {
    host.set(
        state.speakers().stream()
            .filter(Speaker::host)
            .map(Speaker::identity)
            .findFirst()
            .orElse(""));
    speakers.set(state.speakers().size());
    alone.set(
        state.audience().isEmpty()
            && state.speakers().size() == 1
            && state.speakers().getFirst().self()
            && state.speakers().getFirst().host());
    followFloor(state);
  }

  /** Counts the listeners of a state. */
  void count(StreamState state) {
    listeners.set(state.audience().size());
  }

  private void followFloor(StreamState state) {
    Optional<String> heard =
        state.levels().entrySet().stream()
            .filter(entry -> entry.getValue() > AUDIBLE)
            .filter(entry -> onStage(state, entry.getKey()))
            .max(
                Comparator.comparing(
                        (Map.Entry<String, Double> entry) ->
                            state.dominantSpeaker().filter(entry.getKey()::equals).isPresent())
                    .thenComparing(Map.Entry::getValue))
            .map(Map.Entry::getKey);
    if (heard.isPresent()) {
      floor.set(heard.get());
      lastHeard = clock.instant();
      if (!speaking.get()) {
        speaking.set(true);
        endAfterPause(PAUSE);
      }
    } else if (!floor.get().isEmpty() && !onStage(state, floor.get())) {
      floor.set("");
      speaking.set(false);
      pausing.close();
    }
    floorLevel.set(Math.clamp(state.levels().getOrDefault(floor.get(), 0.0), 0, 1));
  }

  private static boolean onStage(StreamState state, String identity) {
    return state.speakers().stream().anyMatch(s -> s.identity().equals(identity));
  }

  /** Looks once in a while whether the pause has come; one timer, however many states. */
  private void endAfterPause(Duration wait) {
    pausing.close();
    pausing =
        ui.after(
            wait,
            () -> {
              Duration rest = PAUSE.minus(Duration.between(lastHeard, clock.instant()));
              if (rest.isPositive()) {
                endAfterPause(rest);
              } else {
                speaking.set(false);
              }
            });
  }

  /**
   * Notes when the stream began, by the server's clock. A clock that is behind shows zero.
   *
   * @param began when the first person went live
   */
  public void began(Instant began) {
    start = Optional.of(began);
    tick();
  }

  /** Notes whether the window can be seen; the time stands still while it cannot. */
  void setInSight(boolean now) {
    inSight = now;
    tick();
  }

  private void tick() {
    ticking.close();
    if (start.isEmpty() || !inSight || closed) {
      return;
    }
    Instant began = start.get();
    Runnable count =
        () -> secondsOnAir.set(Math.max(0, Duration.between(began, clock.instant()).toSeconds()));
    count.run();
    ticking = ui.every(SECOND, count);
  }

  @Override
  public void close() {
    ticking.close();
    pausing.close();
    closed = true;
  }

  /** The host's name; empty while there is none. */
  public ReadOnlyStringProperty hostProperty() {
    return host.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty speakersProperty() {
    return speakers.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty listenersProperty() {
    return listeners.getReadOnlyProperty();
  }

  /** True while this person is the host and nobody else is in the stream. */
  public ReadOnlyBooleanProperty aloneProperty() {
    return alone.getReadOnlyProperty();
  }

  /** The seconds since the stream began; -1 while unknown. */
  public ReadOnlyLongProperty secondsOnAirProperty() {
    return secondsOnAir.getReadOnlyProperty();
  }

  /** The name of who speaks, or spoke last; empty if nobody has yet. */
  public ReadOnlyStringProperty floorProperty() {
    return floor.getReadOnlyProperty();
  }

  /** The level of the voice of who has the floor, 0 to 1, linear. */
  public ReadOnlyDoubleProperty floorLevelProperty() {
    return floorLevel.getReadOnlyProperty();
  }

  /** True while who has the floor is speaking, and shortly afterwards. */
  public ReadOnlyBooleanProperty speakingProperty() {
    return speaking.getReadOnlyProperty();
  }
}
