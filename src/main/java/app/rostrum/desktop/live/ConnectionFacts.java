package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Texts;
import app.rostrum.media.AudioDevice;
import app.rostrum.media.MediaRoute;
import app.rostrum.stream.SoundFigures;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The figures of a connection and the devices in use, in words. */
final class ConnectionFacts {
  private ConnectionFacts() {}

  /**
   * Returns names and values, in the order in which they are shown. What is not known is said to be
   * so.
   *
   * @param quality 1 (bad) to 5; 0 while unknown
   */
  static Map<String, String> of(
      Optional<SoundFigures> sound,
      int quality,
      Optional<AudioDevice> microphone,
      Optional<AudioDevice> speaker,
      Texts texts) {
    var facts = new LinkedHashMap<String, String>();
    Optional<Duration> roundTrip = sound.flatMap(SoundFigures::roundTrip);
    Optional<Duration> wait = sound.map(SoundFigures::playoutDelay);
    facts.put(texts.get("details.round-trip"), millis(roundTrip, "details.ms", texts));
    facts.put(texts.get("details.wait"), millis(wait, "details.ms", texts));
    facts.put(
        texts.get("details.delay"),
        millis(
            roundTrip.flatMap(there -> wait.map(here -> there.dividedBy(2).plus(here))),
            "details.about-ms",
            texts));
    facts.put(
        texts.get("details.loss"),
        sound.map(now -> percent(now.lossRatio(), texts)).orElseGet(() -> unknown(texts)));
    facts.put(
        texts.get("details.quality"),
        quality == 0 ? unknown(texts) : texts.get("details.of-five", quality));
    Optional<MediaRoute> route = sound.flatMap(SoundFigures::route);
    facts.put(
        texts.get("details.route"),
        route.map(way -> words(way, texts)).orElseGet(() -> unknown(texts)));
    facts.put(
        texts.get("details.candidates"),
        route
            .map(way -> name(way.own()) + ", " + name(way.other()))
            .orElseGet(() -> unknown(texts)));
    facts.put(
        texts.get("details.codec"),
        route
            .map(MediaRoute::codec)
            .filter(codec -> !codec.isEmpty())
            .map(codec -> codec.equalsIgnoreCase("opus") ? "Opus" : codec)
            .orElseGet(() -> unknown(texts)));
    facts.put(texts.get("details.microphone"), device(microphone, texts));
    facts.put(texts.get("details.speaker"), device(speaker, texts));
    return facts;
  }

  private static String millis(Optional<Duration> time, String key, Texts texts) {
    return time.map(t -> texts.get(key, t.toMillis())).orElseGet(() -> unknown(texts));
  }

  private static String percent(double ratio, Texts texts) {
    NumberFormat format = NumberFormat.getPercentInstance(texts.locale());
    format.setMaximumFractionDigits(1);
    return format.format(ratio);
  }

  private static String words(MediaRoute way, Texts texts) {
    return texts.get(way.relayed() ? "details.relayed" : "details.direct", way.transport().name());
  }

  /** Returns the name of a kind of candidate in SDP, which people look for in manuals. */
  private static String name(MediaRoute.Candidate kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String device(Optional<AudioDevice> device, Texts texts) {
    return device.map(AudioDevice::name).orElseGet(() -> texts.get("details.none"));
  }

  private static String unknown(Texts texts) {
    return texts.get("details.unknown");
  }
}
