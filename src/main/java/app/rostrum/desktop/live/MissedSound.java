package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Messages;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.stream.StreamState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a live stream that a listener has missed by silencing it. It cannot be heard later;
 * the person is told how long it was and who spoke. UI thread only.
 */
final class MissedSound {
  /** The shortest time that is worth a word. */
  static final Duration LEAST = Duration.ofSeconds(5);

  /** The number of speakers that are remembered; two are named. */
  private static final int MOST = 3;

  private final Clock clock;
  private final Texts texts;
  private final Messages say;
  private final Set<String> spoke = new LinkedHashSet<>();
  private Optional<Instant> since = Optional.empty();

  MissedSound(Clock clock, Texts texts, Messages say) {
    this.clock = clock;
    this.texts = texts;
    this.say = say;
  }

  /** Notes whether the sound is silenced; tells what was missed when it is no longer. */
  void silenced(boolean now) {
    if (now && since.isEmpty()) {
      since = Optional.of(clock.instant());
    } else if (!now) {
      since
          .map(begin -> Duration.between(begin, clock.instant()))
          .filter(missed -> missed.compareTo(LEAST) >= 0)
          .ifPresent(this::tell);
      forget();
    }
  }

  /** Notes who speaks meanwhile. On stage the others are heard whatever the volume. */
  void apply(StreamState state, boolean onStage) {
    if (onStage) {
      forget();
    } else if (since.isPresent() && spoke.size() < MOST) {
      state.dominantSpeaker().filter(state.levels()::containsKey).ifPresent(spoke::add);
    }
  }

  private void forget() {
    since = Optional.empty();
    spoke.clear();
  }

  private void tell(Duration missed) {
    String time = InterruptionViewModel.elapsed(missed.toSeconds());
    List<String> names = new ArrayList<>(spoke);
    say.show(
        Toasts.Kind.INFO,
        "missed",
        switch (names.size()) {
          case 0 -> texts.get("missed.nothing", time);
          case 1 -> texts.get("missed.one", time, names.getFirst());
          case 2 -> texts.get("missed.two", time, names.getFirst(), names.getLast());
          default -> texts.get("missed.many", time, names.get(0), names.get(1));
        });
  }
}
