package app.rostrum.cloud.rooms;

import java.util.Map;
import java.util.Optional;

/**
 * Finds the dominant speaker from the levels that packets carry (RFC 6464). A level is smoothed
 * over about half a second; a challenger must be clearly louder than the holder for a while, and
 * the holder keeps the floor through pauses between words. Not safe for several threads.
 */
final class SpeakerDetector {
  /** The least level of speech, in dB above -127 dBov. */
  private static final double SPEECH = 67;

  /** The number of dB by which a challenger must be louder. */
  private static final double MARGIN = 6;

  /** The number of ticks (see {@link #TICK_MILLIS}) for which a challenger must lead. */
  private static final int LEAD_TICKS = 2;

  /** The number of silent ticks after which the floor is free. */
  private static final int SILENT_TICKS = 10;

  static final int TICK_MILLIS = 200;

  private Optional<String> holder = Optional.empty();
  private String challenger = "";
  private int lead;
  private int silence;

  /**
   * Called every {@value #TICK_MILLIS} ms.
   *
   * @param loudness by participant, smoothed, in dB above -127 dBov; muted ones left out
   * @return the new holder of the floor, or empty for nobody
   */
  Optional<String> tick(Map<String, Double> loudness) {
    String loudest = "";
    double best = SPEECH;
    for (var entry : loudness.entrySet()) {
      if (entry.getValue() > best) {
        loudest = entry.getKey();
        best = entry.getValue();
      }
    }
    if (holder.isPresent() && !loudness.containsKey(holder.get())) {
      holder = Optional.empty();
    }
    if (loudest.isEmpty()) {
      lead = 0;
      if (++silence >= SILENT_TICKS) {
        holder = Optional.empty();
      }
      return holder;
    }
    silence = 0;
    double held = holder.map(h -> loudness.getOrDefault(h, 0.0)).orElse(0.0);
    if (holder.isEmpty()) {
      holder = Optional.of(loudest);
      lead = 0;
    } else if (!holder.get().equals(loudest) && best > held + MARGIN) {
      lead = challenger.equals(loudest) ? lead + 1 : 1;
      challenger = loudest;
      if (lead >= LEAD_TICKS) {
        holder = Optional.of(loudest);
        lead = 0;
      }
    } else {
      lead = 0;
    }
    return holder;
  }
}
