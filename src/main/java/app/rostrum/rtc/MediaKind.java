package app.rostrum.rtc;

import java.util.Locale;
import java.util.Optional;

/** What a section carries. */
public enum MediaKind {
  AUDIO(48_000),
  VIDEO(90_000);

  private final int clockRate;

  MediaKind(int clockRate) {
    this.clockRate = clockRate;
  }

  /** Timestamp units per second, of all codecs of the kind that we know. */
  public int clockRate() {
    return clockRate;
  }

  /** The word in an m= line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<MediaKind> of(String word) {
    return word.equals("audio")
        ? Optional.of(AUDIO)
        : word.equals("video") ? Optional.of(VIDEO) : Optional.empty();
  }
}
