package app.rostrum.rtc;

import java.util.Locale;
import java.util.Optional;

/** The kind of media that a section carries. */
public enum MediaKind {
  AUDIO(48_000),
  VIDEO(90_000);

  private final int clockRate;

  MediaKind(int clockRate) {
    this.clockRate = clockRate;
  }

  /** Returns the timestamp units per second of all known codecs of the kind. */
  public int clockRate() {
    return clockRate;
  }

  /** Returns the kind's name in an m= line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<MediaKind> of(String word) {
    return word.equals("audio")
        ? Optional.of(AUDIO)
        : word.equals("video") ? Optional.of(VIDEO) : Optional.empty();
  }
}
