package app.rostrum.stream;

import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.video.Room;
import app.rostrum.wire.rtp.ContributingSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Meters the speakers' levels, the loudest speaker and the network quality. On the loop only. */
final class StreamMeter {
  /** The time between two measurements: rings follow the voice, and the cost is small. */
  static final Duration INTERVAL = Duration.ofMillis(80);

  /** The lowest level that does not count as silence (about -46 dB). */
  private static final double AUDIBLE = 0.005;

  /** The factor by which another speaker has to be louder, over a second or so, to take over. */
  private static final double CLEARLY_LOUDER = 1.3;

  private static final double SMOOTHING = 0.12;
  private static final double FORGOTTEN = 0.002;

  private final Map<String, Double> averages = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private List<StreamRoster.Entry> named = List.of();
  private Map<String, Double> levels = Map.of();
  private Optional<String> loudest = Optional.empty();
  private int quality;
  private volatile Optional<SoundFigures> figures = Optional.empty();

  Map<String, Double> levels() {
    return levels;
  }

  Optional<String> loudest() {
    return loudest;
  }

  int quality() {
    return quality;
  }

  /** Returns what was measured last. Can be called from any thread. */
  Optional<SoundFigures> figures() {
    return figures;
  }

  /** Forgets everything, as nothing is heard now. */
  void reset() {
    levels = Map.of();
    averages.clear();
    loudest = Optional.empty();
    quality = 0;
    figures = Optional.empty();
  }

  void silence() {
    levels = Map.of();
    loudest = Optional.empty();
    figures = Optional.empty();
  }

  void onStage(String self, boolean microphoneOn, Room.Stats stats) {
    var heard = new HashMap<String, Double>();
    stats.levels().forEach((identity, level) -> add(heard, identity, level));
    heard.remove(self);
    if (microphoneOn) {
      add(heard, self, stats.localLevel());
    }
    take(heard);
    quality = Math.clamp(stats.networkQuality(), 0, 5);
    figures =
        Optional.of(
            new SoundFigures(
                stats.roundTripTime(), stats.lossRatio(), stats.playoutDelay(), stats.route()));
  }

  void inAudience(List<StreamRoster.Entry> speakers, Player.Stats stats) {
    if (named != speakers) {
      named = speakers;
      names.clear();
      speakers.forEach(e -> names.put(ContributingSource.csrc(e.identity()), e.identity()));
    }
    var heard = new HashMap<String, Double>();
    for (Player.Voice voice : stats.voices()) {
      String identity = names.get(voice.csrc());
      if (identity != null) {
        add(heard, identity, voice.level());
      }
    }
    take(heard);
    quality = quality(stats.lossRatio(), stats.roundTripTime());
    figures =
        Optional.of(
            new SoundFigures(
                stats.roundTripTime(), stats.lossRatio(), stats.playoutDelay(), stats.route()));
  }

  private static void add(Map<String, Double> heard, String identity, double level) {
    if (!StreamRoster.hidden(identity) && level >= AUDIBLE) {
      // Finer steps cannot be seen and would make every state a new one.
      heard.put(identity, Math.min(1, Math.round(level * 100) / 100.0));
    }
  }

  private void take(Map<String, Double> heard) {
    levels = Map.copyOf(heard);
    heard.keySet().forEach(identity -> averages.putIfAbsent(identity, 0.0));
    averages.replaceAll(
        (identity, average) -> average + SMOOTHING * (heard.getOrDefault(identity, 0.0) - average));
    averages.values().removeIf(average -> average < FORGOTTEN);
    double current = loudest.map(l -> averages.getOrDefault(l, 0.0)).orElse(0.0);
    Optional<Map.Entry<String, Double>> top =
        averages.entrySet().stream().max(Map.Entry.comparingByValue());
    if (top.isEmpty()) {
      loudest = Optional.empty();
    } else if (top.get().getValue() > current * CLEARLY_LOUDER) {
      loudest = Optional.of(top.get().getKey());
    }
  }

  /**
   * Rates loss and round-trip time as a person would rate a call: 5 up to 1 % and 150 ms, then down
   * in steps that roughly follow the E-model (ITU-T G.107).
   */
  static int quality(double loss, Optional<Duration> roundTripTime) {
    long millis = roundTripTime.map(Duration::toMillis).orElse(0L);
    if (loss <= 0.01 && millis <= 150) {
      return 5;
    } else if (loss <= 0.03 && millis <= 300) {
      return 4;
    } else if (loss <= 0.08 && millis <= 500) {
      return 3;
    } else if (loss <= 0.20 && millis <= 1000) {
      return 2;
    }
    return 1;
  }
}
