package app.rostrum.wire.room;

import java.util.Locale;

/** The kind of media that a track carries. */
public enum TrackKind {
  AUDIO,
  VIDEO,
  DATA;

  /** Reads a kind; an unknown one becomes data, which this end does not play. */
  static TrackKind parse(String text) {
    return switch (text) {
      case "audio" -> AUDIO;
      case "video" -> VIDEO;
      default -> DATA;
    };
  }

  /** Returns the kind as messages write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
