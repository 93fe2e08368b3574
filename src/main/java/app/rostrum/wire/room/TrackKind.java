package app.rostrum.wire.room;

import java.util.Locale;

/** What a track carries. */
public enum TrackKind {
  AUDIO,
  VIDEO,
  DATA;

  /** Kinds of the future are treated as data: nothing that this end would play. */
  static TrackKind parse(String text) {
    return switch (text) {
      case "audio" -> AUDIO;
      case "video" -> VIDEO;
      default -> DATA;
    };
  }

  /** As it stands in messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
